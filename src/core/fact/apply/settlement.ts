import type { Instant } from '../../base/time.ts'
import { isoOf } from '../../base/time.ts'
import { promiseKey } from '../../model/ledger.ts'
import type { LedgerSettlement } from '../../model/settlement.ts'
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
  draft.ledger.settlements.set(promiseKey(account.id, name), row)
  draft.changes.settlements.push(row)
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

type Terms = Pick<LedgerSettlement, 'amount' | 'discount' | 'until' | 'payBy' | 'rates' | 'by' | 'offeredAt'>

/** Whether an offer that is known is told once more. */
export function isSameOffer(known: Terms, told: Terms): boolean {
  return (
    known.amount === told.amount &&
    known.discount === told.discount &&
    known.until === told.until &&
    known.payBy === told.payBy &&
    isSameRates(known.rates, told.rates) &&
    known.by === told.by &&
    known.offeredAt === told.offeredAt
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
  return { ...refused(prepared, 'own_request', message, path), suggestion: 'somebody else says so' }
}
