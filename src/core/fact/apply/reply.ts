import { answerWith, asksToRead } from '../../model/human-task.ts'
import { isOptOut, type Reading } from '../../model/task-word.ts'
import type { NumberId, PersonId, PointId } from '../../base/id.ts'
import { putHold } from './hold.ts'
import type { FactTask } from '../../model/ledger-changes.ts'
import type { Applied, Draft, Subject } from '../draft.ts'
import { refused } from '../draft.ts'
import type { Telling } from '../telling.ts'

interface Written {
  number: NumberId
  point: PointId | null
}

/** A message from the debtor that a human must read. What may be an opt-out holds the number that it came from as one would, until a human has read it: a day without a text harms nobody, a text after a no does. A wish for texts lifts nothing: whoever holds the phone may not be who opted out. */
export function takeReply(draft: Draft, subject: Subject, from: Written | null, prepared: Telling): void {
  const person: Subject = { person: subject.person, account: null }
  const where = { number: from?.number ?? null, point: from?.point ?? null, channel: null }
  const { reply, key, at } = prepared
  if (reply === 'unclear')
    putHold(draft, person, { kind: 'optout', externalId: unread(key), on: true, ...where }, at)
  if (reply !== 'unclear' && reply !== 'optin') return
  const { tasks, unasked } = draft.changes
  ;(prepared.history ? unasked : tasks).push({
    person: person.person.id,
    account: subject.account?.id ?? null,
    ...ASKED_TO_READ[reply],
    // Messages are told apart by a digest: a key is the sender's, and may say anything.
    reason: `${ASKED_TO_READ[reply].reason} (message ${prepared.digest.slice(0, 8)})`,
    role: 'compliance',
    due: draft.now,
    reply: key,
    sealed: null,
  })
}

export const ASKED_TO_READ: Record<'unclear' | 'optin', Pick<FactTask, 'kind' | 'reason'>> = {
  unclear: {
    kind: 'read_reply',
    reason: 'it may ask to be left alone, and counts as that: read it, and resolve with optout or other',
  },
  optin: {
    kind: 'opt_in',
    reason: 'it asks to be contacted again: if that is the debtor, record optout.withdrawn',
  },
}

/** What held while the message was unread is lifted; a message that is read as an opt-out holds from its own instant on. */
export function applyReplyRead(
  draft: Draft,
  { person }: Subject,
  { reply, meaning }: { reply: string; meaning: Reading },
  prepared: Telling,
): Applied {
  const held = [...draft.ledger.holds.values()].find(
    (hold) => hold.person === person.id && hold.kind === 'optout' && hold.externalId === unread(reply),
  )
  if (!held) return refused(prepared, 'unknown_reply', 'no message of that key waits to be read', 'reply')
  const { number, point, channel, from } = held
  const subject: Subject = { person, account: null }
  const where = { number, point, channel }
  if (isOptOut(meaning)) {
    putHold(draft, subject, { kind: 'optout', externalId: 'optout', on: true, ...where }, from)
  }
  // The clock of the message's source may run ahead of ours.
  const readAt = Math.max(prepared.at, from)
  putHold(draft, subject, { kind: 'optout', externalId: held.externalId, on: false, ...where }, readAt)
  answerReading(draft, person.id, reply, meaning, prepared.at)
  return 'taken'
}

/** The task that asked to read the message is answered with it. */
export function answerReading(
  draft: Draft,
  person: PersonId,
  reply: string,
  meaning: Reading,
  at: number,
): void {
  const task = draft.ledger.tasks.find(
    (one) => one.person === person && asksToRead(one.kind) && one.reply === reply && one.answeredAt === null,
  )
  if (!task) return
  const answer = answerWith(task.kind, ({ reads }) => reads === meaning)
  Object.assign(task, { answer, answeredAt: at })
  draft.changes.answered.add(task)
}

/** What a hold is called while its message is unread. */
export function unread(key: string): string {
  return `reply:${key}`
}
