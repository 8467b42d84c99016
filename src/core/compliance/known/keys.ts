import { addDays, dayOf, type Instant, instantAt } from '../../base/time.ts'
import { olderAt } from '../time/duration.ts'
import { type LegalClock, zonesFor } from '../time/clock.ts'
import { type DeclaresKeys, type KeyFile, keyFileOf, type Source } from './key.ts'
import { knownKey } from './known-keys.ts'
import type { Evidence, Circumstances, PastContact, Question, Status } from '../../model/question.ts'
import { statusesOf, statusOfEvidence } from './statuses.ts'
import { contactFilter } from '../match/select.ts'

/** What a key means to the rules of a pack, made ready for judging. */
export interface KeyMeaning extends Omit<KeyFile, 'from'> {
  /** Dated facts that its source gives; null = it has none that a pack could say. */
  derive: ((question: Question, file: Circumstances) => readonly Evidence[]) | null
  /** Statuses of other names that are this one. */
  while: readonly string[]
  /** Whether one of those is. */
  counts: (status: Status, file: Circumstances) => boolean
}

/** The meaning of each key; a key that the pack does not declare means what the engine knows of it. */
export type Keys = (key: string) => KeyMeaning | null

/** What a rule of a pack goes by: a clock, and what the keys mean that it names. */
export interface Terms extends LegalClock {
  keys: Keys
}

/** One file says what its keys mean, whatever other packs there are. */
export function keysOf(pack: DeclaresKeys, clock: LegalClock): Keys {
  const known = new Map<string, KeyMeaning | null>()
  return (key) => {
    let meaning = known.get(key)
    if (meaning === undefined) {
      const declared = pack.keys && Object.hasOwn(pack.keys, key) ? pack.keys[key] : undefined
      const file = declared === undefined ? knownKey(key) : keyFileOf(declared)
      known.set(key, (meaning = file && meaningOf(key, withSource(key, file), clock)))
    }
    return meaning
  }
}

/** A pack that repeats a word of the engine says its class alone. */
function withSource(key: string, file: KeyFile): KeyFile {
  const from = file.from ?? (file.class === 'derived' ? knownKey(key)?.from : undefined)
  return from ? { ...file, from } : file
}

function meaningOf(key: string, { from, ...file }: KeyFile, clock: LegalClock): KeyMeaning {
  const found = from ? sourceOf(key, from, clock) : { derive: null }
  return { while: [], counts: () => true, ...file, ...found }
}

type Found = Pick<KeyMeaning, 'derive'> & Partial<Pick<KeyMeaning, 'while' | 'counts'>>

function sourceOf(key: string, source: Source, clock: LegalClock): Found {
  if ('contacts' in source) return { derive: contactsSource(key, source, clock) }
  if ('lifted' in source) {
    return {
      derive: (_question, file) =>
        named(source.lifted, file).flatMap((status) =>
          status.lifted === null ? [] : evidenceOf(key, status, status.lifted, null),
        ),
    }
  }
  const { begunWithin, after = [] } = source
  const counts = (status: Status, file: Circumstances): boolean =>
    !begunWithin || file.zones.some((zone) => isSoonAfter(status, file, { zone, begunWithin, after, clock }))
  return {
    while: source.while,
    counts,
    derive: (_question, file) =>
      named(source.while, file)
        .filter((status) => counts(status, file))
        .flatMap((status) => evidenceOf(key, status, status.at, endOf(status, file))),
  }
}

/** All statuses that a rule means by a name: its own, and those that the pack says it is found in. */
export function statusFinder(
  name: string,
  { keys }: Terms,
): (question: Question, file: Circumstances) => readonly Status[] {
  const meaning = keys(name)
  const derive = meaning?.derive
  if (!meaning || !derive) return (_question, file) => statusesOf(name, file)
  if (meaning.while.length === 0) {
    return (question, file) => [...statusesOf(name, file), ...derive(question, file).map(statusOfEvidence)]
  }
  return (_question, file) => [
    ...statusesOf(name, file),
    ...named(meaning.while, file).filter((status) => meaning.counts(status, file)),
  ]
}

function named(names: readonly string[], file: Circumstances): Status[] {
  return names.flatMap((name) => statusesOf(name, file))
}

/** The earliest that it may be over; what is found in it opens nothing any more. */
function endOf({ lifted, until }: Status, { zones }: Circumstances): Instant | null {
  const days = until === null ? [] : zones.map((zone) => instantAt(zone, addDays(until, 1)))
  const ends = [...days, ...(lifted === null ? [] : [lifted])]
  return ends.length > 0 ? Math.min(...ends) : null
}

function evidenceOf(key: string, status: Status, at: Instant, until: Instant | null): Evidence[] {
  const entry = { key, value: true, at, until, point: status.point }
  return status.accounts === null
    ? [{ ...entry, account: null }]
    : status.accounts.map((account) => ({ ...entry, account }))
}

interface Soon {
  zone: string
  begunWithin: NonNullable<Extract<Source, { while: string[] }>['begunWithin']>
  after: readonly string[]
  clock: LegalClock
}

/** Whether the status began soon after the evidence: the dates are counted from the one on which the evidence was recorded, and a status of that date is among them. */
function isSoonAfter(
  { at, accounts }: Status,
  { evidence }: Circumstances,
  { zone, begunWithin, after, clock }: Soon,
): boolean {
  return evidence.some(
    (entry) =>
      after.includes(entry.key) &&
      entry.value !== false &&
      (entry.account === null || accounts === null || accounts.includes(entry.account)) &&
      dayOf(zone, entry.at) <= dayOf(zone, at) &&
      at < olderAt(entry.at, begunWithin, zone, { calendar: clock.calendar, reading: 'longer' }),
  )
}

type ContactSource = Extract<Source, { contacts: object }>

/** The settled contacts of a kind with this person, about any of these accounts: dated by the latest, with their number. An open one proves nothing yet. */
function contactsSource(
  key: string,
  { contacts, samePoint, within }: ContactSource,
  clock: LegalClock,
): (question: Question, file: Circumstances) => readonly Evidence[] {
  const { direction, outcomes, ...selector } = contacts
  const isAlike = contactFilter(selector)
  const isMeant = (one: PastContact): boolean =>
    one.outcome !== 'pending' &&
    (direction === undefined || one.direction === direction) &&
    (outcomes === undefined || outcomes.includes(one.outcome)) &&
    isAlike(one)
  return (question, file) => {
    const isYoung = (one: PastContact): boolean =>
      !within ||
      zonesFor(clock, file).every(
        (zone) =>
          question.at < olderAt(one.at, within, zone, { calendar: clock.calendar, reading: 'sooner' }),
      )
    const found = file.history.filter(
      (one) =>
        one.at <= question.at && isMeant(one) && isOfSame(one, question, samePoint === true) && isYoung(one),
    )
    if (found.length === 0) return NONE
    const at = Math.max(...found.map((one) => one.at))
    return [{ key, value: found.length, at, until: null, account: null, point: null }]
  }
}
const NONE: readonly Evidence[] = []

function isOfSame(contact: PastContact, question: Question, samePoint: boolean): boolean {
  return (
    contact.person === question.person &&
    (contact.accounts.length === 0 ||
      question.accounts.length === 0 ||
      contact.accounts.some((account) => question.accounts.includes(account))) &&
    (!samePoint || (contact.point !== null && contact.point === question.point))
  )
}
