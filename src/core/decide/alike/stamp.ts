import type { AccountId, CaseId, PersonId, PointId } from '../../base/id.ts'
import type { Dossier } from '../../model/dossier.ts'
import type { PersonDecision } from '../../model/decision.ts'

/** The names of whoever a plan is about. */
export interface Names {
  person: PersonId
  account: AccountId
  case: CaseId
  points: readonly PointId[]
}

/** The names of somebody with one account and one case. */
export function namesOf({ person, accounts, cases, points }: Dossier): Names | null {
  const [account] = accounts
  const [theCase] = cases
  if (!account || !theCase) return null
  return { person: person.id, account: account.id, case: theCase.id, points: points.map(({ id }) => id) }
}

/** A plan made ready for other names: it knows at which of the points each contact is made. */
export interface Stamp {
  decision: PersonDecision
  places: readonly number[]
}

/** What a plan of somebody without history decides; one that decides anything else is not made for others. */
const STAMPED = {
  person: true,
  cases: true,
  planned: true,
  facts: true,
  decisions: true,
  tasks: true,
  cancelled: false,
  promises: false,
  plans: false,
  settlements: false,
  refigured: false,
  answered: false,
} as const satisfies Record<keyof Required<PersonDecision>, boolean>

const OTHERS = (Object.keys(STAMPED) as (keyof PersonDecision)[]).filter((field) => !STAMPED[field])

export function stampOf(decision: PersonDecision, { points }: Names): Stamp | null {
  const decides = (field: keyof PersonDecision): boolean => {
    const list = decision[field]
    return Array.isArray(list) && list.length > 0
  }
  if (OTHERS.some(decides)) return null
  const places = decision.planned.map(({ point }) => points.indexOf(point))
  return places.includes(-1) ? null : { decision, places }
}

/** The plan under these names; what names nobody is shared. */
export function stamped({ decision, places }: Stamp, names: Names): PersonDecision {
  const { person, account, points } = names
  const ofCase = (given: CaseId | null): CaseId | null => (given === null ? null : names.case)
  return {
    person,
    cases: decision.cases.map((change) => ({ ...change, case: names.case })),
    planned: decision.planned.map((contact, index) => ({
      ...contact,
      person,
      account,
      case: names.case,
      point: points[places[index] ?? 0] ?? contact.point,
    })),
    cancelled: [],
    facts: decision.facts.map((fact) => ({
      ...fact,
      person,
      account: fact.account === null ? null : account,
      case: ofCase(fact.case),
    })),
    decisions: decision.decisions.map((record) => ({ ...record, person, account, case: names.case })),
    tasks: decision.tasks.map((task) => ({ ...task, person, account, case: ofCase(task.case) })),
  }
}
