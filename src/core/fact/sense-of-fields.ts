import type { Problem } from '../base/problem.ts'
import { firstToday } from '../figures/judge-feed.ts'
import { completedDay } from './apply-feed.ts'
import { type FactInput, type FactOf, isBrakeFact } from './fact.ts'

/** What a schema per field cannot see. */
export function senseOf(fact: FactInput): Problem | null {
  if (fact.type === 'account.snapshot' && Number(fact.pastDue) > 0 && fact.oldestDueOn === null) {
    return {
      code: 'bad_snapshot',
      path: 'oldestDueOn',
      message: 'an amount is past due, but the oldest due date is not given',
      suggestion: 'give the oldest unpaid due date, or past due 0',
    }
  }
  const until = 'until' in fact && fact.until !== undefined && fact.type !== 'hold.placed' ? fact.until : null
  if (until !== null && Date.parse(until) < Date.parse(fact.at)) {
    return { code: 'ends_before', path: 'until', message: 'the end lies before the fact itself', ...MEND_END }
  }
  if (fact.type === 'preference.set' && fact.closed === undefined && fact.places === undefined) {
    return {
      code: 'missing_field',
      path: 'closed',
      message: 'no preference is given',
      suggestion: 'closed: the inconvenient hours, or places: the inconvenient places; [] = none any more',
    }
  }
  if (
    fact.type === 'task.resolved' &&
    fact.step === undefined &&
    fact.kind === undefined &&
    fact.task === undefined
  ) {
    return {
      code: 'missing_field',
      path: 'step',
      message: 'the fact does not say what it answers',
      suggestion:
        'step: the step that was asked about, or kind: what was asked; `arrears tasks list` shows both',
    }
  }
  if (fact.type === 'feed.completed') return senseOfFile(fact)
  if (isBrakeFact(fact)) return null
  const agentOnly = fact.type === 'evidence.recorded' && fact.agent !== undefined
  const about = fact.account !== undefined || ('debtor' in fact && fact.debtor !== undefined)
  if (!about && !agentOnly && !isOfNumberAlone(fact)) {
    return { code: 'missing_account', path: 'account', message: 'neither account nor debtor is given' }
  }
  return null
}

const MEND_END = { suggestion: 'look at the year; leave until out where there is no end' }

/** What a number wants counts, whoever has it; and so does what a human read in a message from it. */
function isOfNumberAlone(fact: FactInput): boolean {
  if (fact.type === 'reply.read') return true
  const inbound = fact.type === 'contact.recorded' && fact.direction === 'in'
  if (!inbound && fact.type !== 'optout.received' && fact.type !== 'optout.withdrawn') return false
  return typeof fact.point === 'string'
}

/** Figures as of a day that had not begun when the file was written would never grow old. */
function senseOfFile(fact: FactOf<'feed.completed'>): Problem | null {
  if (completedDay(fact) <= firstToday(Date.parse(fact.at))) return null
  return {
    code: 'bad_date',
    path: 'asOf',
    message: 'asOf lies after the instant of the fact itself',
    suggestion: 'asOf: the day or instant whose figures the file holds',
  }
}
