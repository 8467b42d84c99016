import type { Day } from '../../base/time.ts'
import { addDays } from '../../base/time.ts'
import type { Calendar } from '../time/calendar.ts'
import { type KeysTold, keysDeclared } from './key-told.ts'
import type { Pack, Rule } from '../pack/pack.ts'

/** A pack as a compliance officer looks through it: what it holds, how well it is founded, what is in force on a day. */
export interface PackOverview
  extends Pick<Pack, 'pack' | 'version' | 'hash' | 'title' | 'layer' | 'jurisdiction' | 'binds' | 'clock'> {
  rules: number
  /** The facts that the pack declares, each with how it comes to be known. */
  keys: KeysTold
  kinds: Counts
  evidence: Counts
  states: Counts
  force: Record<Force, number>
  /** The first day after the one asked about on which a rule begins or is over. */
  nextChange: { on: Day; rules: string[] } | null
  /** `lastYear` null = there is no such calendar: what asks it is denied. */
  calendar: { name: string; lastYear: number | null } | null
}
export type Counts = Record<string, number>

/** Whether a day lies between the dates of a rule, whatever its state. */
export type Force = 'now' | 'later' | 'ended'

export function packOverview(pack: Pack, day: Day, calendars: readonly Calendar[]): PackOverview {
  const { rules, clock } = pack
  const force = { now: 0, later: 0, ended: 0 }
  for (const rule of rules) force[forceOn(rule, day)]++
  return {
    pack: pack.pack,
    version: pack.version,
    hash: pack.hash,
    title: pack.title,
    layer: pack.layer,
    jurisdiction: pack.jurisdiction,
    binds: pack.binds,
    clock,
    rules: rules.length,
    keys: keysDeclared(pack),
    kinds: counted(rules.map(({ kind }) => kind)),
    evidence: counted(rules.map(({ evidenceLevel }) => evidenceLevel)),
    states: counted(rules.map(({ state }) => state)),
    force,
    nextChange: nextChange(rules, day),
    calendar: calendarOf(pack, calendars),
  }
}

/** Both dates of a rule belong to it. */
export function forceOn({ inForceFrom, inForceUntil }: Rule, day: Day): Force {
  if (inForceFrom !== undefined && day < inForceFrom) return 'later'
  return inForceUntil !== undefined && day > inForceUntil ? 'ended' : 'now'
}

function counted(values: readonly string[]): Counts {
  const counts: Counts = {}
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1
  return counts
}

function nextChange(rules: readonly Rule[], day: Day): PackOverview['nextChange'] {
  const changes = rules.flatMap((rule) => changesOf(rule).map((on) => ({ on, rule: rule.rule })))
  const on = changes
    .map((change) => change.on)
    .filter((one) => one > day)
    .sort()[0]
  if (on === undefined) return null
  return { on, rules: changes.filter((change) => change.on === on).map(({ rule }) => rule) }
}

function changesOf({ inForceFrom, inForceUntil }: Rule): Day[] {
  return [...(inForceFrom ? [inForceFrom] : []), ...(inForceUntil ? [addDays(inForceUntil, 1)] : [])]
}

function calendarOf({ clock }: Pack, calendars: readonly Calendar[]): PackOverview['calendar'] {
  if (clock.calendar === undefined) return null
  const years = calendars.find(({ calendar }) => calendar === clock.calendar)?.years
  return { name: clock.calendar, lastYear: years ? Math.max(...years) : null }
}
