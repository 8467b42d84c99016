import { DAY_MS, dayNumber, dayNumberOf } from '../../base/time.ts'
import type { Channel } from '../../channel/channel.ts'
import { remembered } from '../../base/remembered.ts'
import { surelyLiesIn } from '../../base/region.ts'
import { type Binding, binds, bindsResidents } from './bind.ts'
import type { Calendar } from '../time/calendar.ts'
import { type LegalClock, zonesFor } from '../time/clock.ts'
import type { HoursJudge, Judge } from '../rule/judge.ts'
import { keysOf, type Terms } from '../known/keys.ts'
import type { Pack, Rule } from './pack.ts'
import type { Circumstances, Question } from '../../model/question.ts'
import { asksPeople, judgeOf, kindOfRule, looksBack, RULE_KINDS } from '../rule/kinds.ts'
import { channelFilter, questionFilter } from '../match/select.ts'

/** What the law of one version of `schedules/` consists of. */
export interface Published {
  packs: readonly Pack[]
  calendars: readonly Calendar[]
}

/** The same, made ready for judging. */
export interface Law {
  packs: readonly Pack[]
  /** Those that there are beside them, too: what residences have a pack of their own. */
  among: readonly Pack[]
  rules: readonly LegalRule[]
  /** Those that may ask something of a person whoever is contacted. */
  standing: readonly LegalRule[]
  calendars: ReadonlyMap<string, Calendar>
}

export interface LegalRule {
  rule: Rule
  pack: Pack
  terms: Terms
  isAbout: (question: Question) => boolean
  inForce: (question: Question, file: Circumstances) => boolean
  judge: Judge
  /** Whether it looks at history beyond the recent. */
  looksBack: boolean
  /** Windows only. */
  closes: HoursJudge['closes'] | null
  isOneStretch: HoursJudge['isOneStretch'] | null
  unknownDay: HoursJudge['unknownDay'] | null
}

export interface Asked extends Binding {
  channel: Channel | null
  /** Packs that apply to whatever actor and product, where the debtor lives under them; nothing takes one away. */
  packs?: readonly string[]
  /** Rules that are judged though their state says draft, disputed or superseded. */
  enable?: readonly string[]
}

const laws = new WeakMap<Published, Law>()

/** The law of these schedules, compiled once for as long as they are kept. */
export function lawOf(schedules: Published): Law {
  let law = laws.get(schedules)
  if (!law) laws.set(schedules, (law = compileLaw(schedules)))
  return law
}

/** The law of packs that are no version of the schedules: a case's own, or a mutant's. Everything else asks `lawOf`. */
export function compileLaw(schedules: Published, among: readonly Pack[] = schedules.packs): Law {
  const calendars = new Map(schedules.calendars.map((calendar) => [calendar.calendar, calendar]))
  const rules = schedules.packs.flatMap((pack) => {
    const terms = termsOf(pack, calendars)
    return pack.rules.map((rule) => legalRule(rule, pack, terms))
  })
  rules.sort((a, b) => RULE_KINDS.indexOf(a.rule.kind) - RULE_KINDS.indexOf(b.rule.kind))
  const standing = rules.filter(({ rule }) => isActive(rule, []) && mayAsk(rule))
  return { packs: schedules.packs, among, rules, standing, calendars }
}

function mayAsk(rule: Rule): boolean {
  return rule.duty !== undefined || asksPeople(rule)
}

/** Whether the rule acts: if there are several candidate residences, one in which nobody disputes the rule is enough. */
export function isActive({ state, disputedIn }: Rule, regions: readonly string[]): boolean {
  if (state !== 'active' && state !== 'policy') return false
  if (!disputedIn || regions.length === 0) return true
  return regions.some((region) => !disputedIn.some((area) => surelyLiesIn(region, area)))
}

/** The calendars of all packs of a residence, whoever else they bind: they say which days are holidays there. An unknown residence may be any. */
export function calendarsOf(law: Law, regions: readonly string[]): readonly Calendar[] {
  return homes(law, regions.join(), () => {
    const names = law.packs
      .filter((pack) => pack.binds.residence && bindsResidents(pack, { ...ANYBODY, regions }, law.among))
      .flatMap(({ clock }) => clock.calendar ?? [])
    return [...new Set(names)].map((name) => law.calendars.get(name) ?? unknownCalendar(name))
  })
}
const homes = remembered<readonly Calendar[]>()

const ANYBODY = { actor: null, product: null }

/** The packs that are asked: those that bind, and those that a strategy adds where the debtor lives under them. */
export function packsAsked(law: Packs, asked: Omit<Asked, 'channel' | 'enable'>): Pack[] {
  return law.packs.filter((pack) => isAsked(pack, asked, law))
}

type Packs = Pick<Law, 'packs' | 'among'>

export function isAsked(
  pack: Pack,
  asked: Omit<Asked, 'channel' | 'enable'>,
  { among }: Pick<Packs, 'among'>,
): boolean {
  if (binds(pack, asked, among)) return true
  return !!asked.packs?.includes(pack.pack) && bindsResidents(pack, asked, among)
}

/** The rules of all packs that are asked, in the order in which they are judged; drafts and disputed ones only when enabled. */
export function rulesFor(law: Law, asked: Asked): readonly LegalRule[] {
  const { regions, actor, product, channel, packs = [], enable = [] } = asked
  const key = `${regions.join()}|${actor}|${product}|${channel}|${packs.join()}|${enable.join()}`
  return rulesAsked(law, key, () =>
    law.rules.filter(
      ({ rule, pack }) =>
        isAsked(pack, asked, law) &&
        (isActive(rule, regions) || enable.includes(rule.rule)) &&
        !kindOfRule(rule).silent &&
        channelFilter(rule.appliesTo)(channel),
    ),
  )
}
const rulesAsked = remembered<readonly LegalRule[]>()

function termsOf(pack: Pack, calendars: ReadonlyMap<string, Calendar>): Terms {
  const { calendar: name, zone, weekStart } = pack.clock
  const calendar = name === undefined ? null : (calendars.get(name) ?? unknownCalendar(name))
  const clock: LegalClock = { zone: zone === 'debtor' ? null : zone, calendar, weekStart }
  return { ...clock, keys: keysOf(pack, clock) }
}

/** A calendar that knows no year, so that every day is judged under every reading. */
function unknownCalendar(calendar: string): Calendar {
  return { calendar, years: [], holidays: [], workdays: [], source: '' }
}

function legalRule(rule: Rule, pack: Pack, terms: Terms): LegalRule {
  const judged = judgeOf(rule, terms)
  return {
    rule,
    pack,
    terms,
    isAbout: questionFilter(rule.appliesTo),
    inForce: forceOf(rule, terms),
    judge: judged.judge,
    looksBack: looksBack(rule, RECENT),
    closes: judged.closes ?? null,
    isOneStretch: judged.isOneStretch ?? null,
    unknownDay: judged.unknownDay ?? null,
  }
}

/** How far back history is recent. */
export const RECENT = 40 * DAY_MS

/** Whether the rule is in force, by the local date at the moment of the contact in any zone that the rule looks at. */
function forceOf({ inForceFrom, inForceUntil }: Rule, clock: LegalClock): LegalRule['inForce'] {
  if (!inForceFrom && !inForceUntil) return () => true
  const from = inForceFrom ? dayNumber(inForceFrom) : -Infinity
  const until = inForceUntil ? dayNumber(inForceUntil) : Infinity
  return (question, file) =>
    zonesFor(clock, file).some((zone) => {
      const day = dayNumberOf(zone, question.at)
      return day >= from && day <= until
    })
}
