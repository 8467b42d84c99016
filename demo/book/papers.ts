import { addDays, isoOf } from '../../src/core/base/time.ts'
import type { FactInput } from '../../src/core/fact/fact.ts'
import type { Span } from './span.ts'
import { PAPERS } from './assumptions.ts'
import type { Dice } from './dice.ts'
import type { InventedPerson } from './person.ts'

interface Filed {
  person: InventedPerson
  account: string
  span: Span
  /** Whether the debtor agreed to text messages when the number was given. */
  agreesToTexts: boolean
}

/** What the law asks to be on file before somebody is contacted, as a careful lender has it of most debtors: notices that were sent, papers at hand, consents, numbers that were checked. */
export function papersOnFile(filed: Filed, dice: Dice): FactInput[] {
  switch (filed.person.kind) {
    case 'us':
      return [
        onAccount(filed, 'validation.sent_or_due_within_5d'),
        ...(filed.agreesToTexts ? consents(filed, dice) : []),
        ...ofDistrict(filed, dice),
      ]
    case 'b2b':
      return dice.chance(PAPERS.numberChecked) ? onPoints(filed, 'identity.verified_or_no_detail') : []
    case 'cn':
      return []
  }
}

/** The person consents to texts every fifty days, because the consent goes stale after sixty; to robots' texts and to electronic messages, once. */
function consents(filed: Filed, dice: Dice): FactInput[] {
  const facts: FactInput[] = []
  const { span } = filed
  for (let day = span.from; day <= span.to; day = addDays(day, 50)) {
    const at = day === span.from ? span.loadedAt : isoOf(Date.parse(`${day}T06:00:00Z`))
    facts.push(consent(filed, 'consent.sms', at))
  }
  if (dice.chance(PAPERS.robotTexts)) facts.push(consent(filed, 'consent.autodial', span.loadedAt))
  if (dice.chance(PAPERS.electronic)) {
    const given = (point: string) => consent(filed, 'consent.electronic', span.loadedAt, point)
    facts.push(...pointsOf(filed.person).map(given))
    const { email } = filed.person
    if (email !== null) facts.push(consent(filed, 'consent.email', span.loadedAt, email))
  }
  return facts
}

/** The District of Columbia wants the papers of the debt at hand, and a written notice before any message. */
function ofDistrict(filed: Filed, dice: Dice): FactInput[] {
  if (!filed.person.regions.includes('US-DC')) return []
  return [
    ...(dice.chance(PAPERS.debtPapers) ? [onAccount(filed, 'docs.dc_complete')] : []),
    ...(dice.chance(PAPERS.writtenNotice) ? [onAccount(filed, 'notice.dc_written')] : []),
  ]
}

/** Training, for everybody; those in the field go in pairs, show their cards, say why they come and do not enter; those on the phone ask who is there before they speak of a debt. */
export function papersOfStaff(staff: readonly string[], { loadedAt }: Span): FactInput[] {
  return staff.flatMap((agent) => {
    const field = agent.startsWith('field')
    return Object.entries(field ? IN_THE_FIELD : ON_THE_PHONE).map(
      ([evidence, value]): FactInput => ({ type: 'evidence.recorded', at: loadedAt, agent, evidence, value }),
    )
  })
}

const ON_THE_PHONE = { 'agent.trained': true, 'identity.verified_or_no_detail': true }
const IN_THE_FIELD = {
  'agent.trained': true,
  'visit.staff': 2,
  'visit.id_shown': true,
  'visit.purpose_told': true,
  'visit.no_entry_or_entry_consent': true,
}

function onAccount({ account, span }: Filed, evidence: string): FactInput {
  return { type: 'evidence.recorded', at: span.loadedAt, account, evidence, value: true }
}

/** Number and e-mail address are checked together. */
function onPoints({ account, person, span }: Filed, evidence: string): FactInput[] {
  return pointsOf(person).map((point) => {
    return { type: 'evidence.recorded', at: span.loadedAt, account, point, evidence, value: true }
  })
}

function pointsOf({ phone, email }: InventedPerson): string[] {
  return email === null ? [phone] : [phone, email]
}

function consent({ account, person }: Filed, name: string, at: string, point = person.phone): FactInput {
  return { type: 'consent.given', at, account, point, consent: name }
}
