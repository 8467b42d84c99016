import { putHold } from './apply/hold.ts'
import { answerReading, unread } from './apply/reply.ts'
import { isOptOut } from '../model/task-word.ts'
import type { Applied, Draft, Subject } from './draft.ts'
import { raiseNumber, refused } from './draft.ts'
import type { FactOf } from './fact.ts'
import { accountIn, debtorIn, FACT } from './fact.ts'
import type { FactKind } from './kind/kind.ts'
import { isMessageFrom } from './message.ts'
import type { LedgerHold, LedgerPerson } from '../model/ledger.ts'
import { holdKey, NOBODY, ZONES_FROM } from '../model/ledger.ts'
import { pointNamed } from './named-point.ts'
import { numberOf, pointOf } from './person.ts'
import type { PreparedFact } from './prepared.ts'
import { suppressed } from './reading.ts'
import { askForNumber, UNREAD } from './unread-number.ts'

/** Nobody who is known: their holds are of numbers, and bind whoever has or later gets them. */
const nobody: LedgerPerson = {
  id: NOBODY,
  externalId: '',
  household: null,
  locale: 'en',
  regions: [],
  zones: [],
  zonesFrom: ZONES_FROM.nothing,
  closed: [],
  closedAt: null,
  name: null,
  erased: false,
}

/** An opt-out, or what may be one, of a number that the fact names by its value; or a message of which nobody says whose it is. */
export function isOfNumber(prepared: PreparedFact): boolean {
  return prepared.named !== null && (holdsNumber(prepared) || isFromNobody(prepared))
}

function holdsNumber(prepared: PreparedFact): boolean {
  const kind: FactKind = FACT[prepared.fact.type]
  return kind.isOfNumber?.(prepared) ?? false
}

/** Whoever has the number is not known. A message that names an account or a debtor which is not there is the sender's mistake. */
function isFromNobody({ fact, reply }: PreparedFact): boolean {
  return (
    reply !== null && isMessageFrom(fact) && accountIn(fact) === undefined && debtorIn(fact) === undefined
  )
}

/** A number that nobody is known to have is held all the same, for everybody who may mean it by what was written. */
export function applyToNumber(draft: Draft, prepared: PreparedFact, otherwise: () => Applied): Applied {
  const { fact, named, reply } = prepared
  if (fact.type === 'reply.read') return readOfNobody(draft, fact, prepared)
  if (named === null || !isOfNumber(prepared)) return otherwise()
  const kept =
    named.kind === 'address' || !holdsNumber(prepared) ? new Map<string, null>() : suppressed(named.readings)
  const asks = reply === 'unclear' || (kept.size === 0 && fact.type !== 'optout.withdrawn')
  const isRead = reply === 'unclear' && (kept.size > 0 || !isFromNobody(prepared))
  const externalId = reply === 'unclear' ? unread(prepared.key) : heldName(prepared)
  const channel = 'channel' in fact && fact.type !== 'contact.recorded' ? (fact.channel ?? null) : null
  for (const [hash, countries] of kept) {
    const number = numberOf(draft, hash)
    const word = { kind: 'optout', externalId, number, channel, countries } as const
    holdNumber(draft, { ...word, on: fact.type !== 'optout.withdrawn' }, prepared.at)
    raiseNumber(draft, number)
  }
  if (isRead) askForNumber(draft, null, prepared, UNREAD.message)
  else if (isFromNobody(prepared)) askForNumber(draft, null, prepared, UNREAD.sender)
  else if (asks) askForNumber(draft, null, prepared, UNREAD.number)
  return 'taken'
}

/** What somebody who has the number takes back, nobody else may hold against them: an opt-out that named the number alone ends with it, told before or after. */
export function withdrawForNobody(draft: Draft, subject: Subject, prepared: PreparedFact): void {
  const { fact, at } = prepared
  if (fact.type !== 'optout.withdrawn') return
  const ref = pointNamed(draft, subject, fact, prepared)
  if (ref === null || ref === 'unknown') return
  const word = { kind: 'optout', on: false, number: ref.number, channel: fact.channel ?? null } as const
  const names = new Map<string, LedgerHold | null>([['optout', null]])
  for (const hold of draft.ledger.holds.values())
    if (hold.person === NOBODY && hold.number === word.number && hold.channel === word.channel)
      if (hold.externalId.startsWith('optout')) names.set(hold.externalId, hold)
  for (const [externalId, known] of names)
    putHold(
      draft,
      { person: nobody, account: null },
      { ...word, externalId, countries: known?.countries ?? null },
      at,
    )
}

/** The person takes over holds that were nobody's: what was said of this account or debtor before it was known, and of the numbers only what the person may mean by them. */
export function claimHeld(draft: Draft, person: LedgerPerson, about: string): void {
  for (const [key, hold] of draft.ledger.holds) {
    if (hold.person !== NOBODY || hold.externalId !== `optout ${about}` || hold.number === null) continue
    if (bindsPerson(hold, person)) takeOver(draft, person, hold, hold.number)
    // The old row would outlast the person's own withdrawal if it were left as it is.
    const released = { ...hold, placed: true, lifted: hold.from }
    draft.ledger.holds.set(key, released)
    draft.changes.holds.push(released)
  }
}

/** What a hold is called that waits for an account or a debtor to be known. */
export function heldNames(account: string | undefined, debtor: string | undefined): string[] {
  return [
    ...(account === undefined ? [] : [`optout account:${account}`]),
    ...(debtor === undefined ? [] : [`optout debtor:${debtor}`]),
  ]
}

function heldName({ fact }: PreparedFact): string {
  const debtor = debtorIn(fact)
  const account = accountIn(fact)
  return heldNames(account, account === undefined ? debtor : undefined)[0] ?? 'optout'
}

function bindsPerson({ countries }: LedgerHold, { regions }: LedgerPerson): boolean {
  if (countries == null || regions.length === 0) return true
  return regions.some((region) => countries.includes(region.slice(0, 2)))
}

type NumberWord = Parameters<typeof putHold>[2] & { number: NonNullable<LedgerHold['number']> }

function holdNumber(draft: Draft, word: NumberWord & { channel: LedgerHold['channel'] }, at: number): void {
  const subject: Subject = { person: nobody, account: null }
  const key = holdKey({ ...word, person: NOBODY, account: null })
  const known = draft.ledger.holds.get(key)
  const fresh = word.countries ?? null
  const all = known && known.countries != null && fresh !== null ? [...known.countries, ...fresh] : null
  const countries = known?.placed ? all && [...new Set(all)].sort() : fresh
  putHold(draft, subject, { ...word, countries }, at)
  const hold = draft.ledger.holds.get(key)
  if (!hold) return
  const bound = { ...hold, countries }
  draft.ledger.holds.set(key, bound)
  draft.changes.holds.push(bound)
}

function takeOver(
  draft: Draft,
  person: LedgerPerson,
  { from, lifted, placed, channel }: LedgerHold,
  number: NonNullable<LedgerHold['number']>,
): void {
  const point = pointOf(draft, person, { number })?.id ?? null
  const word = { kind: 'optout', externalId: 'optout', number, point, channel } as const
  if (placed) putHold(draft, { person, account: null }, { ...word, on: true }, from)
  if (lifted !== null) putHold(draft, { person, account: null }, { ...word, on: false }, lifted)
}

/** What a human understood of a message from a number of nobody who is known. */
function readOfNobody(
  draft: Draft,
  { reply, meaning }: FactOf<'reply.read'>,
  prepared: PreparedFact,
): Applied {
  const held = [...draft.ledger.holds.values()].filter(
    (hold) => hold.person === NOBODY && hold.externalId === unread(reply),
  )
  if (held.length === 0)
    return refused(prepared, 'unknown_reply', 'no message of that key waits to be read', 'reply')
  for (const { number, channel, countries, from } of held) {
    if (number === null) continue
    const word = { kind: 'optout', number, channel, countries: countries ?? null } as const
    if (isOptOut(meaning)) holdNumber(draft, { ...word, externalId: 'optout', on: true }, from)
    const readAt = Math.max(prepared.at, from)
    holdNumber(draft, { ...word, externalId: unread(reply), on: false }, readAt)
  }
  answerReading(draft, NOBODY, reply, meaning, prepared.at)
  return 'taken'
}
