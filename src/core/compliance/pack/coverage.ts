import type { Actor } from '../../base/list.ts'
import { liesIn, type Region } from '../../base/region.ts'
import { remembered } from '../../base/remembered.ts'
import type { Residences } from '../../model/residences.ts'
import type { Strategy } from '../../model/strategy.ts'
import type { Product } from '../../model/product.ts'
import { isCovered, isOwn } from './bind.ts'
import type { Pack } from './pack.ts'
import { kindOfRule, RULE_KINDS } from '../rule/kinds.ts'

/** The place, and perhaps the product, for which no law is on file. A residence is covered by a pack of its own country or state, or accepted by a strategy or by residences.yaml; otherwise nobody knows what is lawful, and nobody is contacted. */
export interface LawGap {
  region: Region
  /** Null = no pack binds the residence at all; otherwise its packs name others of the kind and not this one. */
  product: Product | null
}

export interface LawOnFile {
  packs: readonly Pack[]
  residences?: Residences
}

export interface Resident {
  /** Candidates; empty = unknown, which every pack binds. */
  regions: readonly Region[]
  actor: Actor | null
  product: Product | null
}

export const COVERAGES = ['covered', 'accepted', 'neither'] as const
export type Coverage = (typeof COVERAGES)[number]

/** The first candidate residence without law; null = none. `strategies` = the versions of the case's own. */
export function gapOf(
  law: LawOnFile,
  resident: Resident,
  strategies: readonly Pick<Strategy, 'applies'>[],
): LawGap | null {
  for (const region of resident.regions) {
    const gap = missingLaw(law.packs, region, resident)
    if (gap !== null && !isAccepted(law.residences, gap, resident, strategies)) return gap
  }
  return null
}

export function coverageOf(
  law: LawOnFile,
  region: Region,
  resident: Omit<Resident, 'regions'>,
  strategies: readonly Pick<Strategy, 'applies'>[] = [],
): Coverage {
  const gap = missingLaw(law.packs, region, resident)
  if (gap === null) return 'covered'
  return isAccepted(law.residences, gap, resident, strategies) ? 'accepted' : 'neither'
}

/** `DE`, or `IN installment_loan`: what one question to people is about. */
export function nameOfGap({ region, product }: LawGap): string {
  const country = region.slice(0, 2)
  return product === null ? country : `${country} ${product}`
}

const gaps = remembered<LawGap | null>()

/** The gap in the law of one place, which is worked out once per place, actor and product. */
function missingLaw(
  packs: readonly Pack[],
  region: Region,
  resident: Omit<Resident, 'regions'>,
): LawGap | null {
  const key = `${region}|${resident.actor}|${resident.product}`
  return gaps(packs, key, () => findMissing(packs, region, resident))
}

function findMissing(
  packs: readonly Pack[],
  region: Region,
  { actor, product }: Omit<Resident, 'regions'>,
): LawGap | null {
  if (!isCovered(region, { actor, product }, packs)) return { region, product: null }
  const own = packs.filter((pack) => isOwn(pack, region))
  return product !== null && leavesOut(own, product) ? { region, product } : null
}

const KINDS: readonly (readonly Product[])[] = [
  [
    ...(['online_consumer_credit', 'credit_card', 'consumer_loan', 'installment_loan'] as const),
    ...(['microfinance', 'mortgage', 'retail_loan', 'p2p'] as const),
  ],
  ['invoice', 'utility', 'telecom', 'rent', 'tax', 'non_financial', 'other'],
  ['npl_transferred'],
]
/** The kinds of rules that say when or how often: a pack would have said that of the product too. */
const OF_CONTACT = RULE_KINDS.filter((kind) => kindOfRule({ kind }).limits !== undefined)

/** The packs have hours or counts for products of its kind, and none for it. */
function leavesOut(own: readonly Pack[], product: Product): boolean {
  const kin = KINDS.find((kind) => kind.includes(product)) ?? []
  for (const kind of OF_CONTACT) {
    const lists = own.flatMap(({ binds: { product: bound }, rules }) =>
      rules
        .filter((rule) => rule.kind === kind && isOfContact(rule))
        .map(({ appliesTo }) => namedBy(bound, appliesTo.products)),
    )
    const meant = lists.some((list) => list === null || list.includes(product))
    if (!meant && lists.some((list) => list?.some((other) => kin.includes(other)))) return true
  }
  return false
}

/** Whether the rule is in force and about contacts: a rule on when a lawsuit may follow says nothing of them. */
function isOfContact({ state, appliesTo: { actions } }: Pack['rules'][number]): boolean {
  return (state === 'active' || state === 'policy') && (!actions || actions.includes('contact'))
}

/** Products that a rule is about: those of its pack that it names too; null = any. */
function namedBy(
  bound: readonly Product[] | undefined,
  named: readonly Product[] | undefined,
): readonly Product[] | null {
  if (bound === undefined) return named ?? null
  return named === undefined ? bound : bound.filter((product) => named.includes(product))
}

function isAccepted(
  residences: Residences | undefined,
  gap: LawGap,
  { actor, product }: Omit<Resident, 'regions'>,
  strategies: readonly Pick<Strategy, 'applies'>[],
): boolean {
  const listed = residences?.residences.some(
    (one) =>
      liesIn(gap.region, one.region) &&
      (one.actor === undefined || (actor !== null && one.actor.includes(actor))) &&
      (one.product === undefined || (product !== null && one.product.includes(product))),
  )
  return listed === true || strategies.some((strategy) => isNamed(strategy, gap))
}

/** The file's author has decided about the place, or about the product. */
function isNamed({ applies }: Pick<Strategy, 'applies'>, { region, product }: LawGap): boolean {
  if (product !== null) return applies.product?.includes(product) === true
  return applies.region?.some((area) => liesIn(region, area)) === true
}
