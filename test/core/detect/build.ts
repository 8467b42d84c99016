import type { AccountId, CaseId, PersonId } from '../../../src/core/base/id.ts'
import type { DueAccount, LastCase } from '../../../src/core/detect/detect.ts'
import type { LedgerAccount } from '../../../src/core/model/ledger.ts'
import { accountOf } from '../decide/build.ts'

/** An account as its ledger has it: 100.00 past due since 1 March 2026, told by a snapshot. */
export function ledgerAccountOf(given: Partial<LedgerAccount> = {}): LedgerAccount {
  const { received: _received, ...account } = accountOf()
  return {
    ...account,
    person: 1 as PersonId,
    zones: ['UTC'],
    feed: 'snapshot',
    apart: null,
    currencies: null,
    snapshotAt: null,
    staleFrom: null,
    credit: 0,
    bucket: 0,
    lookOn: null,
    curedAt: null,
    scoreAt: null,
    collectionAt: null,
    lineAt: null,
    lineFrom: null,
    lineDigest: null,
    lineMark: null,
    ...given,
  }
}

export function dueOf(
  account: Partial<LedgerAccount> = {},
  more: Partial<Omit<DueAccount, 'account'>> = {},
): DueAccount {
  return {
    account: ledgerAccountOf(account),
    regions: ['US-NY'],
    sets: null,
    lastCase: null,
    file: null,
    pays: null,
    ...more,
  }
}

export function lastCaseOf(given: Partial<LastCase> = {}): LastCase {
  return { id: 7 as CaseId, number: 1, open: false, closeReason: 'cured', lastAnchor: '2026-03-01', ...given }
}

export function idOf(id: number): AccountId {
  return id as AccountId
}
