import { z } from 'zod'
import type { Problem } from '../../base/problem.ts'
import {
  answersOf,
  asksToRead,
  closersOf,
  HUMAN_TASK,
  HUMAN_TASK_KINDS,
  isOfStep,
  outlivesCase,
  taskTraits,
} from '../../model/human-task.ts'
import { type LedgerTask, promiseKey } from '../../model/ledger.ts'
import { isOwn, ownRequest } from '../apply/settlement.ts'
import { effectOf, isEngineWord, readAs, TASK_ANSWERS, type TaskAnswer } from '../../model/task-word.ts'
import { TEXT_CLEARED } from '../../wording/cleared.ts'
import { applyReplyRead } from '../apply/reply.ts'
import { type Applied, type Draft, refused, reviewSubject, type Subject } from '../draft.ts'
import { name, nameOf } from '../field.ts'
import { factsImplied } from '../task-answer.ts'
import type { Telling } from '../telling.ts'
import { onEither } from './envelope.ts'
import { type FactKind, when, whose } from './kind.ts'

/** What a human understood of a message that might have asked to be left alone. */
const read = z.strictObject({
  type: z.literal('reply.read'),
  ...onEither,
  /** The key of the contact.recorded that brought it. */
  reply: nameOf(1000),
  meaning: z.enum(HUMAN_TASK.read_reply.answers),
})
export const replyRead: FactKind<typeof read> = {
  schema: read,
  key: (fact) => [...whose(fact), fact.reply, when(fact)],
  names: ['reply'],
  needs: ({ reply }) => ({ holds: true, answered: true, reply }),
  supersedes: 'where_it_changes',
  standsAlone: () => true,
  about: 'person',
  apply: applyReplyRead,
}

/** A human's answer to what the engine asked, named by its step, else by its kind; where several are open, also by the rule, the message or the engine's number. */
const resolved = z.strictObject({
  type: z.literal('task.resolved'),
  ...onEither,
  step: name.optional(),
  kind: z.enum(HUMAN_TASK_KINDS).optional(),
  rule: name.optional(),
  reply: nameOf(1000).optional().describe('the key of the contact.recorded to be read'),
  task: z.number().int().positive().optional(),
  answer: z.enum(TASK_ANSWERS),
  agent: name.optional().describe('who says it'),
})
export const taskResolved: FactKind<typeof resolved> = {
  schema: resolved,
  key: (fact) => [
    ...whose(fact),
    ...(fact.task === undefined ? [fact.step ?? fact.kind, fact.rule ?? fact.reply] : [fact.task, '']),
    fact.answer,
    when(fact),
  ],
  names: ['task'],
  // It may mean a fact about the account, a dispute, a hold, a promise, a plan or a settlement.
  needs: {
    holds: true,
    figures: true,
    answered: true,
    money: true,
    cases: true,
    promises: true,
    plans: true,
    settlements: true,
  },
  supersedes: 'where_it_changes',
  sense: ({ step, kind, task }) =>
    step === undefined && kind === undefined && task === undefined
      ? {
          code: 'missing_field',
          path: 'step',
          message: 'the fact does not say what it answers',
          suggestion:
            'step: the step that was asked about, or kind: what was asked; `arrears tasks list` shows both',
        }
      : null,
  about: 'either',
  apply: applyTaskResolved,
}

type Resolved = z.infer<typeof resolved>

/** What a human answers to what the engine asked. The latest word counts, whichever comes first; it does the same through every door. */
function applyTaskResolved(draft: Draft, subject: Subject, fact: Resolved, prepared: Telling): Applied {
  const task = taskNamed(draft, subject, fact, prepared)
  if ('code' in task) return task
  const words = answersOf(task.kind)
  if (words && !words.includes(fact.answer)) {
    return refused(
      prepared,
      'bad_resolution',
      `${task.kind} is resolved with ${words.join(' or ')}`,
      'answer',
    )
  }
  if (task.over && !outlivesCase(task.kind)) {
    const message = 'the case that the task was about has ended: the word is kept, and changes nothing'
    draft.changes.warnings.push(refused(prepared, 'task_over', message, 'answer'))
    return 'taken'
  }
  if (!isLater(prepared.at, fact.answer, task)) return 'taken'
  const by = fact.agent ?? task.by
  const unfit = unfitToGrant(draft, { task, by, kind: fact.kind }, prepared)
  if (unfit) return unfit
  const refusal = takeEffect(draft, subject, { task, answer: fact.answer, prepared, by })
  if (refusal !== 'taken') return refusal
  Object.assign(task, { answer: fact.answer, answeredAt: prepared.at, by })
  draft.changes.answered.add(task)
  const account = draft.ledger.accounts.get(task.account ?? subject.account?.id ?? NO_ACCOUNT) ?? null
  reviewSubject(draft, { person: subject.person, account })
  return 'taken'
}

const NO_ACCOUNT = 0 as NonNullable<LedgerTask['account']>

/** Two words of one instant end the same in either order. */
function isLater(at: number, answer: TaskAnswer, { answeredAt, answer: known }: LedgerTask): boolean {
  if (answeredAt === null || known === null || isEngineWord(known)) return true
  return at > answeredAt || (at === answeredAt && answer >= known)
}

/** Whoever proposed a settlement does not grant it, and neither does nobody; the door asks by the kind who may. */
function unfitToGrant(
  draft: Draft,
  { task, by, kind }: { task: LedgerTask; by: string | null; kind: string | undefined },
  prepared: Telling,
): Problem | null {
  if (!taskTraits(task.kind).ofSettlement || task.account === null || task.rule === null) return null
  if (kind !== task.kind) return refused(prepared, 'missing_field', `kind: it is a ${task.kind}`, 'kind')
  if (by === null)
    return {
      ...refused(prepared, 'missing_field', 'nobody says who grants the settlement', 'agent'),
      suggestion: 'agent: the id of whoever says it, who is not the one who proposed it',
    }
  const known = draft.ledger.settlements.get(promiseKey(task.account, task.rule))
  return known && isOwn(known, by) ? ownRequest(prepared, 'agent') : null
}

/** What an answer does beside being known to whoever decides next. */
function takeEffect(
  draft: Draft,
  subject: Subject,
  {
    task,
    answer,
    prepared,
    by,
  }: { task: LedgerTask; answer: TaskAnswer; prepared: Telling; by: string | null },
): Applied {
  if (asksToRead(task.kind) && task.reply !== null) {
    const meaning = readAs(answer)
    return applyReplyRead(draft, subject, { reply: task.reply, meaning }, prepared)
  }
  if (closersOf(task.kind).includes('text_cleared')) {
    const about = { person: task.person, account: null, point: null, agent: null }
    const value = effectOf(answer).clears === true
    draft.changes.evidence.push({ ...about, key: TEXT_CLEARED, value, at: prepared.at, until: null })
  }
  const implied = factsImplied(draft, { task, answer, at: prepared.at, by })
  draft.implied.push(...implied.map((one) => ({ ...prepared, ...one })))
  return 'taken'
}

/** The task by the engine's id; else the one that is open, else the one that was answered last. */
function taskNamed(
  draft: Draft,
  { person, account }: Subject,
  fact: Resolved,
  prepared: Telling,
): LedgerTask | Problem {
  const own = draft.ledger.tasks.filter(
    (task) =>
      task.person === person.id &&
      (account === null || task.account === null || task.account === account.id || task.id === fact.task),
  )
  const named = own.filter((task) => isNamed(task, fact))
  const open = named.filter(({ answeredAt }) => answeredAt === null)
  const found = open.length > 0 ? narrowed(open, fact) : named.slice(-1)
  const [task, another] = found
  if (task && !another) return task
  if (task) {
    return refused(prepared, 'ambiguous_task', 'several such tasks are open: name one by its number', 'task')
  }
  const path = fact.task === undefined ? (fact.step === undefined ? 'kind' : 'step') : 'task'
  return refused(prepared, 'unknown_task', 'nobody was asked that: no such task is known here', path)
}

function isNamed(task: LedgerTask, { task: id, step, kind, rule, reply }: Resolved): boolean {
  if (id !== undefined) return task.id === id
  if (step !== undefined && (task.step !== step || (kind === undefined && !isOfStep(task.kind)))) return false
  return (
    (kind === undefined || task.kind === kind) &&
    (rule === undefined || task.rule === rule) &&
    (reply === undefined || task.reply === reply)
  )
}

/** The step's own task, where several were asked about the step; what was handed on to others closes with it. */
function narrowed(open: LedgerTask[], { step, kind }: Resolved): LedgerTask[] {
  if (step === undefined || kind !== undefined) return open
  const own = open.filter((task) => taskTraits(task.kind).isStep)
  return (own.length > 0 ? own : open).slice(-1)
}
