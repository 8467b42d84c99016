import type { AccountId } from '../base/id.ts'
import { type Day, isoOf } from '../base/time.ts'
import type { LedgerPayment } from '../model/ledger-money.ts'
import { isForgiven, takesBack } from '../model/money-kind.ts'
import { paymentsOf, putPayment } from './apply/sets.ts'
import type { Draft } from './draft.ts'

/** What was forgiven stands no more once the page says something of what it was worked out from: the account is owed again until the next review, which works it out anew. */
export function unsettle(draft: Draft): void {
  const { changes, ledger } = draft
  const speaks = new Set(
    [...changes.settlements, ...changes.obligations, ...changes.payments].map(({ account }) => account),
  )
  for (const id of speaks) {
    const account = ledger.accounts.get(id)
    if (!account) continue
    for (const row of paymentsOf(draft, id).values())
      if (stands(row) && isSpokenOf(draft, id, isoOf(row.happenedAt).slice(0, 10)))
        putPayment(draft, account, { ...row, reversedAt: draft.now })
  }
}

function stands({ kind, amount, reversedAt }: LedgerPayment): boolean {
  return isForgiven(kind) && amount > 0 && reversedAt === null
}

/** Words on settlements, bills of what was settled, money of that time, and whatever was taken back. */
function isSpokenOf({ changes }: Draft, id: AccountId, on: Day): boolean {
  return (
    changes.settlements.some(({ account }) => account === id) ||
    changes.obligations.some(({ account, dueOn }) => account === id && dueOn < on) ||
    changes.payments.some((row) => {
      if (row.account !== id || isForgiven(row.kind)) return false
      return row.reversedAt !== null || takesBack(row.kind) || isoOf(row.happenedAt).slice(0, 10) <= on
    })
  )
}
