import { isMessage } from '../channel/channel.ts'
import { type Instant, lastDayOf } from '../base/time.ts'
import type { Candidate } from './candidate.ts'
import type { PersonPlan } from './plan.ts'

/** Two mandatory messages of one case never fall on one day. */
export function hasMandatoryToday(
  { dossier, planned, cancelled }: PersonPlan,
  { review, step }: Candidate,
): boolean {
  if (!isMessage(step.channel)) return false
  const { file, today, zones } = review.view
  const isToday = (at: Instant | null) => at !== null && lastDayOf(zones, at) === today
  const made = dossier.contacts.some(
    (row) =>
      row.case === file.id &&
      row.mandatory &&
      row.step !== step.step &&
      isMessage(row.channel) &&
      isToday(row.at ?? row.notBefore) &&
      !cancelled.some(({ contact }) => contact === row.id),
  )
  return made || planned.some((one) => one.case === file.id && one.mandatory && isMessage(one.channel))
}
