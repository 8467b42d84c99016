import type { Instant } from '../base/time.ts'
import { isoOf } from '../base/time.ts'
import type { EngineFact } from '../model/decision.ts'
import type { LedgerChanges } from '../model/ledger-changes.ts'
import type { LedgerAccount, LedgerHold } from '../model/ledger.ts'
import type { Stale } from './age.ts'

/** What a review of stale, or again fresh, figures changes. */
export interface StaleTurn {
  hold: LedgerHold
  fact: EngineFact
}

/** The engine's own hold: the first review that finds the figures stale puts it on, the first that does not takes it off. The account changes in place; null = it is as it was. */
export function turnStale(account: LedgerAccount, stale: Stale | null, now: Instant): StaleTurn | null {
  if ((stale === null) === (account.staleFrom === null)) return null
  const from = account.staleFrom ?? now
  account.staleFrom = stale === null ? null : now
  return {
    hold: holdFrom(account, from, stale === null ? now : null),
    fact: {
      person: account.person,
      account: account.id,
      case: null,
      type: stale === null ? 'account.figures_fresh' : 'account.figures_stale',
      at: now,
      body: stale === null ? {} : { asOf: stale.asOf, staleAfter: stale.after, who: stale.who },
    },
  }
}

/** What was planned on stale figures is void; an account with fresh figures again is only reviewed. */
export function affectedByTurns(
  turns: readonly (StaleTurn & { account: LedgerAccount })[],
): Pick<LedgerChanges, 'raised' | 'reviewed' | 'touched'> {
  const of = (lifted: boolean) =>
    new Set(turns.filter(({ hold }) => (hold.lifted !== null) === lifted).map(({ account }) => account.id))
  return {
    raised: { persons: new Set(), accounts: of(false) },
    reviewed: { persons: new Set(), accounts: of(true) },
    touched: new Set(turns.map(({ account }) => account.person)),
  }
}

/** One for each time: a day inside an earlier one stays passed. */
function holdFrom(account: LedgerAccount, from: Instant, lifted: Instant | null): LedgerHold {
  return {
    person: account.person,
    kind: 'hold',
    externalId: `feed_stale/${isoOf(from)}`,
    reason: 'feed_stale',
    account: account.id,
    point: null,
    number: null,
    channel: null,
    obligation: null,
    from,
    until: null,
    lifted,
    outcome: null,
    upheldAt: null,
    placed: true,
  }
}
