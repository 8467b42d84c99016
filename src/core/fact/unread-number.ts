import { kindOf } from '../channel/channel.ts'
import { putHold } from './apply/hold.ts'
import { ASKED_TO_READ, unread } from './apply/reply.ts'
import type { FactTask } from '../model/ledger-changes.ts'
import { taskTraits } from '../model/human-task.ts'
import type { Applied, Draft, Subject } from './draft.ts'
import { NOBODY } from '../model/ledger.ts'
import { meantBy, pointOf } from './person.ts'
import type { PreparedFact } from './prepared.ts'

/** A fact whose number nobody can read is not refused: a human reads it, and until then what protects the debtor holds for everything that may be meant. */
export function applyReadable(
  draft: Draft,
  subject: Subject,
  prepared: PreparedFact,
  dispatch: (prepared: PreparedFact) => Applied,
): Applied {
  if (isReadable(draft, subject, prepared)) return dispatch(prepared)
  const { fact } = prepared
  const everything = { ...prepared, named: null, pointHash: null }
  const counts = fact.type === 'contact.recorded' || fact.type === 'consent.revoked'
  const applied = counts ? dispatch(everything) : 'taken'
  if (applied !== 'taken') return applied
  if (fact.type === 'optout.received') {
    const person: Subject = { person: subject.person, account: null }
    const externalId = unread(prepared.key)
    putHold(
      draft,
      person,
      { kind: 'optout', externalId, on: true, channel: fact.channel ?? null },
      prepared.at,
    )
  }
  askForNumber(draft, subject, prepared, fact.type === 'optout.received' ? UNREAD.optout : UNREAD.number)
  return 'taken'
}

/** What is asked of a message, of an opt-out and of another fact whose number cannot be read. */
export const UNREAD = {
  message: ASKED_TO_READ.unclear,
  optout: {
    kind: 'unread_optout',
    reason:
      'an opt-out names a number that cannot be read, and holds the whole person: record the right number and resolve with recorded, or with everything',
  },
  number: {
    kind: 'unread_number',
    reason: 'a fact names a number that cannot be read: record it with the right one, if it is of anybody',
  },
  sender: {
    kind: 'unknown_sender',
    reason:
      'a message came from a number or address that nobody is known to have: claim it to read both, and match it to its debtor, or resolve with nobody',
  },
} satisfies Record<string, Pick<FactTask, 'kind' | 'reason'>>

/** The value itself goes sealed. */
export function askForNumber(
  draft: Draft,
  subject: Subject | null,
  { fact, key, named, digest, text, history }: PreparedFact,
  asked: Pick<FactTask, 'kind' | 'reason'>,
): void {
  const person = subject?.person.id ?? NOBODY
  // A message that was stored brings its own text.
  const isMessage = asked === UNREAD.sender || (asked === UNREAD.message && text !== null)
  const isAsked = named && !history && (!isMessage || subject === null)
  const value = isAsked ? draft.ledger.ids.sealed() : null
  if (named && value !== null) draft.changes.sealed.push({ ...named.raw, id: value, person })
  const { tasks, unasked } = draft.changes
  ;(history ? unasked : tasks).push({
    person,
    account: subject?.account?.id ?? null,
    kind: asked.kind,
    // Tasks are told apart by a digest: a key is the sender's, and may say anything.
    reason: `${asked.reason} (${fact.type} ${digest.slice(0, 8)})`,
    role: taskTraits(asked.kind).role ?? 'compliance',
    due: draft.now,
    reply: key,
    sealed: isMessage ? null : value,
    ...(isMessage && value !== null && { sender: value }),
  })
}

/** An address is anything: it is one where a place is meant, or where the debtor has it. */
function isReadable(draft: Draft, { person }: Subject, { fact, named }: PreparedFact): boolean {
  if (named === null) return true
  const reading = meantBy(draft, person, named.readings)
  if (!reading) return false
  if (named.kind !== 'address') return true
  if ('channel' in fact && fact.channel !== undefined && kindOf(fact.channel).points.includes(named.kind))
    return true
  const number = draft.ledger.numbers.get(reading.hash)
  return number !== undefined && pointOf(draft, person, { number }) !== undefined
}
