import { z } from 'zod'
import { dayNumber, dayNumberOf, dayOf, type Zone } from '../../../base/time.ts'
import { addToDay } from '../../time/duration.ts'
import { type LegalClock, zonesFor } from '../../time/clock.ts'
import type { Circumstances, Status } from '../../../model/question.ts'

export const LimitSchema = z.strictObject({
  max: z.number().int().min(1),
  perMonths: z.number().int().min(1).optional(),
  beyond: z
    .enum(['honoured', 'review'])
    .default('honoured')
    .describe('one more than that: honoured = it holds all the same; review = a human is asked'),
})
type Limit = z.infer<typeof LimitSchema>

/** Whether a status is one too many of its kind: as many began before it, on earlier dates, within the months that the limit names. `alike` holds those that are about the same. */
export function isBeyond(
  status: Status,
  { limit, clock }: { limit: Limit; clock: LegalClock },
  alike: readonly Status[],
  file: Circumstances,
): boolean {
  if (limit.beyond !== 'review') return false
  return zonesFor(clock, file).every((zone) => {
    const before = new Set(
      alike
        .filter((one) => isWithin(one, status, zone, limit.perMonths))
        .map((one) => dayNumberOf(zone, one.at)),
    )
    return before.size >= limit.max
  })
}

/** Months are counted from the date on which the earlier one began: the shorter reading, so that the later one protects sooner. */
function isWithin(earlier: Status, status: Status, zone: Zone, perMonths: number | undefined): boolean {
  const [from, at] = [dayOf(zone, earlier.at), dayOf(zone, status.at)]
  if (from >= at) return false
  return perMonths === undefined || dayNumber(at) < dayNumber(addToDay(from, { months: perMonths }, null))
}
