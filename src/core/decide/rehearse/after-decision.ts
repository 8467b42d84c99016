import type { ContactId } from '../../base/id.ts'
import type { Instant } from '../../base/time.ts'
import { changedCase } from '../../model/case.ts'
import type { PersonDecision } from '../../model/decision.ts'
import type { DossierTask, DossierCase, Dossier } from '../../model/dossier.ts'
import { plannedContact } from '../../model/planned-contact.ts'

/** The person as the next review finds it where nothing else happens: what was planned waits, what was asked is open. */
export function afterDecision(dossier: Dossier, decision: PersonDecision, now: Instant): Dossier {
  const gone = new Set(decision.cancelled.map(({ contact }) => contact))
  const kept = dossier.contacts.filter(({ id }) => !gone.has(id))
  const last = dossier.contacts.reduce((most, { id }) => Math.max(most, id), 0)
  const { points, accounts, person } = dossier
  const planned = decision.planned.map((one, index) => {
    const point = points.find(({ id }) => id === one.point)
    const owner = accounts.find(({ id }) => id === one.account)
    return plannedContact((last + 1 + index) as ContactId, one, { point, owner, household: person.household })
  })
  return {
    ...dossier,
    cases: dossier.cases.map((theCase) => caseAfter(theCase, decision)),
    contacts: [...kept, ...planned],
    asked: askedAfter(dossier.asked ?? [], decision, now),
    promises: promisesAfter(dossier.promises, decision),
  }
}

function caseAfter(theCase: DossierCase, { cases }: PersonDecision): DossierCase {
  const change = cases.find((one) => one.case === theCase.id)
  return change ? changedCase(theCase, change) : theCase
}

export function promisesAfter(
  before: Dossier['promises'],
  { promises = [] }: Pick<PersonDecision, 'promises'>,
): Dossier['promises'] {
  return before.map((one) => {
    const said = promises.find(
      ({ account, externalId }) => account === one.account && externalId === one.externalId,
    )
    return said ? { ...one, told: said.told, toldPaid: said.paid } : one
  })
}

/** One open task of a kind per case, rule and step, as the tables keep it. */
function askedAfter(
  before: readonly DossierTask[],
  { tasks, answered = [] }: PersonDecision,
  now: Instant,
): DossierTask[] {
  const asked = before.map((one) => {
    const answer = answered.find(({ task }) => task === one.task)
    return answer ? { ...one, answer: answer.resolution, answeredAt: now } : one
  })
  for (const { kind, case: caseId, account, rule = null, step = null, episode = null, role, due } of tasks) {
    const about = { kind, case: caseId, account, rule, step, episode }
    if (asked.some((one) => one.answer === null && isAbout(one, about))) continue
    asked.push({ ...about, task: asked.length + 1, role, due, answer: null, answeredAt: null })
  }
  return asked
}

type About = Pick<DossierTask, 'kind' | 'case' | 'account' | 'rule' | 'step' | 'episode'>

function isAbout(one: DossierTask, about: About): boolean {
  return (
    one.kind === about.kind &&
    one.case === about.case &&
    one.rule === about.rule &&
    one.step === about.step &&
    one.episode === about.episode
  )
}
