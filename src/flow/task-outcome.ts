import type { ContactId } from '../core/base/id.ts'
import type { Problem } from '../core/base/problem.ts'
import { isoOf } from '../core/base/time.ts'
import { taskKind } from '../core/channel/channel.ts'
import { heardFrom, inHand, type TaskRefusal, taskRefusal } from '../core/deliver/task-check.ts'
import { madeBeside } from '../core/deliver/made-beside.ts'
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
  const found = await begun(deps.store, (tx) => heardTask(tx, outcome))
  if ('ok' in found) return found
  const { task, account, point, beside } = found
  const at = outcome.madeAt ?? found.at
  if (!taskKind(task.kind).dispositions.includes(outcome.disposition)) return taskRefusal('wrong_disposition')
  const said = beside
    ? madeBeside({ ...outcome, account, point, at, channel: task.kind, key: keyOf(outcome, outcome.agent) })
    : factOf(outcome, account, at)
  const problem = await problemOf(deps, said)
  // The same outcome may be said again with other words: the first one counts, unless the new word is one that acts.
  const acts = meaningOf(outcome.disposition).effect !== undefined
  const again = { ...said, key: `${said.key}-${outcome.disposition}` }
  const refused = problem?.code === 'conflicting_fact' && acts ? await problemOf(deps, again) : problem
  return finished(deps, beside ? null : task, at, refused)
}

/** The same outcome said again with other words is no row that was refused: it holds nobody. */
async function problemOf(
  deps: OutcomeDeps,
  said: ReturnType<typeof factOf | typeof madeBeside>,
): Promise<Problem | undefined> {
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
  task: TaskRow | null,
  at: string,
  problem: Problem | undefined,
): Promise<OutcomeAnswer> {
  if (problem && problem.code !== 'conflicting_fact') return notRecorded(problem)
  if (task) await askedAlone(deps.store, (tx) => tx.saveDone(task))
  return { ok: true, at }
}

function notRecorded(problem: Problem | undefined): TaskRefusal {
  return { ...taskRefusal('not_recorded'), message: `${problem?.code}: ${problem?.message}` }
}

interface Heard {
  task: TaskRow
  account: string
  point: number | null
  /** ISO. */
  at: string
  beside: boolean
}

/** Whoever did not hear the answer says it again. A call that was made counts, whatever became of its task meanwhile. */
async function heardTask(tx: TaskTx, { contact, agent }: CallOutcome): Promise<Heard | TaskRefusal> {
  const ref = await tx.findTask(contact)
  if (!ref) return taskRefusal('unknown_task')
  const [task, about] = await Promise.all([tx.loadTask(ref), tx.aboutOf(ref)])
  const heard = task && heardFrom(task, agent, tx.now)
  if (!heard) return inHand(task, agent) ?? taskRefusal('not_started')
  return { task, ...about, beside: heard.beside, at: isoOf(heard.at) }
}

function keyOf({ contact }: CallOutcome, ...beside: string[]): string {
  return ['outcome', contact, ...beside].join('-')
}

function factOf(outcome: CallOutcome, account: string, at: string): FactOf<'contact.outcome'> {
  const { contact, agent, disposition, promise, plan, settlement, note } = outcome
  return {
    type: 'contact.outcome',
    at,
    account,
    contact,
    key: keyOf(outcome),
    disposition,
    agent,
    ...(promise && { promise }),
    ...(plan && { plan }),
    ...(settlement && { settlement }),
    ...(note !== undefined && { note }),
  }
}
