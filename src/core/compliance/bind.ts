import type { Actor } from '../base/list.ts'
import { liesIn } from '../base/region.ts'
import type { Product } from '../fact/product.ts'
import type { Pack } from './pack.ts'

/** Whom a pack is asked about; what is not known binds as any. */
export interface Binding {
  /** Residence candidates; empty = unknown: anywhere. */
  regions: readonly string[]
  actor: Actor | null
  product: Product | null
}

export function binds(pack: Pack, { regions, actor, product }: Binding): boolean {
  const { actor: actors, product: products } = pack.binds
  return (
    bindsResidents(pack, regions) &&
    (!actors || actor === null || actors.includes(actor)) &&
    (!products || product === null || products.includes(product))
  )
}

export function bindsResidents({ binds: { residence } }: Pack, regions: readonly string[]): boolean {
  if (!residence || regions.length === 0) return true
  return regions.some((region) => residence.some((area) => liesIn(region, area) || liesInUnion(region, area)))
}

function liesInUnion(region: string, area: string): boolean {
  return area === 'EU' && EU.has(region.slice(0, 2)) && (region.length === 2 || region[2] === '-')
}

const EU = new Set(
  'AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE'.split(' '),
)
