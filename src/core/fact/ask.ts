import { HUMAN_TASK, type HumanTaskKind } from '../model/human-task.ts'
import type { AccountId } from '../base/id.ts'
import type { Draft, Subject } from './draft.ts'
import type { Telling } from './telling.ts'

/** One open task of a kind per person, or per account where it is about one: the words are the same each time, so that the store knows it again. History opens none, and is told what it would have opened. */
export function ask(
  draft: Draft,
  { person, account }: Subject,
  { kind, reason }: { kind: HumanTaskKind; reason: string },
  prepared: Pick<Telling, 'history'>,
): void {
  const { role } = HUMAN_TASK[kind]
  const id: AccountId | null = account?.id ?? null
  const { tasks, unasked } = draft.changes
  const list = prepared.history ? unasked : tasks
  if (list.some((task) => task.person === person.id && task.account === id && task.kind === kind)) return
  list.push({
    person: person.id,
    account: id,
    kind,
    reason,
    role: role ?? 'operations',
    due: draft.now,
    reply: null,
    sealed: null,
  })
}
