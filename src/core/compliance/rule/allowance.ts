import { DAY_MS } from '../../base/time.ts'
import { existsAt } from './cap.ts'
import type { Selector } from './base.ts'
import type { Allowance, Key, Circumstances, Question } from '../../model/question.ts'
import { contactFilter } from '../match/select.ts'

/** The time for which a human's answer is good: later the situation that it was given on may be another. */
export const ALLOWED_DAYS = 7

/** Whether a human let this contact pass although the rule asks for a review: once about each account, so that the next contact that the rule is about uses it up. It lifts no other rule. */
export function allowedOnce(rule: AskingRule, question: Question, file: Circumstances): Allowance | null {
  const { allowed = [] } = file
  if (allowed.length === 0 || question.accounts.length === 0) return null
  const given = question.accounts.map((account) => unusedFor(account, rule, question, file))
  return given.includes(null) ? null : (given[0] ?? null)
}

export interface AskingRule {
  rule: string
  appliesTo: Selector
}

function unusedFor(
  account: Key,
  { rule, appliesTo }: AskingRule,
  question: Question,
  file: Circumstances,
): Allowance | null {
  const isAlike = contactFilter(appliesTo)
  const given = (file.allowed ?? []).filter(
    (one) =>
      one.rule === rule &&
      one.account === account &&
      one.at <= question.at &&
      question.at < one.at + ALLOWED_DAYS * DAY_MS,
  )
  const unused = given.filter(
    (one) =>
      !file.history.some(
        (contact) =>
          contact.at >= one.at &&
          existsAt(question.at, contact) &&
          contact.direction === 'out' &&
          contact.person === question.person &&
          contact.accounts.includes(account) &&
          isAlike(contact),
      ),
  )
  return unused[0] ?? null
}
