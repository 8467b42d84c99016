import { answersOf, answerWith, asksToRead, isHumanTaskKind } from '../core/model/human-task.ts'
import { isOptOut, isTaskAnswer, readAs } from '../core/model/task-word.ts'
import type { Problem } from '../core/base/problem.ts'
import { isoOf } from '../core/base/time.ts'
import { OPT_OUT_MESSAGE } from '../core/channel/disposition.ts'
import type { FactInput } from '../core/fact/fact.ts'
import { releasedMark, releaseOf } from '../core/fact/release-refused.ts'
import { mayOptOut } from '../core/wording/understand.ts'
import {
  type HumanTaskFilter,
  type HumanTaskTx,
  type HumanTaskView,
  matchedKey,
  type Owner,
  type UnmatchedMessage,
} from './ports/human-task.ts'
import type { Transactions } from './ports/transactions.ts'

export type HumanTaskAnswer =
  | { ok: true; task: HumanTaskView; text?: string | null; from?: string | null }
  | {
      ok: false
      code:
        | 'unknown_task'
        | 'not_yours'
        | 'already_resolved'
        | 'already_matched'
        | 'bad_resolution'
        | 'not_recorded'
      message: string
    }

export type HumanTaskStore = Transactions<HumanTaskTx>

export async function listHumanTasks(
  store: HumanTaskStore,
  filter: HumanTaskFilter,
): Promise<HumanTaskView[]> {
  return store.transaction((tx) => tx.openTasks(filter))
}

/** Claiming twice by the same person is fine. Whoever has it in hand is shown the message that it is about. */
export async function claimHumanTask(
  store: HumanTaskStore,
  id: number,
  by: string,
): Promise<HumanTaskAnswer> {
  return store.transaction(async (tx) => {
    const task = await tx.lockTask(id)
    const refused = refusalOf(task, by)
    if (refused) return refused
    if (!task) return unknown
    const shown = task.reply === null ? {} : await shownOf(tx, task)
    if (task.claimedBy !== null) return { ok: true, task, ...shown }
    await tx.claim(task, by)
    return { ok: true, task: { ...task, claimedBy: by, claimedAt: tx.now }, ...shown }
  })
}

/** Where nobody knows who has written, the number or address is shown too. */
async function shownOf(
  tx: HumanTaskTx,
  task: HumanTaskView,
): Promise<{ text: string | null; from?: string | null }> {
  const message = await tx.messageOf(task)
  return message?.from != null ? { text: message.text, from: message.from } : { text: await tx.textOf(task) }
}

/** The part of flow/record.ts that is of interest here. */
type RecordFacts = (facts: { fact: FactInput; source: string }[]) => Promise<{ rejected: Problem[] }>

export interface HumanTaskDeps {
  store: HumanTaskStore
  record: RecordFacts
}

export interface Resolving {
  id: number
  by: string
  /** A short word such as `done`, without personal data; of some kinds one of a few. */
  resolution: string
}

/** Whoever claimed it resolves it; anybody resolves an unclaimed one. The answer is stored as a fact, the same that any other door takes: asked again after a failure, it is the same fact. */
export async function resolveHumanTask(
  { store, record }: HumanTaskDeps,
  resolving: Resolving,
): Promise<HumanTaskAnswer> {
  const meant = await store.transaction((tx) => factMeant(tx, resolving))
  if ('ok' in meant) return meant
  if (meant.facts.length > 0) {
    const { rejected } = await record(meant.facts.map((fact) => ({ fact, source: 'human' })))
    const [why] = rejected
    if (why) return { ok: false, code: 'not_recorded', message: why.message }
  }
  const { id, by, resolution } = resolving
  return store.transaction(async (tx) => {
    const task = await tx.lockTask(id)
    if (!task) return unknown
    if (task.resolvedAt !== null && task.resolution === resolution) return { ok: true, task }
    const refused = refusalOf(task, by)
    if (refused) return refused
    await tx.resolve(task, by, resolution)
    return { ok: true, task: { ...task, claimedBy: task.claimedBy ?? by, resolvedAt: tx.now, resolution } }
  })
}

/** The facts that the word is, and the task in the hand of whoever says it, so that nobody says another one meanwhile. A task of another version, of a kind that is not known here, has none. */
async function factMeant(
  tx: HumanTaskTx,
  { id, by, resolution }: Resolving,
): Promise<HumanTaskAnswer | { facts: FactInput[] }> {
  const task = await tx.lockTask(id)
  const refused = refusalOf(task, by)
  if (refused) return refused
  if (!task) return unknown
  const words = answersOf(task.kind)
  if (words && !words.includes(resolution)) {
    return { ok: false, code: 'bad_resolution', message: `resolve it with ${words.join(' or ')}` }
  }
  const facts =
    task.person === 0
      ? await answerOfNobody(tx, task, resolution)
      : await answerFacts(tx, task, by, resolution)
  if (facts.length > 0 && task.claimedBy === null) await tx.claim(task, by)
  return { facts }
}

/** The facts that a word means on a task of nobody who is known: a message from a number that nobody has, or rows that were refused. */
async function answerOfNobody(
  tx: HumanTaskTx,
  task: HumanTaskView,
  resolution: string,
): Promise<FactInput[]> {
  if (!asksToRead(task.kind) || task.reply === null) {
    const mark = releasedMark(task, resolution)
    return mark === null ? [] : releaseOf(task.id, await tx.refusedHolds(mark), tx.now)
  }
  return [
    {
      type: 'reply.read',
      at: isoOf(tx.now),
      key: `task-${task.id}-${resolution}`,
      reply: task.reply,
      meaning: readAs(resolution),
    },
  ]
}

async function answerFacts(
  tx: HumanTaskTx,
  task: HumanTaskView,
  by: string,
  answer: string,
): Promise<FactInput[]> {
  if (!isHumanTaskKind(task.kind) || !isTaskAnswer(answer)) return []
  return [
    {
      type: 'task.resolved',
      at: isoOf(tx.now),
      key: `task-${task.id}-${answer}`,
      ...(await tx.subjectOf(task)),
      ...(task.step !== null && { step: task.step }),
      ...(task.reply !== null && { reply: task.reply }),
      kind: task.kind,
      task: task.id,
      answer,
      agent: by,
    },
  ]
}

const unknown: HumanTaskAnswer = { ok: false, code: 'unknown_task', message: 'there is no such task' }

function refusalOf(task: HumanTaskView | null, by: string): HumanTaskAnswer | null {
  if (!task) return unknown
  if (task.resolvedAt !== null) {
    return { ok: false, code: 'already_resolved', message: `task ${task.id} is resolved` }
  }
  if (task.claimedBy !== null && task.claimedBy !== by) {
    return { ok: false, code: 'not_yours', message: `task ${task.id} is claimed by somebody else` }
  }
  return null
}

export interface Matching {
  id: number
  by: string
  /** Who has written. */
  owner: Owner
}

/** A message of nobody who was known is one of that debtor, as of when it came: it is recorded as any door records one, so that all that it says acts. It is the same fact when it is told again after a failure. */
export async function matchSender(deps: HumanTaskDeps, matching: Matching): Promise<HumanTaskAnswer> {
  const { id, by } = matching
  const meant = await deps.store.transaction((tx) => messageMeant(tx, matching))
  if ('ok' in meant) return meant
  const { rejected } = await deps.record([{ fact: meant.fact, source: 'human' }])
  const [why] = rejected
  if (why) {
    await deps.store.transaction((tx) => tx.unmatch(id))
    return notRecorded(`${why.code}: ${why.message}`)
  }
  return resolveHumanTask(deps, { id, by, resolution: meant.resolution })
}

async function messageMeant(
  tx: HumanTaskTx,
  { id, by, owner }: Matching,
): Promise<HumanTaskAnswer | { fact: FactInput; resolution: string }> {
  const task = await tx.lockTask(id)
  const refused = refusalOf(task, by)
  if (refused) return refused
  if (!task) return unknown
  const message = await tx.messageOf(task)
  const resolution = answerWith(task.kind, ({ reads }) => reads !== undefined && !isOptOut(reads))
  if (!message || resolution === null)
    return notRecorded(`task ${id} is about no message of somebody who is not known`)
  if (!(await tx.isKnown(owner))) return notRecorded('nobody of that name is known')
  if (!(await tx.matchTo(task, owner))) return matchedBefore(id)
  if (task.claimedBy === null) await tx.claim(task, by)
  return { fact: factOf(task, message, owner), resolution }
}

/** A text that was erased meanwhile still says what was understood of it: what may have been an opt-out is one where nobody can read it any more. */
function factOf({ id }: HumanTaskView, message: UnmatchedMessage, owner: Owner): FactInput {
  const { at, channel, from, text, understood } = message
  const asksToStop = text === null && mayOptOut(understood)
  return {
    type: 'contact.recorded',
    at: isoOf(at),
    key: matchedKey(id),
    ...owner,
    channel,
    direction: 'in',
    disposition: asksToStop ? OPT_OUT_MESSAGE : message.disposition,
    ...(from !== null && { point: from }),
    ...(text !== null && { text }),
  }
}

/** Whoever died with it may have recorded it: it is never the message of two. */
function matchedBefore(id: number): HumanTaskAnswer {
  const message = `task ${id} was said to be about a message of another debtor: say the same again, or wait two minutes where that was not recorded`
  return { ok: false, code: 'already_matched', message }
}

function notRecorded(message: string): HumanTaskAnswer {
  return { ok: false, code: 'not_recorded', message }
}
