import { formatAmount, type Minor } from '../base/money.ts'
import { addDays, type Day, type Instant, lastDayOf, type Zone } from '../base/time.ts'
import type { Dossier, DossierPromise } from '../model/dossier.ts'
import type { PromiseStatus } from '../model/promise.ts'
import type { PromiseTypes } from '../model/promise-type.ts'
import type { InForce } from '../model/settlement.ts'
import { byDue, type Filling, fillAll } from './filling.ts'
import { type AccountMoney, moneyUntil, owedWhen } from './money-of.ts'
import { meantThen, roundedSince } from './then.ts'
import {
  enoughOf,
  graceOf,
  isTaken,
  latestDay,
  leastOf,
  mostBrokenOf,
  mostOpenOf,
  offeredTypes,
  type PromiseTerms,
  termsOf,
} from './terms.ts'

export interface PromiseState {
  promise: DossierPromise
  status: PromiseStatus
  terms: PromiseTerms
  /** The local day on which it was made. */
  madeOn: Day
  /** The last local day of its grace. */
  lastDay: Day
  /** The day on which enough of the promised money was there. */
  keptOn: Day | null
  /** How much of it has come. */
  paid: Minor
  /** The instant at which another one took its place. */
  supersededAt: Instant | null
  /** The limits that it is beyond, in words. */
  beyond: readonly string[]
}

/** Everything by which the promises of one account are judged. */
export interface PromiseFile extends AccountMoney {
  /** Every account's. */
  promises: readonly DossierPromise[]
  zones: readonly Zone[]
  now: Instant
  /** What the file of the strategy says; absent = nothing. */
  types?: PromiseTypes | undefined
  /** Settlements and plans of whichever account, each of which ends what was promised on its account before. */
  inForce?: readonly InForce[] | undefined
}

/** The answer is the file of an account that was loaded with its person. */
export function promiseFileOf<Account extends PromiseFile['account']>(
  { promises, billed, settled, rested, shown, person: { zones } }: Dossier,
  account: Account,
  now: Instant,
): Omit<PromiseFile, 'types' | 'inForce'> & { account: Account } {
  return { account, promises, billed, settled, rested, shown, zones, now }
}

/** What became of the promises on an account, from what is known now and nothing else: money that came after a promise was made fills the one that falls due first, and is spent once. The answer is in the order in which they fall due. */
export function promiseStates(file: PromiseFile): PromiseState[] {
  const own = file.promises.filter((one) => one.account === file.account.id && isMade(one))
  if (own.length === 0) return []
  const today = lastDayOf(file.zones, file.now)
  const judged = judgeLimits(file, own)
  const taken = judged.filter(({ word }) => word === 'taken')
  refill(file, taken, { now: file.now, today })
  return judged.sort((a, b) => byDue(a.filling, b.filling)).map((one) => stateOf(one, today))
}

/** Words on a promise may be known before the promise is. */
function isMade({ amount }: DossierPromise): boolean {
  return amount > 0
}

interface Judged {
  promise: DossierPromise
  terms: PromiseTerms
  word: 'taken' | 'asked' | 'refused' | 'cancelled'
  filling: Filling
  supersededAt: Instant | null
  beyond: string[]
}

/** The promises are judged in the order in which they were made: each is measured by what was promised before it and had become of that by then. */
function judgeLimits(file: PromiseFile, own: readonly DossierPromise[]): Judged[] {
  const judged: Judged[] = []
  for (const promise of [...own].sort(byMaking)) {
    const one = judgedOf(file, promise)
    overtake(file, judged, promise.madeAt)
    const before = judged.filter(({ word }) => word === 'taken')
    const { madeAt, madeOn } = one.filling
    if (before.length > 0) refill(file, before, { now: madeAt, today: madeOn })
    const open = before.filter((other) => isOpen(other, madeOn))
    const replaced = open.find((other) => other.promise.externalId === promise.replaces)
    one.word = wordOf(file, one, {
      open: open.length - (replaced ? 1 : 0),
      broken: before.filter((other) => isBroken(other, madeOn)).length,
    })
    if (replaced && one.word === 'taken') {
      replaced.supersededAt = madeAt
      replaced.filling.until = madeAt
    }
    judged.push(one)
  }
  overtake(file, judged, Infinity)
  return judged
}

/** What is open when a settlement or a plan comes into force ends with it: the money is of that from then on, and counts once. */
function overtake(file: PromiseFile, judged: readonly Judged[], by: Instant): void {
  const own = (file.inForce ?? []).filter(({ account, since }) => account === file.account.id && since <= by)
  for (const since of own.map((one) => one.since).sort((a, b) => a - b)) {
    const before = judged.filter(({ word, filling }) => word === 'taken' && filling.madeAt < since)
    const today = lastDayOf(file.zones, since)
    refill(file, before, { now: since, today })
    for (const one of before.filter((other) => isOpen(other, today))) {
      one.supersededAt = since
      one.filling.until = since
    }
  }
}

function judgedOf({ types, zones }: PromiseFile, promise: DossierPromise): Judged {
  const { madeAt, by, amount } = promise
  const terms = termsOf(types, promise.kind)
  const filling: Filling = {
    madeAt,
    madeOn: lastDayOf(zones, madeAt),
    dueOn: by,
    lastDay: addDays(by, graceOf(terms, promise.graceDays)),
    amount,
    enough: enoughOf(terms, amount),
    until: Infinity,
    paid: 0,
    keptOn: null,
  }
  return { promise, terms, word: 'taken', filling, supersededAt: null, beyond: [] }
}

interface Before {
  open: number
  broken: number
}

function wordOf(file: PromiseFile, one: Judged, before: Before): Judged['word'] {
  const { promise } = one
  if (promise.cancelled && isInTime(file, one, promise.cancelledAt)) return 'cancelled'
  one.beyond = beyondOf(file, one, before)
  const { length: beyond } = one.beyond
  if (promise.accepted === false && (beyond > 0 || isInTime(file, one, promise.decidedAt))) return 'refused'
  return promise.accepted || one.beyond.length === 0 ? 'taken' : 'asked'
}

/** What was kept or broken stays so, whatever is said of it later. */
function isInTime({ zones }: PromiseFile, { filling }: Judged, at: Instant | null): boolean {
  return at === null || lastDayOf(zones, at) <= filling.lastDay
}

/** The limits of its type that it is beyond. */
function beyondOf(
  file: PromiseFile,
  { promise, terms, filling }: Judged,
  { open, broken }: Before,
): string[] {
  const { currency } = file.account
  const { madeAt } = filling
  const latest = latestDay(terms, filling.madeOn)
  const owed = owedWhen(file, file.zones, filling)
  const least = leastOf(terms, owed, (text) => meantThen(file.account, text, madeAt))
  const found: string[] = []
  if (!isTaken(file.types, promise.kind)) {
    const names = offeredTypes(file.types).map(({ kind }) => kind)
    found.push(`of one of these types: ${names.join(', ')}`)
  }
  if (promise.by > latest) found.push(`by ${latest} at the latest`)
  if (promise.amount < least - roundedSince(file, madeAt, 1))
    found.push(`at least ${formatAmount(least, currency)}`)
  if (open >= mostOpenOf(terms)) found.push(`${mostOpenOf(terms)} open at most`)
  if (broken >= mostBrokenOf(terms)) found.push(`none after ${mostBrokenOf(terms)} that were not kept`)
  return found
}

/** They are filled anew by what was known at that instant and had come by that day. */
function refill(
  file: PromiseFile,
  judged: readonly Judged[],
  { now, today }: { now: Instant; today: Day },
): void {
  for (const { filling } of judged) Object.assign(filling, { paid: 0, keptOn: null })
  const known = moneyUntil(file, file.zones, today).filter(({ recordedAt }) => recordedAt <= now)
  fillAll(
    judged.map(({ filling }) => filling),
    known,
  )
}

function isOpen({ filling, supersededAt }: Judged, day: Day): boolean {
  return supersededAt === null && filling.keptOn === null && day <= filling.lastDay
}

function isBroken({ filling, supersededAt }: Judged, day: Day): boolean {
  return supersededAt === null && filling.keptOn === null && day > filling.lastDay
}

function stateOf(one: Judged, today: Day): PromiseState {
  const { promise, terms, filling, supersededAt, beyond } = one
  const { madeOn, lastDay, keptOn, paid } = filling
  return { promise, status: statusOf(one, today), terms, madeOn, lastDay, keptOn, paid, supersededAt, beyond }
}

function statusOf({ word, filling, supersededAt }: Judged, today: Day): PromiseStatus {
  const isOver = today > filling.lastDay
  switch (word) {
    case 'cancelled':
    case 'refused':
      return word
    case 'asked':
      return isOver ? 'expired' : 'asked'
    case 'taken':
      if (supersededAt !== null) return 'superseded'
      if (filling.keptOn !== null) return 'kept'
      if (!isOver) return 'open'
      return filling.paid > 0 ? 'partly_kept' : 'broken'
  }
}

/** Ties end the same in whatever order they are told. */
function byMaking(a: DossierPromise, b: DossierPromise): number {
  if (a.madeAt !== b.madeAt) return a.madeAt - b.madeAt
  if (a.externalId !== b.externalId) return a.externalId < b.externalId ? -1 : 1
  return a.amount - b.amount || (a.by < b.by ? -1 : a.by > b.by ? 1 : 0)
}
