import type { Instant } from '../../base/time.ts'
import { isoOf } from '../../base/time.ts'
import { promiseKey } from '../../model/ledger.ts'
import { isForgiven } from '../../model/money-kind.ts'
import { type GrantWord, type LedgerSettlement, settlementTraits } from '../../model/settlement.ts'
import { grantOf } from '../../settlement/terms.ts'
import type { Problem } from '../../base/problem.ts'
import { type Applied, type Draft, type OnAccount, raiseAccount, refused } from '../draft.ts'
import type { Telling } from '../telling.ts'

/** What a fact says of a settlement; what it does not say stays as it is known. */
type Said = Partial<Omit<LedgerSettlement, 'person' | 'account' | 'externalId'>>

export function settlementKnown(
  draft: Draft,
  { account }: OnAccount,
  name: string,
): LedgerSettlement | undefined {
  return draft.ledger.settlements.get(promiseKey(account.id, name))
}

/** The words on a settlement come in any order. */
export function putSettlement(
  draft: Draft,
  subject: OnAccount,
  { name, at, said }: { name: string; at: Instant; said: Said },
): void {
  const { person, account } = subject
  const row: LedgerSettlement = {
    person: person.id,
    account: account.id,
    externalId: name,
    offeredAt: null,
    amount: 0,
    discount: null,
    until: isoOf(at).slice(0, 10),
    payBy: null,
    rates: null,
    by: null,
    toldBy: null,
    grants: [],
    acceptedAt: null,
    declinedAt: null,
    withdrawnAt: null,
    told: null,
    toldPaid: null,
    ...settlementKnown(draft, subject, name),
    ...said,
  }
  const known = settlementKnown(draft, subject, name)
  draft.ledger.settlements.set(promiseKey(account.id, name), row)
  draft.changes.settlements.push(row)
  if (!isIdle(known, row) && !isAfterAll(draft, row)) draft.unsettled.add(account.id)
}

type WordOf = 'declinedAt' | 'withdrawnAt'
const LATER_WORDS: readonly WordOf[] = ['declinedAt', 'withdrawnAt']

/** What is said of a settlement that was paid, and after it had come into force, changes nothing of it. */
function isIdle(known: LedgerSettlement | undefined, row: LedgerSettlement): boolean {
  if (known === undefined || known.told === null || !settlementTraits(known.told).paid) return false
  const inForce = Math.max(known.acceptedAt ?? Infinity, grantOf(known)?.at ?? -Infinity)
  const isLater = (at: Instant | null) => at !== null && at > inForce
  const grants = row.grants.filter((word) => !known.grants.some((one) => isSameWord(one, word)))
  return (
    isSameOffer(known, row) &&
    known.offeredAt === row.offeredAt &&
    known.acceptedAt === row.acceptedAt &&
    LATER_WORDS.every((word) => known[word] === row[word] || isLater(row[word])) &&
    grants.every(({ at }) => isLater(at))
  )
}

/** What was forgiven under the words as they were is worked out anew by the next review. */
export function settle(
  draft: Draft,
  subject: OnAccount,
  { name, said }: { name: string; said: Said },
  { at }: Telling,
): Applied {
  putSettlement(draft, subject, { name, at, said })
  draft.accounts.add(subject.account)
  draft.outdated.add(subject.account.id)
  raiseAccount(draft, subject.account.id)
  return 'taken'
}

/** Nor does one of which nothing was said until all money of the account was known, and what another one forgave. */
function isAfterAll(draft: Draft, row: LedgerSettlement): boolean {
  const { offeredAt, acceptedAt, declinedAt, withdrawnAt, grants, externalId } = row
  const said = [offeredAt, acceptedAt, declinedAt, withdrawnAt, ...grants.map(({ at }) => at)]
  const first = Math.min(...said.filter((at) => at !== null))
  const rows = [...(draft.ledger.payments.get(row.account)?.values() ?? [])]
  return rows.every(
    (one) => one.recordedAt < first && !(isForgiven(one.kind) && one.externalId === externalId),
  )
}

function isSameWord(one: GrantWord, other: GrantWord): boolean {
  return one.by === other.by && one.at === other.at && one.grants === other.grants
}

type Terms = Pick<LedgerSettlement, 'amount' | 'discount' | 'until' | 'payBy' | 'rates'>

/** Whether an offer that is known is told once more, of whichever instant and by whomever. */
export function isSameOffer(known: Terms, told: Terms): boolean {
  return (
    known.amount === told.amount &&
    known.discount === told.discount &&
    known.until === told.until &&
    known.payBy === told.payBy &&
    isSameRates(known.rates, told.rates)
  )
}

function isSameRates(a: LedgerSettlement['rates'], b: LedgerSettlement['rates']): boolean {
  if (a === null || b === null) return a === b
  return a.number === b.number && a.first === b.first && a.every === b.every
}

/** Whether somebody of that name proposed it, or told it. */
export function isOwn({ by, toldBy }: LedgerSettlement, name: string): boolean {
  return by === name || toldBy === name
}

export function ownRequest(prepared: Telling, path: string): Problem {
  const message = 'whoever proposed a settlement does not grant it'
  return refused(prepared, 'own_request', message, path)
}
