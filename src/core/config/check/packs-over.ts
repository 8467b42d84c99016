import { type Binding, binds, bindsResidents } from '../../compliance/bind.ts'
import type { Pack } from '../../compliance/pack.ts'
import type { Strategy } from '../../model/strategy.ts'

export interface PacksOver {
  /** Bind every account that the strategy takes. */
  sure: Pack[]
  /** Bind some of them: those that live in a part of its regions, or anywhere where it names none. */
  some: Pack[]
}

/** The law over a strategy's accounts, as far as the strategy itself says who they are. */
export function packsOver(strategy: Strategy, packs: readonly Pack[]): PacksOver {
  const over: PacksOver = { sure: [], some: [] }
  for (const pack of packs) {
    if (!reaches(pack, strategy, packs)) continue
    over[bindsAll(pack, strategy, packs) ? 'sure' : 'some'].push(pack)
  }
  return over
}

function reaches(pack: Pack, { applies, packs }: Strategy, among: readonly Pack[]): boolean {
  const { actor = [null], product = [null], region } = applies
  const named = packs.includes(pack.pack)
  const meant = actor.some((one) =>
    product.some((other) => binds(pack, { regions: [], actor: one, product: other }, among)),
  )
  return (named || meant) && (!region || region.some((one) => overlaps(pack, one, among)))
}

function bindsAll(pack: Pack, { applies, packs }: Strategy, among: readonly Pack[]): boolean {
  const { residence, uncovered, actor, product } = pack.binds
  const everybody = !actor && !product
  const { region } = applies
  const everywhere =
    (!residence && !uncovered) || (region?.every((one) => bindsResidents(pack, of(one), among)) ?? false)
  return everywhere && (everybody || packs.includes(pack.pack))
}

function of(region: string): Binding {
  return { regions: [region], actor: null, product: null }
}

/** One lies in the other: US and US-NY, whichever is the pack's. */
function overlaps(pack: Pack, region: string, among: readonly Pack[]): boolean {
  return (
    bindsResidents(pack, of(region), among) ||
    (pack.binds.residence?.some((area) => area.startsWith(`${region}-`)) ?? false)
  )
}
