import { isRowFault } from '../base/fault.ts'
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

export interface Planned {
  dossiers: Dossier[]
  /** Theirs, in the same order. */
  decisions: PersonDecision[]
}

/** The plans of those who can be planned, and whose accounts stay as they are. */
export function planWhoCan(dossiers: readonly Dossier[], planning: Planning, now: Instant): Planned {
  const all: Planned = { dossiers: [], decisions: [] }
  for (const { dossier, decision } of plansOf(dossiers, planning, now)) {
    if ((decision.refigured ?? []).length > 0) continue
    all.dossiers.push(dossier)
    all.decisions.push(decision)
  }
  return all
}

/** Where one of them spoils the page, each is planned alone. */
function plansOf(
  dossiers: readonly Dossier[],
  planning: Planning,
  now: Instant,
): { dossier: Dossier; decision: PersonDecision }[] {
  try {
    const decisions = planPage(dossiers, planning, now)
    return dossiers.flatMap((dossier, index) => {
      const decision = decisions[index]
      return decision ? [{ dossier, decision }] : []
    })
  } catch (error) {
    if (!isRowFault(error)) throw error
    return dossiers.length === 1 ? [] : dossiers.flatMap((one) => plansOf([one], planning, now))
  }
}

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
