import { isRowFault } from '../core/base/fault.ts'
import { HOUR, type Instant, isoOf, MINUTE } from '../core/base/time.ts'
import { type Disposition, meaningOf } from '../core/channel/disposition.ts'
import type { FactOf } from '../core/fact/fact.ts'
import { madeBeside } from '../core/deliver/made-beside.ts'
import { parseFact } from '../core/fact/parse.ts'
import { agentOf, type DialerWord, type DialMark, NOT_DIALLED } from '../core/model/dialer.ts'
import type { DialEntry, DialerWordTx } from './ports/dialer-word.ts'
import type { Transactions } from './ports/transactions.ts'
import type { ContactId } from '../core/base/id.ts'
import type { Record } from './ports/deliver.ts'

/** What a dialer says of one call. */
export interface DialerSaid {
  entry: string
  result: DialerWord
  /** Absent = it does not say: at the last moment at which it can have been. */
  dialledAt?: Instant | undefined
  promise?: { amount: string; by: string; kind?: string | undefined } | undefined
  plan?: FactOf<'contact.outcome'>['plan']
  settlement?: FactOf<'contact.outcome'>['settlement']
  note?: string | undefined
}

export type DialerAnswer =
  | { outcome: 'taken'; marks: readonly DialMark[] }
  /** It was told before. */
  | { outcome: 'seen' }
  | { outcome: 'refused'; code: string; message: string; suggestion: string }

export interface DialerWordDeps {
  store: Transactions<DialerWordTx>
  /** What an agent says of a call that he made (flow/task-outcome.ts). */
  dispose: (outcome: Disposed) => Promise<{ ok: true } | { ok: false; code: string; message: string }>
  record: Record
}

interface Disposed extends Pick<DialerSaid, 'promise' | 'plan' | 'settlement' | 'note'> {
  contact: ContactId
  agent: string
  disposition: Disposition
  /** ISO. */
  madeAt: string
}

/** The clock of a dialer may run ahead of ours by so much. */
const AHEAD = 2 * MINUTE
/** What was dialled so long before the list was made is another call. */
const BEHIND = 24 * HOUR

/** A line of a file and a message have the same effect: that of an agent's word. What is said again is the same; what comes late or out of order counts as what happened, and is marked. A word that cannot be stored is refused alone. */
export async function hearDialer(
  deps: DialerWordDeps,
  dialer: string,
  said: DialerSaid,
): Promise<DialerAnswer> {
  try {
    return await hear(deps, dialer, said)
  } catch (error) {
    if (!isRowFault(error)) throw error
    return refused(
      'not_recorded',
      'what was said of this call cannot be stored',
      'ask operations, with the entry',
    )
  }
}

async function hear(deps: DialerWordDeps, dialer: string, said: DialerSaid): Promise<DialerAnswer> {
  const agent = agentOf({ dialer })
  const heard = await deps.store.transaction((tx) => judge(tx, { dialer, agent, said }))
  if ('outcome' in heard) return heard
  const { entry, at, result, now } = heard
  const refused = await recordWord(deps, { entry, agent, said: { ...said, result }, at })
  if (refused) return refused
  const marks = marksOf(entry, at)
  const all = [...new Set([...entry.marks, ...marks])]
  await deps.store.transaction((tx) =>
    tx.saveTold(entry, { result, dialledAt: Math.min(at, now), marks: all }),
  )
  return { outcome: 'taken', marks }
}

type Heard = DialerAnswer | { entry: DialEntry; at: Instant; result: Disposition; now: Instant }

async function judge(
  tx: DialerWordTx,
  { dialer, agent, said }: { dialer: string; agent: string; said: DialerSaid },
): Promise<Heard> {
  const entry = await tx.lockEntry(dialer, said.entry)
  if (!entry)
    return refused('unknown_entry', 'this dialer was handed no such entry', 'the name as the list has it')
  const { result, dialledAt } = said
  if (
    entry.result === result &&
    ((said.promise ?? said.plan ?? said.settlement) === undefined || entry.isPromised)
  )
    return { outcome: 'seen' }
  if (result === NOT_DIALLED) return notDialled(tx, entry, agent)
  if (dialledAt !== undefined && dialledAt > tx.now + AHEAD)
    return refused(
      'in_the_future',
      'it was dialled at an instant that has not come',
      'an instant with its zone',
    )
  if (dialledAt !== undefined && dialledAt < entry.handedAt - BEHIND)
    return refused(
      'too_early',
      'it was dialled more than a day before it was handed over',
      'an instant with its zone',
    )
  if (entry.state === 'told' && meaningOf(result).effect === undefined)
    return refused('conflicting_fact', `it was told before, and as ${entry.result}`, 'the first word stands')
  // A word that is told again after a death is as of the same moment.
  const latest = Math.max(entry.handedAt, Math.min(tx.now, entry.dialBefore - 1))
  const at = dialledAt ?? entry.dialledAt ?? latest
  if (isIts(entry) && entry.state !== 'told') await tx.dialled(entry, agent, Math.min(at, tx.now))
  return { entry, at, result, now: tx.now }
}

async function notDialled(tx: DialerWordTx, entry: DialEntry, agent: string): Promise<DialerAnswer> {
  if (entry.state === 'told')
    return refused('conflicting_fact', `it was told before, and as ${entry.result}`, 'the first word stands')
  if (isIts(entry)) await tx.free(entry, agent)
  else await tx.saveTold(entry, { result: NOT_DIALLED, dialledAt: null, marks: [] })
  return { outcome: 'taken', marks: [] }
}

/** The call is still that of this entry, unless somebody else was offered it since. */
function isIts({ state, isLast }: DialEntry): boolean {
  return isLast && state !== NOT_DIALLED
}

/** What was not as it was to be. */
function marksOf({ state, handedAt, dialBefore, withdrawnFrom }: DialEntry, at: Instant): DialMark[] {
  return [
    ...(at < handedAt ? (['early'] as const) : []),
    ...(at >= dialBefore ? (['late'] as const) : []),
    ...(withdrawnFrom !== null && at >= withdrawnFrom ? (['withdrawn'] as const) : []),
    ...(state === 'lapsed' ? (['told_late'] as const) : []),
  ]
}

interface Word {
  entry: DialEntry
  agent: string
  said: DialerSaid & { result: Disposition }
  at: Instant
}

/** Null = it was recorded. Where the call is in other hands by now, it stands beside it as one that was made outside. */
async function recordWord(deps: DialerWordDeps, word: Word): Promise<DialerAnswer | null> {
  const { entry, agent, said, at } = word
  const { result: disposition, promise, plan, settlement, note } = said
  const answer = isIts(entry)
    ? await deps.dispose({
        contact: entry.contact,
        agent,
        disposition,
        promise,
        plan,
        settlement,
        note,
        madeAt: isoOf(at),
      })
    : null
  if (answer?.ok) return null
  if (answer && !IN_OTHER_HANDS.has(answer.code)) return refused(answer.code, answer.message, 'mend the line')
  return recordBeside(deps, word)
}

const IN_OTHER_HANDS: ReadonlySet<string> = new Set([
  'not_yours',
  'not_claimed',
  'not_started',
  'superseded',
  'expired',
  'refused',
])

async function recordBeside(
  { record }: DialerWordDeps,
  { entry, agent, said, at }: Word,
): Promise<DialerAnswer | null> {
  const { account, channel, point } = entry
  const key = `dialled-${entry.entry}-${said.result}`
  const told = { ...said, disposition: said.result, agent, account, channel, point, key, at: isoOf(at) }
  const read = parseFact(madeBeside(told))
  const source = 'task'
  const problems =
    'problems' in read
      ? read.problems
      : (await record([{ fact: read.fact, source, holds: 'unless_known' }])).rejected
  const [problem] = problems.filter(({ code }) => code !== 'conflicting_fact')
  return problem ? refused(problem.code, problem.message, problem.suggestion ?? 'mend the line') : null
}

function refused(code: string, message: string, suggestion: string): DialerAnswer {
  return { outcome: 'refused', code, message, suggestion }
}
