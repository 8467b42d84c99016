import type { Currency } from '../base/money.ts'
import { isSomewhere, liesIn } from '../base/region.ts'
import type { Strategy } from '../model/strategy.ts'

export interface Placed {
  creditor: string
  actor: string | null
  product: string | null
  currency: Currency
  /** Candidate residences; empty = unknown, `US-*` = guessed. */
  regions: readonly string[]
}

/** The first strategy by priority whose `applies` holds; an unknown actor, product or region meets only an absent condition. */
export function strategyFor(byPriority: readonly Strategy[], account: Placed): Strategy | null {
  return byPriority.find((strategy) => takes(strategy, account)) ?? null
}

export function byPriority(strategies: readonly Strategy[]): Strategy[] {
  return [...strategies].sort((a, b) => a.priority - b.priority || (a.strategy < b.strategy ? -1 : 1))
}

function takes({ applies }: Strategy, account: Placed): boolean {
  return (
    among(applies.creditor, account.creditor) &&
    among(applies.actor, account.actor) &&
    among(applies.product, account.product) &&
    (applies.currency === undefined || applies.currency === account.currency) &&
    (applies.region === undefined ||
      applies.region.some((region) => account.regions.some((residence) => livesIn(residence, region))))
  )
}

function among(wanted: readonly string[] | undefined, value: string | null): boolean {
  return wanted === undefined || (value !== null && wanted.includes(value))
}

/** A residence that is only guessed makes no strategy's case; it only adds law. */
function livesIn(residence: string, region: string): boolean {
  return !isSomewhere(residence) && liesIn(residence, region)
}
