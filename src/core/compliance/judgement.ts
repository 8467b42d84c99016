import { DAY_MS, dayNumberOf, type Instant } from '../base/time.ts'
import { allowedOnce } from './rule/allowance.ts'
import { replyDueSince } from './known/derived.ts'
import { evidenceFor, isShown } from './known/evidence.ts'
import { zonesFor } from './time/clock.ts'
import type { Finding, UnknownDay } from './rule/judge.ts'
import type { Calendar } from './time/calendar.ts'
import { asksCalendar } from './time/hours.ts'
import { calendarsOf, type Law, type LegalRule, RECENT, rulesFor } from './pack/law.ts'
import { SAME_MEDIUM } from './known/known-keys.ts'
import type { Selector } from './rule/base.ts'
import type { Circumstances, Question } from '../model/question.ts'
import type { Duty, Reason } from '../model/verdict.ts'
import { asksPerson } from './rule/kinds.ts'
import { personWindow } from './rule/window.ts'

export interface PermitOptions {
  /** Packs that apply whatever the actor and product: those that a strategy names. */
  packs?: readonly string[]
  /** Rules that act though they are drafts, disputed or superseded. */
  enable?: readonly string[]
  /** How far ahead a lawful instant is looked for; 30 by default. */
  horizonDays?: number
}

/** What the law says about one instant, without looking further. */
export interface Judgement {
  refusals: Reason[]
  duties: Duty[]
  /** What is noted and refuses nothing: warnings, duties under a rule of that effect, and what a human let pass. */
  warnings: Reason[]
  /** The end of the hours that are open now, at most a day ahead; it is the end of a lawful window only when nothing refuses. */
  closes: Instant
  /** How many of the refusals are windows. */
  shut: number
  noCommonHour: boolean
}

export function judgeAt(
  question: Question,
  file: Circumstances,
  law: Law,
  options: PermitOptions = {},
  recent = recentOf(file, question.at),
): Judgement {
  const { actor, product, channel } = question
  const { packs, enable } = options
  const rules = rulesFor(law, {
    regions: file.regions,
    actor,
    product,
    channel,
    ...(packs && { packs }),
    ...(enable && { enable }),
  })
  return judgeRules(rules, question, file, { recent, calendars: () => calendarsOf(law, file.regions) })
}

export interface JudgeWith {
  recent?: Circumstances
  /** The calendars of the residence, for closed hours of the person that name holidays. */
  calendars?: () => readonly Calendar[]
}

const NO_CALENDARS = (): readonly Calendar[] => []

/** The same of rules that were chosen already. */
export function judgeRules(
  rules: readonly LegalRule[],
  question: Question,
  file: Circumstances,
  given: JudgeWith = {},
): Judgement {
  const { channel } = question
  const { recent = recentOf(file, question.at), calendars = NO_CALENDARS } = given
  const judgement: Judgement = {
    refusals: [],
    duties: [],
    warnings: [],
    closes: question.at + DAY_MS,
    shut: 0,
    noCommonHour: false,
  }
  let personAsked = file.closed.length === 0
  for (const rule of rules) {
    try {
      if (!rule.isAbout(question) || !rule.inForce(question, file)) continue
      if (asksPerson(rule.rule)) {
        // Holidays that this pack cannot know are asked of the calendars of the residence below.
        if (rule.terms.calendar === null && asksCalendar(file.closed)) continue
        personAsked = true
      }
      judgeRule(rule, question, rule.looksBack ? file : recent, judgement)
    } catch (error) {
      const reason = reasonOf(rule, null, `${rule.rule.title} (${messageOf(error)})`)
      refuse(reason, rule.rule.appliesTo, { question, file, judgement })
    }
  }
  if (!personAsked && channel !== null) judgePerson(calendars, { question, file, judgement })
  return judgement
}

function judgeRule(legal: LegalRule, question: Question, file: Circumstances, judgement: Judgement): void {
  const findings = legal.judge(question, file)
  if (findings.length === 0 && !legal.closes) return
  const { unless, effect } = legal.rule
  if (unless?.some((key) => isLifted(key, legal, question, file))) return
  for (const finding of findings) addFinding(legal, finding, { question, file, judgement })
  const unknown = legal.unknownDay?.(question, file)
  if (unknown) noteUnknown(unknown, legal.pack.pack, judgement)
  if (legal.closes && findings.length === 0 && (effect === 'block' || effect === 'review')) {
    judgement.closes = Math.min(judgement.closes, legal.closes(question, file))
  }
}

/** An answer in the same medium is free only inside the closed stretch, and on the day, in which the debtor began. */
function isLifted(key: string, legal: LegalRule, question: Question, file: Circumstances): boolean {
  if (!isShown(key, question, file, legal.terms)) return false
  if (key !== SAME_MEDIUM || question.tags.includes(key)) return true
  if (evidenceFor(key, question, file, legal.terms).length > 0) return true
  const since = replyDueSince(question, file)
  if (since === null) return false
  if (legal.isOneStretch) return legal.isOneStretch(since, question, file)
  return zonesFor(legal.terms, file).every(
    (zone) => dayNumberOf(zone, since) === dayNumberOf(zone, question.at),
  )
}

interface Judging {
  question: Question
  file: Circumstances
  judgement: Judgement
}

function addFinding(legal: LegalRule, finding: Finding, judging: Judging): void {
  const { rule, title, appliesTo } = legal.rule
  const { judgement } = judging
  if (finding.finds === 'duty') {
    judgement.duties.push({ rule, key: finding.key, text: finding.text ?? title })
    return
  }
  const { liftsAt, missing } = finding
  const effect = finding.effect ?? legal.rule.effect
  const text = finding.text ?? title
  const reason = { ...reasonOf(legal, liftsAt, text), effect, ...(missing && { missing }) }
  if (effect === 'duty') judgement.duties.push({ rule, key: rule, text })
  if (effect === 'duty' || effect === 'warn') judgement.warnings.push(reason)
  else if (refuse(reason, appliesTo, judging)) {
    if (legal.closes) judgement.shut++
    if (finding.noCommonHour) judgement.noCommonHour = true
  }
}

/** The hours of that day are those that it has under every reading. */
function noteUnknown({ calendar, day }: UnknownDay, pack: string | null, { warnings }: Judgement): void {
  const text = `the calendar ${calendar} does not know ${day}: judged as a workday, a rest day and a holiday`
  if (warnings.some((one) => one.text === text)) return
  warnings.push({ rule: 'calendar_unknown', pack, text, cite: null, effect: 'warn', liftsAt: null })
}

/** Whether the contact is refused: a human may have let it pass where the rule asks for a review. */
function refuse(reason: Reason, appliesTo: Selector, { question, file, judgement }: Judging): boolean {
  const { rule, effect, text } = reason
  const allowance = effect === 'review' ? allowedOnce({ rule, appliesTo }, question, file) : null
  if (!allowance) judgement.refusals.push(reason)
  else {
    const pass = `${text}: let pass once by a human, task ${allowance.task}`
    judgement.warnings.push({ ...reason, text: pass })
  }
  return !allowance
}

function reasonOf({ rule, pack }: LegalRule, liftsAt: Instant | null, text: string): Reason {
  return { rule: rule.rule, pack: pack.pack, text, cite: rule.citation, effect: rule.effect, liftsAt }
}

/** The person's own closed hours bind also where no law says so. */
function judgePerson(calendars: () => readonly Calendar[], { question, file, judgement }: Judging): void {
  const window = personWindow(asksCalendar(file.closed) ? calendars() : [])
  try {
    const findings = window.judge(question, file)
    const unknown = window.unknownDay(question, file)
    if (unknown) noteUnknown(unknown, null, judgement)
    if (findings.length === 0) judgement.closes = Math.min(judgement.closes, window.closes(question, file))
    for (const finding of findings) {
      if (finding.finds !== 'refusal') continue
      // No known day lets it through: a human finds the calendar, or asks the person for other words.
      const endless = finding.noCommonHour && unknown
      const reason = endless
        ? { ...personReason(null, ` (no calendar knows ${unknown.day})`), effect: 'review' as const }
        : personReason(finding.liftsAt)
      if (!refuse(reason, {}, { question, file, judgement })) continue
      judgement.shut++
      if (finding.noCommonHour) judgement.noCommonHour = true
    }
  } catch (error) {
    // No time lifts it: a human finds the calendar, or asks the person for other words.
    const reason = { ...personReason(null, ` (${messageOf(error)})`), effect: 'review' as const }
    refuse(reason, {}, { question, file, judgement })
  }
}

function personReason(liftsAt: Instant | null, why = ''): Reason {
  const text = `the person's own closed hours${why}`
  return { rule: 'person_hours', pack: null, text, cite: null, effect: 'block', liftsAt }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'it cannot be evaluated'
}

/** The file with the recent history only, which is all that most rules look at. */
export function recentOf(file: Circumstances, at: Instant): Circumstances {
  const history = file.history.filter((contact) => contact.at > at - RECENT)
  return history.length === file.history.length ? file : { ...file, history }
}
