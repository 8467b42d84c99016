import type { AccountId, CaseId, PersonId, PointId } from '../base/id.ts'
import type { Instant } from '../base/time.ts'
import type { Dossier } from '../model/dossier.ts'
import type { PersonDecision } from '../model/decision.ts'
import { likenessOf } from './alike/likeness.ts'
import { isMarked, standInFor } from './alike/stand-in.ts'
import { namesOf, type Stamp, stamped, stampOf } from './alike/stamp.ts'
import { planPerson } from './plan.ts'
import type { Planning } from './planning.ts'

/** A smaller page is planned person by person: few would be alike. */
const WORTH_IT = 8

/** Every person of a page is planned as by `planPerson`. Those who are alike get one plan: the second of them is planned under the names of a stand-in, and that plan is given to the others under their own. */
export function planPage(dossiers: readonly Dossier[], planning: Planning, now: Instant): PersonDecision[] {
  if (dossiers.length < WORTH_IT) return dossiers.map((dossier) => planPerson(dossier, planning, now))
  const stamps = new Map<string, Stamp | 'seen' | 'alone'>()
  return dossiers.map((dossier) => {
    const likeness = likenessOf(dossier, planning)
    const names = likeness === null ? null : namesOf(dossier)
    if (likeness === null || names === null) return planPerson(dossier, planning, now)
    let stamp = stamps.get(likeness)
    if (stamp === 'seen') stamps.set(likeness, (stamp = planOfAlike(dossier, planning, now) ?? 'alone'))
    else if (stamp === undefined) stamps.set(likeness, 'seen')
    return typeof stamp === 'object' ? stamped(stamp, names) : planPerson(dossier, planning, now)
  })
}

const NOBODY = { person: 0 as PersonId, account: 0 as AccountId, case: 0 as CaseId }

/** Null = the plan says a name somewhere else than whose it is, or cannot be made: each is planned alone. */
function planOfAlike(dossier: Dossier, planning: Planning, now: Instant): Stamp | null {
  const standIn = standInFor(dossier)
  try {
    const stamp = stampOf(planPerson(standIn.dossier, planning, now), standIn.names)
    if (stamp === null) return null
    const nobody = { ...NOBODY, points: standIn.names.points.map(() => 0 as PointId) }
    return isMarked(stamped(stamp, nobody)) ? null : stamp
  } catch {
    return null
  }
}
