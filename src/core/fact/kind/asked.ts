import { z } from 'zod'
import { HUMAN_TASK, HUMAN_TASK_KINDS } from '../../model/human-task.ts'
import { TASK_ANSWERS } from '../../model/task-word.ts'
import { applyReplyRead } from '../apply/reply.ts'
import { applyTaskResolved } from '../apply/task.ts'
import { name, nameOf } from '../field.ts'
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
  // It may mean a fact about the account, a dispute or a hold.
  needs: { holds: true, figures: true, answered: true, money: true, cases: true },
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
