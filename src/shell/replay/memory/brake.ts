import type { BrakeSpan } from '../../../core/base/brake.ts'
import type { Brake } from '../../../core/deliver/brake.ts'
import type { LedgerChanges } from '../../../core/model/ledger-changes.ts'
import type { KnownScopes, LedgerBrake } from '../../../core/model/ledger.ts'
import type { LedgerNeeds } from '../../../core/fact/needs.ts'
import type { World } from './world.ts'

/** Copies of those that are on. */
export function loadBrakes(world: World): LedgerBrake[] {
  return world.brakes.filter(({ to }) => to === null).map((brake) => ({ ...brake }))
}

export function brakesOn(world: World): Brake[] {
  return loadBrakes(world).map(({ channel, strategy, creditor, from, by }) => {
    return { channel, strategy, creditor, stoppedAt: from, stoppedBy: by }
  })
}

export function brakeSpans(world: World): BrakeSpan[] {
  return world.brakes.map(({ channel, strategy, creditor, from, to }) => {
    return { channel, strategy, creditor, from, to }
  })
}

/** The id of a brake is its place in the list, from 1. */
export function saveBrakes(world: World, { brakes }: Pick<LedgerChanges, 'brakes'>): void {
  for (const brake of brakes) {
    const id = brake.id ?? world.brakes.length + 1
    world.brakes[id - 1] = { ...brake, id }
  }
}

/** Strategies null = no version is known here. */
export function scopesOf(
  world: World,
  { brakes, creditors }: LedgerNeeds,
  strategies: readonly string[] | null,
): KnownScopes {
  const open = [...world.cases.values()].flatMap((theCase) => (theCase.open ? [theCase.strategy] : []))
  const named = creditors.length === 0 ? [] : [...world.accounts.values()].map(({ creditor }) => creditor)
  return {
    strategies: brakes && strategies ? [...new Set([...strategies, ...open])].sort() : strategies && [],
    creditors: [...new Set(named)].sort(),
  }
}
