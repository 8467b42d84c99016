import { type Case, isSame, levelOf } from './counting.ts'
import type { Made } from './journal.ts'
import type { CapRule, Statute } from './statute.ts'
import { wallOf } from './wall-clock.ts'

/** The caps that the attempt would exceed: in some place where the debtor may be, one too many. */
export function brokenCaps(rules: readonly CapRule[], one: Case): CapRule[] {
  return rules.filter((rule) => {
    const counted = countedBy(rule, one)
    return one.zones.some((zone) => {
      const inside = counted.filter((made) => shareSpan(rule, one.statute, zone, made.at, one.attempt.at))
      if (!rule.ofChannels) return inside.length + 1 > rule.max
      return new Set([...inside.map(({ channel }) => channel), one.attempt.channel]).size > rule.max
    })
  })
}

function countedBy(rule: CapRule, { attempt, past }: Case): Made[] {
  const { channels, roles, places, per } = rule
  return past.filter(
    (made) =>
      made.direction === 'out' &&
      (!channels || channels.includes(made.channel)) &&
      (!roles || roles.includes(made.role)) &&
      (!places || places.includes(made.place)) &&
      isSame(per, made, attempt) &&
      hasLevel(rule, made, attempt.at) &&
      !(rule.notMisdirected && isMisdirected(made, past, attempt.at)),
  )
}

function hasLevel({ level, onlyUnanswered }: CapRule, made: Made, then: number): boolean {
  const reached = levelOf(made, then)
  const open = made.told.every(({ at }) => at > then)
  return reached >= level && (!onlyUnanswered || reached < 2 || open)
}

/** The call went to a number that is known not to be the debtor's, and nobody spoke. */
function isMisdirected(made: Made, past: readonly Made[], then: number): boolean {
  if (levelOf(made, then) >= 3) return false
  return past.some(
    (other) =>
      other.person === made.person &&
      other.number === made.number &&
      other.told.some(({ at, outcome }) => at <= then && outcome === 'wrong_number'),
  )
}

function shareSpan({ span }: CapRule, { weekStart }: Statute, zone: string, before: number, now: number) {
  const [old, fresh] = [wallOf(zone, before), wallOf(zone, now)]
  if (typeof span === 'object') return fresh.day - old.day < span.days
  if (span === 'day') return fresh.day === old.day
  if (span === 'month') return fresh.month === old.month
  return weekOf(old.day, weekStart) === weekOf(fresh.day, weekStart)
}

/** 1 January 1970 was a Thursday. */
function weekOf(day: number, start: 'sun' | undefined): number {
  return Math.floor((day + (start === 'sun' ? 4 : 3)) / 7)
}
