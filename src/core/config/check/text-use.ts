import type { Pack, RuleOf } from '../../compliance/pack/pack.ts'
import { channelFilter } from '../../compliance/match/select.ts'
import type { Placed, ScheduleParts } from '../placed.ts'
import type { Strategy } from '../../model/strategy.ts'
import type { Template } from '../../model/template.ts'
import { contactsIn } from '../contacts-in.ts'
import { type Binding, binds, bindsResidents } from '../../compliance/pack/bind.ts'

/** A template, and what the laws over the strategies that use it say about its content. */
export interface TextUse {
  template: Placed<Template>
  strategies: Strategy[]
  rules: ContentRule[]
}

export interface ContentRule {
  rule: RuleOf<'content'>
  pack: Pack
  strategy: Strategy
  /** It binds every account of the strategy, not only some. */
  sure: boolean
  /** It refuses, where others warn or ask for something to be done. */
  refuses: boolean
}

export function textUses({ templates, strategies, packs }: ScheduleParts): TextUse[] {
  return templates.map((template) => {
    const users = strategies.map(({ value }) => value).filter((strategy) => uses(strategy, template.value))
    const rules = users.flatMap((strategy) => contentRules(strategy, template.value, packs))
    return { template, strategies: users, rules }
  })
}

/** Rule and pack as they are told: `US-F-25 (us-fed-regf)`, each once. */
export function ruleNames(rules: readonly ContentRule[]): string {
  return [...new Set(rules.map(({ rule, pack }) => `${rule.rule} (${pack.pack})`))].join(', ')
}

function uses(strategy: Strategy, { template, channel }: Template): boolean {
  return contactsIn(strategy).some(
    (one) => one.channel === channel && (one.template ?? one.script) === template,
  )
}

function contentRules(strategy: Strategy, template: Template, packs: readonly Pack[]): ContentRule[] {
  const { sure, some } = packsOver(strategy, packs)
  const rulesOf = (list: readonly Pack[], surely: boolean): ContentRule[] =>
    list.flatMap((pack) =>
      pack.rules.flatMap((rule) =>
        rule.kind === 'content' && isAbout(rule, template, strategy)
          ? [
              {
                rule,
                pack,
                strategy,
                sure: surely,
                refuses: rule.effect === 'block' || rule.effect === 'review',
              },
            ]
          : [],
      ),
    )
  return [...rulesOf(sure, true), ...rulesOf(some, false)]
}

/** Texts go to debtors; what cannot be known here counts as meant. */
function isAbout(
  { appliesTo, state }: RuleOf<'content'>,
  { channel, purpose, automation: speaker = 'human' }: Template,
  { applies }: Strategy,
): boolean {
  const { roles, purposes, automation, actions, actors, products } = appliesTo
  const meets = <T>(list: readonly T[] | undefined, own: readonly T[] | undefined): boolean =>
    !list || !own || own.some((one) => list.includes(one))
  return (
    (state === 'active' || state === 'policy') &&
    channelFilter(appliesTo)(channel) &&
    meets(roles, ['debtor']) &&
    meets(purposes, [purpose]) &&
    meets(automation, [speaker]) &&
    meets(actions, ['contact']) &&
    meets(actors, applies.actor) &&
    meets(products, applies.product)
  )
}

interface PacksOver {
  /** These packs bind every account that the strategy takes. */
  sure: Pack[]
  /** These packs bind some of them: those that live in a part of its regions, or anywhere if it names none. */
  some: Pack[]
}

/** The law over a strategy's accounts, as far as the strategy itself says who they are. */
function packsOver(strategy: Strategy, packs: readonly Pack[]): PacksOver {
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
