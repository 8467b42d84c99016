import type { Problem } from '../../base/problem.ts'
import { isZone } from '../../base/time.ts'
import { CONTACT_CHANNELS } from '../../channel/channel.ts'
import { type Placed, repeated, type ScheduleParts } from '../placed.ts'
import { contactsIn } from '../contacts-in.ts'
import { OPTIONAL_TICKS, TICKS, type Ticks } from '../../model/ticks.ts'

/** The check of the times at which the engine looks again, and of how much it may send in an hour. */
export function checkTicks({ ticks, strategies }: ScheduleParts): Problem[] {
  if (!ticks) return []
  return [
    ...checkTimes(ticks),
    ...checkRates(
      ticks,
      strategies.map(({ value }) => value),
    ),
  ]
}

function checkTimes({ file, value }: Placed<Ticks>): Problem[] {
  const problems: Problem[] = []
  const named = new Set(value.ticks.map(({ tick }) => tick))
  for (const tick of TICKS.filter((one) => !named.has(one) && !OPTIONAL_TICKS.includes(one))) {
    problems.push({ code: 'missing_tick', file, path: 'ticks', message: `there is no tick ${tick}` })
  }
  for (const { name } of repeated(value.ticks, ({ tick }) => tick)) {
    problems.push({ code: 'duplicate_tick', file, path: 'ticks', message: `${name} is there twice` })
  }
  for (const [index, { every, cron, zone }] of value.ticks.entries()) {
    const path = `ticks[${index}]`
    if ((every === undefined) === (cron === undefined)) {
      problems.push({ code: 'tick_time', file, path, message: 'needs either every or cron' })
    }
    if (every && every.seconds === undefined && every.minutes === undefined) {
      problems.push({ code: 'tick_time', file, path: `${path}.every`, message: 'needs seconds or minutes' })
    }
    if (cron !== undefined && cron.trim().split(/\s+/).length !== 5) {
      const message = 'is minute, hour, day, month, weekday'
      problems.push({ code: 'tick_cron', file, path: `${path}.cron`, message })
    }
    if (zone !== undefined && !isZone(zone)) {
      problems.push({
        code: 'unknown_zone',
        file,
        path: `${path}.zone`,
        message: `${zone} is no IANA time zone`,
      })
    }
  }
  return problems
}

/** Every channel that a strategy uses has an hourly rate: without one a catch-up would know no end. */
function checkRates(
  { file, value }: Placed<Ticks>,
  strategies: readonly ScheduleParts['strategies'][number]['value'][],
): Problem[] {
  const used = new Set(strategies.flatMap((strategy) => contactsIn(strategy).map(({ channel }) => channel)))
  return CONTACT_CHANNELS.filter((channel) => used.has(channel) && value.rates[channel] === undefined).map(
    (channel): Problem => {
      const message = `strategies use ${channel}, but it has no hourly rate`
      return {
        code: 'missing_rate',
        file,
        path: 'rates',
        message,
        suggestion: `add ${channel}: { perHour: n }`,
      }
    },
  )
}
