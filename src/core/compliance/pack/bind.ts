import type { Actor } from '../../base/list.ts'
import { liesIn, surelyLiesIn } from '../../base/region.ts'
import type { Product } from '../../model/product.ts'
import { EARLIER_GROUPS } from '../known/known-keys.ts'
import type { Pack } from './pack.ts'

/** The person and the claim that a pack is asked about; what is not known binds as any. */
export interface Binding {
  /** Residence candidates; empty = unknown: anywhere. */
  regions: readonly string[]
  actor: Actor | null
  product: Product | null
}

/** `among` = all the packs that there are: one for residences without a pack of their own looks whether there is one. */
export function binds(pack: Pack, binding: Binding, among: readonly Pack[]): boolean {
  return bindsResidents(pack, binding, among) && bindsBusiness(pack, binding)
}

export function bindsResidents(pack: Pack, binding: Binding, among: readonly Pack[]): boolean {
  const { regions } = binding
  const { residence, uncovered } = pack.binds
  const { groups = {} } = pack
  if (regions.length === 0) return true
  if (uncovered) return regions.some((region) => !isCovered(region, binding, among))
  if (!residence) return true
  const areas = residence.flatMap((area) => [area, ...(groups[area] ?? EARLIER_GROUPS[area] ?? [])])
  return regions.some((region) => areas.some((area) => liesIn(region, area)))
}

/** Whether a pack of its own country or state binds whoever lives there, for that actor and product; the law of a union is nobody's own. */
export function isCovered(
  region: string,
  business: Pick<Binding, 'actor' | 'product'>,
  among: readonly Pack[],
): boolean {
  return among.some((pack) => isOwn(pack, region) && bindsBusiness(pack, business))
}

/** A pack of the country or state itself. */
export function isOwn({ layer, groups = {}, binds: { residence = [] } }: Pack, region: string): boolean {
  const areas = residence.flatMap((area) => [area, ...(groups[area] ?? [])])
  return layer !== 'supra' && areas.some((area) => surelyLiesIn(region, area))
}

function bindsBusiness(
  { binds: { actor: actors, product: products } }: Pack,
  { actor, product }: Pick<Binding, 'actor' | 'product'>,
): boolean {
  return (
    (!actors || actor === null || actors.includes(actor)) &&
    (!products || product === null || products.includes(product))
  )
}
