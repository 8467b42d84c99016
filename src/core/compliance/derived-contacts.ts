import type { LegalClock } from './judge.ts'
import { zonesFor } from './judge.ts'
import { olderAt } from './duration.ts'
import type { Source } from './key.ts'
import type { Evidence, LegalFile, PastContact, Question } from '../model/question.ts'
import { contactFilter } from './select.ts'

type ContactSource = Extract<Source, { contacts: object }>

/** The settled contacts of a kind with this person, about any of these accounts: dated by the latest, with their number. An open one proves nothing yet. */
export function contactsSource(
  key: string,
  { contacts, samePoint, within }: ContactSource,
  clock: LegalClock,
): (question: Question, file: LegalFile) => readonly Evidence[] {
  const { direction, outcomes, ...selector } = contacts
  const isAlike = contactFilter(selector)
  const isMeant = (one: PastContact): boolean =>
    one.outcome !== 'pending' &&
    (direction === undefined || one.direction === direction) &&
    (outcomes === undefined || outcomes.includes(one.outcome)) &&
    isAlike(one)
  return (question, file) => {
    const isYoung = (one: PastContact): boolean =>
      !within ||
      zonesFor(clock, file).every(
        (zone) =>
          question.at < olderAt(one.at, within, zone, { calendar: clock.calendar, reading: 'sooner' }),
      )
    const found = file.history.filter(
      (one) =>
        one.at <= question.at && isMeant(one) && isOfSame(one, question, samePoint === true) && isYoung(one),
    )
    if (found.length === 0) return NONE
    const at = Math.max(...found.map((one) => one.at))
    return [{ key, value: found.length, at, until: null, account: null, point: null }]
  }
}
const NONE: readonly Evidence[] = []

function isOfSame(contact: PastContact, question: Question, samePoint: boolean): boolean {
  return (
    contact.person === question.person &&
    (contact.accounts.length === 0 ||
      question.accounts.length === 0 ||
      contact.accounts.some((account) => question.accounts.includes(account))) &&
    (!samePoint || (contact.point !== null && contact.point === question.point))
  )
}
