import type { Binding } from '../compliance/pack/bind.ts'
import { binds } from '../compliance/pack/bind.ts'
import type { Calendar } from '../compliance/time/calendar.ts'
import type { Pack, RuleOf } from '../compliance/pack/pack.ts'
import type { Selector } from '../compliance/rule/base.ts'
import { isActive } from '../compliance/pack/law.ts'
import { channelsOf } from '../compliance/match/channel-names.ts'
import { dayOf, type Day, type Instant, type Zone } from '../base/time.ts'
import type { KeptRecord } from './record.ts'

/** A rule about keeping, with what its pack says about zone and calendar. */
export interface RetainRule {
  rule: RuleOf<'retain'>
  pack: Pack
  calendar: Calendar | null
  /** All the packs that there are. */
  among: readonly Pack[]
  /** True = the house's own policy: it fills in where no law names a period. */
  house: boolean
}

/** The rules about keeping that act; drafts and disputed ones do not. */
export function retainRules(packs: readonly Pack[], calendars: readonly Calendar[]): RetainRule[] {
  return packs.flatMap((pack) =>
    pack.rules.flatMap((rule): RetainRule[] => {
      if (rule.kind !== 'retain' || !isActive(rule, [])) return []
      const calendar = calendars.find((one) => one.calendar === pack.clock.calendar) ?? null
      return [{ rule, pack, calendar, among: packs, house: pack.layer === 'house' }]
    }),
  )
}

export interface RecordQuestion {
  record: KeptRecord
  /** The bindings of the accounts that the record is about: a rule binds if it binds one of them. */
  bindings: readonly Binding[]
  zones: readonly Zone[]
  now: Instant
}

/** A rule may keep the record if it was in force on any day since the record was made, and is about it as far as anybody knows. */
export function mayKeep(one: RetainRule, { record, bindings, zones, now }: RecordQuestion): boolean {
  const { inForceFrom, inForceUntil, appliesTo } = one.rule
  const clock = zonesOf(one, zones)
  return (
    bindings.some((binding) => isBound(one, binding) && isAbout(appliesTo, record, binding, true)) &&
    (inForceFrom === undefined || inForceFrom <= latestDay(clock, now)) &&
    (inForceUntil === undefined || inForceUntil >= earliestDay(clock, record.at))
  )
}

/** A rule may destroy the record if it is in force today, and is surely about it. */
export function mayDestroy(one: RetainRule, { record, bindings, zones, now }: RecordQuestion): boolean {
  const { inForceFrom, inForceUntil, appliesTo } = one.rule
  const clock = zonesOf(one, zones)
  return (
    bindings.some((binding) => isBound(one, binding) && isAbout(appliesTo, record, binding, false)) &&
    (inForceFrom === undefined || inForceFrom <= earliestDay(clock, now)) &&
    (inForceUntil === undefined || inForceUntil >= latestDay(clock, now))
  )
}

function isBound({ rule, pack, among }: RetainRule, binding: Binding): boolean {
  return isActive(rule, binding.regions) && binds(pack, binding, among)
}

export function zonesOf({ pack: { clock } }: RetainRule, zones: readonly Zone[]): readonly Zone[] {
  return clock.zone === 'debtor' ? zones : [clock.zone]
}

export function latestDay(zones: readonly Zone[], at: Instant): Day {
  return zones.map((zone) => dayOf(zone, at)).reduce((a, b) => (a > b ? a : b), '0000-01-01')
}

export function earliestDay(zones: readonly Zone[], at: Instant): Day {
  return zones.map((zone) => dayOf(zone, at)).reduce((a, b) => (a < b ? a : b), '9999-12-31')
}

/** `unknown`: the answer where the record does not say. Days past due, automation, lines and acts are never known of a record. */
function isAbout(selector: Selector, record: KeptRecord, binding: Binding, unknown: boolean): boolean {
  const among = <T>(list: readonly T[] | undefined, value: T | null): boolean =>
    !list || (value === null ? unknown : list.includes(value))
  const { channels, dpd, automation, lines, actions } = selector
  return (
    among(channels && [...channelsOf(channels)], record.channel) &&
    among(selector.roles, record.role) &&
    among(selector.places, record.place) &&
    among(selector.purposes, record.purpose) &&
    among(selector.actors, binding.actor) &&
    among(selector.products, binding.product) &&
    (unknown || !(dpd ?? automation ?? lines ?? actions))
  )
}
