import type { ContactId } from '../core/base/id.ts'
import type { Problem } from '../core/base/problem.ts'
import { isoOf } from '../core/base/time.ts'
import { taskKind } from '../core/channel/channel.ts'
import { inHand, type TaskRefusal, taskRefusal } from '../core/deliver/task-check.ts'
import type { TaskRow } from '../core/model/task-row.ts'
import { type Disposition, meaningOf } from '../core/channel/disposition.ts'
import { parseFact } from '../core/fact/parse.ts'
import type { FactOf } from '../core/fact/fact.ts'
import type { Record } from './ports/deliver.ts'
import type { TaskTx } from './ports/task.ts'
import { askedAlone, begun, type Transactions } from './ports/transactions.ts'

export interface OutcomeDeps {
  store: Transactions<TaskTx>
  record: Record
}

type PlanGiven = NonNullable<FactOf<'contact.outcome'>['plan']>
type SettlementGiven = NonNullable<FactOf<'contact.outcome'>['settlement']>

export interface CallOutcome {
  contact: ContactId
  agent: string
  disposition: Disposition
  promise?: { amount: string; by: string; kind?: string | undefined } | undefined
  /** The plan that was agreed. */
  plan?: PlanGiven | undefined
  /** The settlement that was offered, or accepted. */
  settlement?: SettlementGiven | undefined
  note?: string | undefined
  /** ISO. Absent = it was made when it was started. */
  madeAt?: string | undefined
}
export interface VisitOutcome extends CallOutcome {
  /** ISO. */
  arrivedAt?: string | undefined
  geo?: { lat: number; lon: number } | undefined
}

export type OutcomeAnswer = { ok: true; at: string } | TaskRefusal

/** How a call ended; becomes a fact, once, however often it is said. */
export function disposeTask(deps: OutcomeDeps, outcome: CallOutcome): Promise<OutcomeAnswer> {
  return finish(deps, outcome)
}

/** How a visit ended. The note, which is sealed, says where and when somebody arrived. */
export function reportTask(
  deps: OutcomeDeps,
  { arrivedAt, geo, note, ...outcome }: VisitOutcome,
): Promise<OutcomeAnswer> {
  const lines = [
    note,
    arrivedAt === undefined ? undefined : `arrived ${arrivedAt}`,
    geo === undefined ? undefined : `at ${geo.lat},${geo.lon}`,
  ].filter((line) => line !== undefined)
  return finish(deps, { ...outcome, note: lines.length > 0 ? lines.join('\n') : undefined })
}

async function finish(deps: OutcomeDeps, outcome: CallOutcome): Promise<OutcomeAnswer> {
  const found = await begun(deps.store, (tx) => startedTask(tx, outcome))
  if ('ok' in found) return found
  const { task, account } = found
  const at = outcome.madeAt ?? found.at
  if (!taskKind(task.kind).dispositions.includes(outcome.disposition)) return taskRefusal('wrong_disposition')
  const said = factOf(outcome, account, at)
  const problem = await problemOf(deps, said)
  // The same outcome may be said again with other words: the first one counts, unless the new word is one that acts.
  const acts = meaningOf(outcome.disposition).effect !== undefined
  const again = { ...said, key: `outcome-${outcome.contact}-${outcome.disposition}` }
  const refused = problem?.code === 'conflicting_fact' && acts ? await problemOf(deps, again) : problem
  return finished(deps, task, at, refused)
}

/** The same outcome said again with other words is no row that was refused: it holds nobody. */
async function problemOf(deps: OutcomeDeps, said: FactOf<'contact.outcome'>): Promise<Problem | undefined> {
  const source = 'task'
  const read = parseFact(said)
  if ('problems' in read) {
    await deps.record([{ refused: said, problems: read.problems, source }])
    return read.problems[0]
  }
  const { rejected } = await deps.record([{ fact: read.fact, source, holds: 'unless_known' }])
  return rejected[0]
}

async function finished(
  deps: OutcomeDeps,
  task: TaskRow,
  at: string,
  problem: Problem | undefined,
): Promise<OutcomeAnswer> {
  if (problem && problem.code !== 'conflicting_fact') return notRecorded(problem)
  await askedAlone(deps.store, (tx) => tx.saveDone(task))
  return { ok: true, at }
}

function notRecorded(problem: Problem | undefined): TaskRefusal {
  return { ...taskRefusal('not_recorded'), message: `${problem?.code}: ${problem?.message}` }
}

async function startedTask(
  tx: TaskTx,
  { contact, agent, disposition }: CallOutcome,
): Promise<{ task: TaskRow; account: string; at: string } | TaskRefusal> {
  const ref = await tx.findTask(contact)
  const [task, account] = ref ? await Promise.all([tx.loadTask(ref), tx.accountOf(ref)]) : [null, '']
  const heard = task !== null && isHeardLate(task, { agent, disposition })
  const refused = heard ? null : inHand(task, agent)
  if (refused) return refused
  if (!ref || !task || task.startedAt === null || !(heard || task.state === 'started'))
    return taskRefusal('not_started')
  return { task, account, at: isoOf(task.startedAt) }
}

/** Whoever did not hear the answer says it again, and what a debtor said acts although the task of the call was taken back meanwhile. */
function isHeardLate(
  { state, claimedBy, startedAt }: TaskRow,
  { agent, disposition }: Pick<CallOutcome, 'agent' | 'disposition'>,
): boolean {
  if (claimedBy !== agent || startedAt === null) return false
  return state === 'done' || (state === 'withdrawn' && meaningOf(disposition).effect !== undefined)
}

function factOf(outcome: CallOutcome, account: string, at: string): FactOf<'contact.outcome'> {
  const { contact, agent, disposition, promise, plan, settlement, note } = outcome
  return {
    type: 'contact.outcome',
    at,
    account,
    contact,
    key: `outcome-${contact}`,
    disposition,
    agent,
    ...(promise && { promise }),
    ...(plan && { plan }),
    ...(settlement && { settlement }),
    ...(note !== undefined && { note }),
  }
}
