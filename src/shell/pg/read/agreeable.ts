import { z } from 'zod'
import { isRowFault } from '../../../core/base/fault.ts'
import type { AccountId, ContactId, ContentHash, PersonId } from '../../../core/base/id.ts'
import { type Agreeable, agreeableOn, openCaseOf } from '../../../core/deliver/agreeable.ts'
import type { Dossier } from '../../../core/model/dossier.ts'
import { PLAN_INTERVALS } from '../../../core/model/plan-type.ts'
import type { Strategy } from '../../../core/model/strategy.ts'
import { isolated } from '../../../flow/ports/isolate.ts'
import { configPort } from '../config/config.ts'
import type { Database } from '../base/database.ts'
import { ask, statement } from '../base/statement.ts'
import { loadDossiers } from '../dossier/dossier.ts'

/** What may be agreed, as claims and lists show it. */
export const AGREEABLE = {
  promises: z
    .array(
      z.strictObject({
        kind: z.string().describe('the type, as the strategy names it'),
        latest: z.string().describe('the last day that it may name'),
        least: z.string().describe('the least sum'),
        more: z.number().int().describe('how many more are taken'),
      }),
    )
    .describe('what the debtor may promise; whatever is beyond it is asked of a supervisor'),
  plans: z
    .array(
      z.strictObject({
        kind: z.string().describe('the type, as the strategy names it'),
        latestFirst: z.string().describe('the last day that the first rate may have'),
        latest: z.string().describe('the last day that the last rate may have'),
        leastRate: z.string().describe('the least rate, but for the last one'),
        leastSum: z.string().describe('what all rates come to at least'),
        every: z.array(z.enum(PLAN_INTERVALS)).readonly().nullable().describe('null = any interval'),
        more: z.number().int().describe('how many more are taken; 0 = none but in the place of one'),
      }),
    )
    .describe('what plan may be agreed for this account; whatever is beyond it is asked of a supervisor'),
  settlement: z
    .strictObject({
      alone: z.string().describe('what would have to be paid at least, where nobody else is asked'),
      least: z.string().describe('what would have to be paid at least, where a second person grants it'),
      latest: z.string().describe('the last day that it may name'),
      mostRates: z.number().int(),
    })
    .nullable()
    .describe('what may be offered for less than what is owed; null = nothing'),
}

interface Asked {
  contact: ContactId
  person: PersonId
  accounts: AccountId[]
}

const ASKED = statement<Asked>({
  name: 'agreeable-contacts',
  once: true,
  text: 'select id as contact, person_id as person, accounts from contact where id = any ($1) order by id',
  row: { contact: 'int8', person: 'int8', accounts: 'int8[]' },
})

/** The answer says by contact what may be agreed in it; it has none of those of which something cannot be read. */
export async function readAgreeable(
  db: Database,
  contacts: readonly number[],
): Promise<Map<number, Agreeable>> {
  if (contacts.length === 0) return new Map()
  const asked = await ask(db, ASKED, [contacts])
  const persons = [...new Set(asked.map(({ person }) => person))]
  const { done } = await isolated(persons, (some) =>
    db.transaction(async (tx) => ({ dossiers: await loadDossiers(tx, some), now: tx.now })),
  )
  const strategies = await strategiesKnown(
    db,
    done.flatMap(({ dossiers }) => dossiers),
  )
  const found = new Map<number, Agreeable>()
  for (const { dossiers, now } of done) {
    for (const dossier of dossiers) {
      for (const one of asked.filter(({ person }) => person === dossier.person.id)) {
        const agreeable = judged(dossier, one, { strategies, now })
        if (agreeable) found.set(one.contact, agreeable)
      }
    }
  }
  return found
}

/** The limits of a case whose strategy cannot be read are not known. */
function judged(
  dossier: Dossier,
  { accounts }: Asked,
  read: { strategies: ReadonlyMap<ContentHash, Strategy>; now: number },
): Agreeable | null {
  const [account] = accounts
  const theCase = openCaseOf(dossier, account)
  if (theCase && !read.strategies.has(theCase.strategyHash)) return null
  try {
    return agreeableOn(dossier, { accounts }, read)
  } catch (error) {
    return nothingOfRow(error)
  }
}

async function strategiesKnown(
  db: Database,
  dossiers: readonly Dossier[],
): Promise<Map<ContentHash, Strategy>> {
  const hashes = new Set(dossiers.flatMap(({ cases }) => cases.map((one) => one.strategyHash)))
  const config = configPort(db)
  const found = await Promise.all([...hashes].map((hash) => config.strategyByHash(hash).catch(nothingOfRow)))
  return new Map(found.flatMap((one) => (one ? [[one.hash, one] as const] : [])))
}

function nothingOfRow(error: unknown): null {
  if (isRowFault(error)) return null
  throw error
}
