import { type Case, isSame, levelOf } from './counting.ts'
import type { Attempt, Event, Known, Made } from './journal.ts'
import { brokenCaps } from './recount-caps.ts'
import type { About, GapRule, HoldRule, HoursRule, NeedRule, Statute } from './statute.ts'
import { dayOf, timeOf, wallOf } from './wall-clock.ts'

const HOUR = 3_600_000

/** Every rule that the attempt would break, by name: an empty list means that it is lawful. */
export function brokenRules(
  statutes: readonly Statute[],
  attempt: Attempt,
  past: readonly Made[],
  known: Known,
): string[] {
  return statutes.flatMap((statute) => {
    const zones = statute.zone ? [statute.zone] : known.zones
    const { from } = statute
    if (from && !zones.some((zone) => wallOf(zone, attempt.at).date >= from)) return []
    const one: Case = { statute, zones, attempt, past, known }
    const about = <R extends About>(rules: readonly R[] = []) => rules.filter((rule) => isAbout(rule, one))
    return [
      ...about(statute.hours).filter((rule) => isShut(rule, one)),
      ...brokenCaps(about(statute.caps), one),
      ...about(statute.gaps).filter((rule) => isTooSoon(rule, one)),
      ...about(statute.bans),
      ...about(statute.needs).filter((rule) => isMissing(rule, one)),
      ...about(statute.holds).filter((rule) => isHeld(rule, one)),
    ].map(({ rule }) => rule)
  })
}

function isAbout({ channels, roles, places, dpdUpTo }: About, { attempt, known }: Case): boolean {
  return (
    (!channels || channels.includes(attempt.channel)) &&
    (!roles || roles.includes(attempt.role)) &&
    (!places || places.includes(attempt.place)) &&
    (dpdUpTo === undefined ||
      Math.min(...known.zones.map((zone) => pastDue(zone, attempt, known))) <= dpdUpTo)
  )
}

function pastDue(zone: string, { at }: Attempt, { dueOn }: Known): number {
  return wallOf(zone, at).day - dayOf(dueOn)
}

function isShut(rule: HoursRule, one: Case): boolean {
  const length = rule.whole ? one.attempt.minutes * 60_000 : 0
  // It may end as the hours do: its last millisecond is the one before.
  const end = one.attempt.at + Math.max(length - 1, 0)
  return one.zones.some((zone) => [one.attempt.at, end].some((at) => !isOpenAt(rule, zone, at, one)))
}

function isOpenAt({ open }: HoursRule, zone: string, at: number, { attempt, statute, known }: Case): boolean {
  const { weekday, date, time } = wallOf(zone, at)
  if (open === 'own') {
    return !known.events.some(
      (event) =>
        event.event === 'closed' &&
        event.person === attempt.person &&
        event.weekday === weekday &&
        time >= timeOf(event.from) &&
        time < timeOf(event.until),
    )
  }
  const hours = open({ weekday, holiday: statute.holidays?.includes(date) ?? false })
  return hours !== null && time >= timeOf(hours[0]) && time < timeOf(hours[1])
}

function isTooSoon(rule: GapRule, { attempt, past, zones, known }: Case): boolean {
  const { after, afterChannels, hours, days = 0, dayOneIsNext, per } = rule
  const wait = days + (dayOneIsNext ? 1 : 0)
  if (after === 'due') return zones.some((zone) => pastDue(zone, attempt, known) < wait)
  return past.some((made) => {
    const counts = after === 'talk' ? levelOf(made, attempt.at) >= 3 : made.direction === 'out'
    if (!counts || (afterChannels && !afterChannels.includes(made.channel))) return false
    if (!isSame(per, made, attempt)) return false
    if (hours !== undefined) return attempt.at - made.at < hours * HOUR
    return zones.some((zone) => wallOf(zone, attempt.at).day - wallOf(zone, made.at).day < wait)
  })
}

function isMissing({ evidence, upToDays, atLeastDays }: NeedRule, { attempt, known, zones }: Case): boolean {
  const shown = known.events.filter(
    (event): event is Extract<Event, { event: 'evidence' }> =>
      event.event === 'evidence' &&
      event.key === evidence &&
      event.person === attempt.person &&
      event.at <= attempt.at,
  )
  return !shown.some(({ at }) =>
    zones.every((zone) => {
      const age = wallOf(zone, attempt.at).day - wallOf(zone, at).day
      return age <= (upToDays ?? Infinity) && age >= (atLeastDays ?? 0)
    }),
  )
}

function isHeld(rule: HoldRule, { attempt, known, zones }: Case): boolean {
  const { at } = attempt
  return known.events.some((event) => {
    if (event.event !== rule.while || event.at > at) return false
    switch (event.event) {
      case 'optout': {
        const over = event.channel === null || event.channel === attempt.channel
        return event.number === attempt.number && (over || isVoiceOf(event.channel, attempt))
      }
      case 'dispute':
        return (
          event.account === attempt.account &&
          !isOver(event, at, known) &&
          isTimely(rule, event.at, known, zones)
        )
      case 'promise':
        return event.account === attempt.account && zones.some((zone) => wallOf(zone, at).date <= event.byDay)
      default:
        return false
    }
  })
}

function isOver(dispute: { at: number; account: number }, at: number, { events }: Known): boolean {
  return events.some(
    (event) =>
      event.event === 'dispute_over' &&
      event.account === dispute.account &&
      event.at >= dispute.at &&
      event.at <= at,
  )
}

/** Who wants no calls wants no voice message either. */
function isVoiceOf(channel: string | null, attempt: Attempt): boolean {
  return channel === 'call' && attempt.channel === 'voicedrop'
}

function isTimely(rule: HoldRule, at: number, known: Known, zones: readonly string[]): boolean {
  const within = rule.withinDaysOfNotice
  if (within === undefined) return true
  return known.events.some(
    (event) =>
      event.event === 'evidence' &&
      event.key === 'validation.sent_or_due_within_5d' &&
      event.at <= at &&
      zones.some((zone) => wallOf(zone, at).day - wallOf(zone, event.at).day <= within),
  )
}
