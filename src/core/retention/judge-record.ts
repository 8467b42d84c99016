import type { Day, Instant, Zone } from '../base/time.ts'
import { addToDay, type Duration } from '../compliance/time/duration.ts'
import type { AccountRecord, KeptRecord, PersonRecords } from './record.ts'
import {
  latestDay,
  mayDestroy,
  mayKeep,
  type RecordQuestion,
  type RetainRule,
  zonesOf,
} from './retain-law.ts'

/** A rule that keeps a record, and the last day of it. */
export interface Keep {
  by: RetainRule
  /** Null = not known yet, for the reason in `waits`. */
  through: Day | null
  waits: 'still_open' | 'no_period' | null
}

/** A rule that orders it destroyed, and the day by which. */
export interface Destroy {
  by: RetainRule
  on: Day
}

export interface RecordVerdict {
  record: KeptRecord
  /** The longest of all; null = no rule says how long, and then it stays. */
  keep: Keep | null
  /** The shortest of all. */
  destroy: Destroy | null
  answer: 'keep' | 'erase' | 'conflict'
}

/** The longest minimum wins; a maximum below it is for a human to resolve. */
export function judgeRecord(
  person: PersonRecords,
  record: KeptRecord,
  { rules, now, today }: { rules: readonly RetainRule[]; now: Instant; today: Day },
): RecordVerdict {
  const { zones, regions } = person
  const accounts = accountsOf(person, record)
  const parties = accounts.length > 0 ? accounts : [{ actor: null, product: null }]
  const bindings = parties.map(({ actor, product }) => ({ regions, actor, product }))
  const asked: RecordQuestion = { record, bindings, zones, now }
  const destroy = shortest(
    rules.filter((one) => one.rule.parameters.max && names(one, record) && mayDestroy(one, asked)),
    (one) => {
      const start = startOf(one.rule.parameters.from, record, accounts)
      const { max } = one.rule.parameters
      const on = start === null || !max ? null : fullOn(one, max, { start, zones })
      return on === null ? [] : [{ by: one, on }]
    },
  )
  const keep = longestKeep(
    rules.filter((one) => mayKeep(one, asked)),
    { person, record, destroyed: destroy !== null && !destroy.by.house },
  )
  return { record, keep, destroy, answer: answerTo(keep, destroy, today) }
}

/** No rule, no time: the record stays unless a maximum asks for its end. */
export function answerTo(keep: Keep | null, destroy: Destroy | null, today: Day): RecordVerdict['answer'] {
  if (keep === null) return destroy !== null && today >= destroy.on ? 'erase' : 'keep'
  if (keep.through === null) return destroy !== null && today >= destroy.on ? 'conflict' : 'keep'
  if (destroy !== null && destroy.on < keep.through) return 'conflict'
  return today > keep.through ? 'erase' : 'keep'
}

export function longer(a: Keep | null, b: Keep | null): Keep | null {
  if (a === null || b === null) return a ?? b
  if (a.through === null || b.through === null) return a.through === null ? a : b
  return b.through > a.through ? b : a
}

interface Kept {
  person: PersonRecords
  record: KeptRecord
  /** A law says by when it must be gone. */
  destroyed: boolean
}

/** Laws come first; where none names a period for a kind of record the house's own does, unless a law orders the record destroyed. A law that must be kept to but names no period takes the longest of those beside it. */
function longestKeep(binding: readonly RetainRule[], kept: Kept): Keep | null {
  const laws = binding.filter((one) => !one.house)
  let keep: Keep | null = null
  for (const kind of kept.record.kinds) {
    const own = laws.filter((one) => one.rule.parameters.what.includes(kind))
    const silent = own.filter(({ rule }) => !rule.parameters.min && !rule.parameters.max)
    const found = [
      ...own.flatMap((one) => keepBy(one, one.rule.parameters.min, kept)),
      ...silent.flatMap((one) => laws.flatMap((other) => keepBy(one, other.rule.parameters.min, kept))),
    ]
    if (found.length === 0 && !kept.destroyed) found.push(...houseKeeps(binding, kind, kept))
    const [first] = silent
    if (first && found.length === 0) found.push({ by: first, through: null, waits: 'no_period' })
    for (const one of found) keep = longer(keep, one)
  }
  return keep
}

function houseKeeps(binding: readonly RetainRule[], kind: KeptRecord['kinds'][number], kept: Kept): Keep[] {
  return binding
    .filter((one) => one.house && one.rule.parameters.what.includes(kind))
    .flatMap((one) => keepBy(one, one.rule.parameters.min, kept))
}

function keepBy(by: RetainRule, min: Duration | undefined, { person, record }: Kept): Keep[] {
  if (!min) return []
  const start = startOf(by.rule.parameters.from, record, accountsOf(person, record))
  if (start === null) return [{ by, through: null, waits: 'still_open' }]
  const through = fullOn(by, min, { start, zones: person.zones })
  return [{ by, through, waits: through === null ? 'no_period' : null }]
}

function names(one: RetainRule, record: KeptRecord): boolean {
  return one.rule.parameters.what.some((kind) => record.kinds.includes(kind))
}

function shortest(rules: readonly RetainRule[], dated: (one: RetainRule) => Destroy[]): Destroy | null {
  return rules.flatMap(dated).reduce<Destroy | null>((a, b) => (a && a.on <= b.on ? a : b), null)
}

/** From when a period counts: the record itself, the last that was done about the debt, or the end of collection; null = that has not come yet. */
function startOf(
  from: 'artifact' | 'last_activity' | 'close',
  record: KeptRecord,
  accounts: readonly AccountRecord[],
): Instant | null {
  if (from === 'artifact') return record.at
  if (from === 'close') return accounts.length === 0 ? null : latest(accounts.map((one) => one.closedAt))
  return latest([record.at, ...accounts.map((one) => one.lastActivity)])
}

/** The local date on which the period is full, in the zone where that is latest; null = not known: the calendar has no such year. */
function fullOn(
  one: RetainRule,
  duration: Duration,
  { start, zones }: { start: Instant; zones: readonly Zone[] },
): Day | null {
  const day = latestDay(zonesOf(one, zones), start)
  const whole = 'hours' in duration ? { days: Math.ceil(duration.hours / 24) } : duration
  try {
    return addToDay(day, whole, one.calendar)
  } catch {
    return null
  }
}

/** The accounts that a record is about. */
function accountsOf({ accounts }: PersonRecords, record: KeptRecord): readonly AccountRecord[] {
  if (record.accounts.length === 0) return accounts
  return accounts.filter(({ id }) => record.accounts.includes(id))
}

/** Null where one of them is: it goes on. */
function latest(instants: readonly (Instant | null)[]): Instant | null {
  let last = -Infinity
  for (const at of instants) {
    if (at === null) return null
    last = Math.max(last, at)
  }
  return last
}
