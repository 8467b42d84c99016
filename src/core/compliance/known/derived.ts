import { OUTCOME_LEVEL, type Role } from '../../base/list.ts'
import type { Instant } from '../../base/time.ts'
import { type Channel, CHANNELS, kindOf } from '../../channel/channel.ts'
import { SAME_MEDIUM } from './known-keys.ts'
import type { Evidence, Key, Circumstances, PastContact, Question } from '../../model/question.ts'

/** Evidence that history itself gives. A contact that is still open counts against the debtor's protection never: it is a communication, but not a proof that somebody was spoken to. */

type Derive = (question: Question, file: Circumstances) => Evidence | null

export const DERIVED: Record<string, Derive> = {
  first_communication_pending: (question, file) =>
    isFirstCommunication(question, file) ? entry('first_communication_pending', true, question.at) : null,
  'debtor.spoken': (question, file) =>
    latest(
      'debtor.spoken',
      question,
      file,
      (one) => one.role === 'debtor' && spoken(one) && overlaps(one, question),
    ),
  'debtor.failed_contacts_in_row': (question, file) =>
    entry('debtor.failed_contacts_in_row', failedInRow(question, file), question.at),
  ...Object.fromEntries(CHANNELS.flatMap(inboundOn)),
  [SAME_MEDIUM]: (question, file) => {
    const asked = replyDueSince(question, file)
    return asked === null ? null : entry(SAME_MEDIUM, true, asked)
  },
  ...Object.fromEntries(CHANNELS.flatMap(homeTriedBy)),
}

/** Evidence that the debtor wrote from the number or address by a channel that counts as evidence. */
function inboundOn(channel: Channel): [string, Derive][] {
  const key = kindOf(channel).inboundEvidence
  if (key === undefined) return []
  const wrote = (question: Question) => (one: PastContact) =>
    inbound(one) && one.channel === channel && atPoint(one, question)
  return [[key, (question, file) => latest(key, question, file, wrote(question))]]
}

/** Evidence that somebody tried to find the debtor at home by a channel of which that counts as evidence. */
function homeTriedBy(channel: Channel): [string, Derive][] {
  const key = kindOf(channel).homeEvidence
  if (key === undefined) return []
  const tried = (one: PastContact) =>
    one.channel === channel && one.place === 'home' && one.direction === 'out' && settled(one)
  return [[key, (question, file) => latest(key, question, file, tried)]]
}

/** Nothing has yet reached this person, from this collector, about any of these accounts; what reached a third person did not reach the debtor. */
export function isFirstCommunication(question: Question, file: Circumstances): boolean {
  return !file.history.some((one) => reached(one, question))
}

/** Nothing is known to have told this person: a voice message may say nothing of the debt, somebody else may answer, and an open contact may fail. */
export function mayBeFirstCommunication(question: Question, file: Circumstances): boolean {
  return !file.history.some((one) => reached(one, question) && settled(one) && !isUnheard(one))
}

function reached(contact: PastContact, question: Question): boolean {
  return (
    contact.at <= question.at &&
    contact.person === question.person &&
    contact.collector === question.collector &&
    isThird(contact) === isThird(question) &&
    OUTCOME_LEVEL[contact.outcome] >= OUTCOME_LEVEL.delivered &&
    overlaps(contact, question)
  )
}

/** Attempts since the debtor was last reached in any way, when none of them is open. */
function failedInRow(question: Question, file: Circumstances): number {
  const past = byTime(question, file).filter((one) => one.role === 'debtor')
  let count = 0
  for (const one of past) {
    if (OUTCOME_LEVEL[one.outcome] >= OUTCOME_LEVEL.delivered || inbound(one)) return count
    count++
  }
  return count
}

/** The instant at which the debtor last wrote or called on this medium, if the question is about the answer to that; null = it is no such answer. */
export function replyDueSince(question: Question, file: Circumstances): Instant | null {
  if (question.purpose !== 'reply') return null
  const last = byTime(question, file).find((one) => one.channel === question.channel)
  return last !== undefined && inbound(last) ? last.at : null
}

/** The person's contacts up to now, the newest first; of two at once the outbound one first. */
function byTime(question: Question, file: Circumstances): PastContact[] {
  return file.history
    .filter((one) => one.person === question.person && one.at <= question.at)
    .sort(
      (a, b) => b.at - a.at || (a.direction === b.direction ? byLevel(a, b) : a.direction === 'out' ? -1 : 1),
    )
}

function byLevel(a: PastContact, b: PastContact): number {
  return OUTCOME_LEVEL[b.outcome] - OUTCOME_LEVEL[a.outcome]
}

function latest(
  key: string,
  question: Question,
  file: Circumstances,
  test: (contact: PastContact) => boolean,
): Evidence | null {
  const times = file.history
    .filter((one) => one.person === question.person && one.at <= question.at && test(one))
    .map((one) => one.at)
  return times.length > 0 ? entry(key, true, Math.max(...times)) : null
}

function entry(key: string, value: boolean | number, at: number): Evidence {
  return { key, value, at, until: null, account: null, point: null }
}

function overlaps(contact: PastContact, question: Question): boolean {
  return (
    contact.accounts.length === 0 ||
    question.accounts.length === 0 ||
    contact.accounts.some((account: Key) => question.accounts.includes(account))
  )
}

const inbound = (contact: PastContact) => contact.direction === 'in'
const settled = (contact: PastContact) => contact.outcome !== 'pending'
const isUnheard = ({ channel, outcome }: PastContact) =>
  isRecording(channel) || outcome === 'voicemail' || outcome === 'third'
/** A contact in person or by telephone; an answer in writing is not speech. */
const spoken = ({ channel, outcome }: PastContact) =>
  kindOf(channel).live && (outcome === 'conversation' || outcome === 'met')
/** A voice that nobody answers. */
const isRecording = (channel: Channel) => !kindOf(channel).written && !kindOf(channel).live
const atPoint = (contact: PastContact, question: Question) =>
  contact.point !== null && contact.point === question.point

/** Whether it is somebody who neither owes nor stands for the debtor. */
export function isThird({ role }: { role: Role }): boolean {
  return THIRD.has(role)
}

const THIRD: ReadonlySet<Role> = new Set<Role>(['third', 'household', 'employer'])
