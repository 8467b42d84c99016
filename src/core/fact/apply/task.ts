import { answersOf, asksToRead, closersOf, isOfStep, outlivesCase, taskFile } from '../../model/human-task.ts'
import type { Problem } from '../../base/problem.ts'
import { effectOf, isEngineWord, readAs, type TaskAnswer } from '../../model/task-word.ts'
import { applyReplyRead } from './reply.ts'
import { factsImplied } from '../task-answer.ts'
import type { Applied, Draft, Subject } from '../draft.ts'
import { refused, reviewSubject } from '../draft.ts'
import type { FactOf } from '../fact.ts'
import type { LedgerTask } from '../../model/ledger.ts'
import type { PreparedFact } from '../prepared.ts'
import { TEXT_CLEARED } from '../../wording/cleared.ts'

type Resolved = FactOf<'task.resolved'>

/** What a human answers to what the engine asked. The latest word counts, whichever comes first; it does the same through every door. */
export function applyTaskResolved(
  draft: Draft,
  subject: Subject,
  fact: Resolved,
  prepared: PreparedFact,
): Applied {
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
  const refusal = takeEffect(draft, subject, { task, answer: fact.answer, prepared })
  if (refusal !== 'taken') return refusal
  Object.assign(task, { answer: fact.answer, answeredAt: prepared.at, by: fact.agent ?? task.by })
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

/** What an answer does beside being known to whoever decides next. */
function takeEffect(
  draft: Draft,
  subject: Subject,
  { task, answer, prepared }: { task: LedgerTask; answer: TaskAnswer; prepared: PreparedFact },
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
  const implied = factsImplied(draft, { task, answer, at: prepared.at })
  draft.implied.push(...implied.map((one) => ({ ...prepared, ...one })))
  return 'taken'
}

/** The task by the engine's id; else the one that is open, else the one that was answered last. */
function taskNamed(
  draft: Draft,
  { person, account }: Subject,
  fact: Resolved,
  prepared: PreparedFact,
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
  const own = open.filter((task) => taskFile(task.kind).isStep)
  return (own.length > 0 ? own : open).slice(-1)
}
