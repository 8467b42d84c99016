import { isoOf, type Instant } from '../core/base/time.ts'
import { type Blocker, blockersOf } from '../core/retention/forget.ts'
import { judgePerson } from '../core/retention/judge-person.ts'
import { retainRules, type RetainRule } from '../core/retention/retain-law.ts'
import type { PersonRecords } from '../core/retention/record.ts'
import type { ConfigPort } from './ports/config.ts'
import type { IncomingFact } from './ports/record.ts'
import type { Erased, Erasure, RetentionTx } from './ports/retention.ts'
import type { Transactions } from './ports/transactions.ts'

export interface EraseDeps {
  store: Transactions<RetentionTx>
  config: ConfigPort
  /** The port stores facts as every other door does. */
  record: (facts: IncomingFact[]) => Promise<{ rejected: readonly { code: string }[] }>
}

export interface EraseRequest extends Erasure {
  /** The house's own period is waived; a law's never. */
  waiveHouse: boolean
  /** Only says whether it could be done. */
  dry: boolean
}

export type EraseAnswer =
  | { ok: true; erased: Erased | null }
  | { ok: false; why: 'unknown' | 'erased' }
  /** The accounts have an open case: their collection has not ended. */
  | { ok: false; why: 'collecting'; accounts: string[] }
  | { ok: false; why: 'kept'; blockers: Blocker[] }

/** The engine knows its own closing facts again by this source: they are no activity on the debt. */
export const ERASURE = 'erasure'

/** Collection ends, the person hears nothing more, then everything personal is taken; a second call goes on where the first stopped. */
export async function erasePerson(deps: EraseDeps, request: EraseRequest): Promise<EraseAnswer> {
  const { schedules } = await deps.config.active()
  const rules = retainRules(schedules.packs, schedules.calendars)
  const first = await deps.store.transaction((tx) => look(tx, request, rules))
  if ('answer' in first) return first.answer
  if (request.dry) return { ok: true, erased: null }
  const { rejected } = await deps.record(closingFacts(first.records, first.now))
  if (rejected.length > 0) throw new Error(`the end of collection was not taken: ${rejected[0]?.code ?? ''}`)
  return deps.store.transaction(async (tx) => {
    const again = await look(tx, request, rules)
    if ('answer' in again) return again.answer
    const { person, by, reason } = request
    return { ok: true, erased: await tx.erase({ person, by, reason }) }
  })
}

type Looked = { answer: EraseAnswer } | { records: PersonRecords; now: Instant }

async function look(
  tx: RetentionTx,
  { person, waiveHouse }: EraseRequest,
  rules: readonly RetainRule[],
): Promise<Looked> {
  const [id] = await tx.personsAfter(person - 1, 1, true)
  const [records] = id === person ? await tx.loadRecords([id]) : []
  if (!records) return { answer: { ok: false, why: 'unknown' } }
  if (records.erased) return { answer: { ok: false, why: 'erased' } }
  const open = records.accounts.filter(({ lastActivity }) => lastActivity === null)
  if (open.length > 0) {
    const accounts = open.map(({ externalId }) => externalId)
    return { answer: { ok: false, why: 'collecting', accounts } }
  }
  const verdict = judgePerson(records, rules, tx.now)
  const blockers = blockersOf(verdict, { zones: records.zones, now: tx.now, waiveHouse })
  return blockers.length > 0 ? { answer: { ok: false, why: 'kept', blockers } } : { records, now: tx.now }
}

/** No account is collected on any more, and nothing at all is said to the person. */
function closingFacts({ externalId, accounts }: PersonRecords, now: Instant): IncomingFact[] {
  const at = isoOf(now)
  const ends = accounts
    .filter(({ closedAt }) => closedAt === null)
    .map(({ externalId: account }): IncomingFact => {
      return { source: ERASURE, fact: { type: 'account.closed', at, account, reason: 'closed' } }
    })
  return [
    ...ends,
    { source: ERASURE, fact: { type: 'cease.received', at, debtor: externalId, written: true } },
  ]
}
