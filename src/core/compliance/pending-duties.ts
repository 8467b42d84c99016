import { type Day, daysBetween, type Instant, instantInAll, lastDayOf } from '../base/time.ts'
import { OUTCOME_LEVEL } from '../base/list.ts'
import { remembered } from '../base/remembered.ts'
import { type Duration, olderAt } from './time/duration.ts'
import { evidenceFor } from './known/evidence.ts'
import { zonesFor } from './time/clock.ts'
import { statusFinder, type Terms } from './known/keys.ts'
import { judgeRules } from './judgement.ts'
import { isActive, isAsked, type Law, type LegalRule } from './pack/law.ts'
import type { Rule } from './pack/pack.ts'
import { COUNT_LEVEL } from './rule/parameters.ts'
import type { Circumstances, Question, Status } from '../model/question.ts'
import { asksPeople } from './rule/kinds.ts'
import { contactFilter, questionFilter } from './match/select.ts'
import type { Reason } from '../model/verdict.ts'

/** Something that has to be done by a date, under a rule. */
export interface DatedDuty extends Pick<Reason, 'rule' | 'cite' | 'text'> {
  /** What started its time. */
  since: Instant
  /** The last second of its last day. */
  due: Instant
  done: boolean
}

export interface PendingDuties {
  duties: DatedDuty[]
  /** What a human is asked although nobody is contacted. */
  reviews: Reason[]
}

export interface DutyQuestion {
  /** A question about the account, at now, over no channel. */
  question: Question
  /** Candidate residences; the rest of the file is only looked at where a rule asks something. */
  regions: readonly string[]
  file: () => Circumstances
  packs: readonly string[]
  openedOn: Day
}

type Known = Omit<DutyQuestion, 'file'> & { file: Circumstances }

const NOTHING: PendingDuties = { duties: [], reviews: [] }

/** What the law asks of people about an account, whoever is contacted or not: duties whose time has begun, and holds that a human must look at. */
export function pendingDutiesOf(asked: DutyQuestion, law: Law): PendingDuties {
  const { question } = asked
  const { dutiful, asking } = standingOf(asked, law)
  if (dutiful.length + asking.length === 0) return NOTHING
  const file = asked.file()
  const { refusals } = judgeRules(asking, question, file)
  return {
    duties: dutiful.flatMap((rule) => dutyOf(rule, { ...asked, file })),
    reviews: refusals.filter(({ effect }) => effect === 'review'),
  }
}

/** The standing rules of the packs that are asked. */
interface Standing {
  dutiful: readonly Dutiful[]
  asking: readonly LegalRule[]
}

interface Dutiful {
  legal: LegalRule
  duty: NonNullable<Rule['duty']>
  isAboutAccount: (question: Question) => boolean
}

const standing = remembered<Standing>()

function standingOf({ question: { actor, product }, regions, packs }: DutyQuestion, law: Law): Standing {
  return standing(law, `${regions.join()}|${actor}|${product}|${packs.join()}`, () => {
    const rules = law.standing.filter(
      ({ rule, pack }) => isActive(rule, regions) && isAsked(pack, { regions, actor, product, packs }, law),
    )
    return {
      dutiful: rules.flatMap((legal) => {
        const { duty } = legal.rule
        return duty ? [{ legal, duty, isAboutAccount: aboutAccount(legal.rule) }] : []
      }),
      asking: rules.filter(({ rule }) => asksPeople(rule)),
    }
  })
}

function dutyOf({ legal, duty, isAboutAccount }: Dutiful, asked: Known): DatedDuty[] {
  const { rule } = legal
  const { file } = asked
  const question: Question =
    duty.starts === 'plan' ? { ...asked.question, action: 'accept_plan' } : asked.question
  if (!isAboutAccount(question) || !legal.inForce(question, file)) return []
  const since = START[duty.starts](legal, { ...asked, question })
  if (since === null) return []
  const anew = duty.starts === 'plan' || duty.starts === 'status'
  const done = evidenceFor(duty.doneBy, question, file, legal.terms).some(({ at }) => !anew || at >= since)
  const { title, citation } = rule
  const text = `${title} (to be shown: ${duty.doneBy})`
  return [
    { rule: rule.rule, cite: citation, text, since, due: lastSecond(since, duty.within, legal, file), done },
  ]
}

/** A day that no calendar knows counts: it is better that the duty is done too soon. */
function lastSecond(since: Instant, within: Duration, { terms }: LegalRule, file: Circumstances): Instant {
  const how = { calendar: terms.calendar, reading: 'sooner' } as const
  return Math.min(...zonesFor(terms, file).map((zone) => olderAt(since, within, zone, how))) - 1000
}

/** A question over any channel, since nobody is contacted now. */
function aboutAccount(rule: Rule): Dutiful['isAboutAccount'] {
  const { channels: _channels, ...selector } = rule.appliesTo
  return questionFilter(selector)
}

type Start = (legal: LegalRule, asked: Known) => Instant | null

/** The earliest instant at which the time of a duty began; null = it has not. */
const START: Record<NonNullable<Rule['duty']>['starts'], Start> = {
  first_contact: ({ rule }, { question, file }) => {
    const isAlike = contactFilter(rule.appliesTo)
    const [account] = question.accounts
    const times = file.history
      .filter(
        (one) =>
          one.at <= question.at &&
          one.person === question.person &&
          one.collector === question.collector &&
          (account === undefined || one.accounts.length === 0 || one.accounts.includes(account)) &&
          one.outcome !== 'pending' &&
          OUTCOME_LEVEL[one.outcome] >= COUNT_LEVEL.answered &&
          isAlike(one),
      )
      .map(({ at }) => at)
    return times.length > 0 ? Math.min(...times) : null
  },
  case: (_legal, { file, openedOn }) => instantInAll(file.zones, openedOn),
  plan: ({ terms }, asked) => {
    const agreed = openOf('plan.open', terms, asked).map(({ at }) => at)
    if (agreed.length > 0) return Math.max(...agreed)
    // Promises that were told one by one are a plan as well.
    const made = openOf('promise.open', terms, asked).map(({ at }) => at)
    return made.length > 1 ? Math.max(...made) : null
  },
  status: ({ rule, judge, terms }, asked) => {
    if (rule.kind !== 'hold' || judge(asked.question, asked.file).length === 0) return null
    const begun = openOf(rule.parameters.while, terms, asked).map(({ at }) => at)
    return begun.length > 0 ? Math.max(...begun) : null
  },
}

/** Whether the status is about the account, has begun, and is neither over by itself nor lifted. */
function openOf(name: string, terms: Terms, { question, file }: Known): Status[] {
  const today = lastDayOf(file.zones, question.at)
  return statusFinder(name, terms)(question, file).filter(
    ({ at, until, lifted, accounts }) =>
      at <= question.at &&
      (until === null || daysBetween(today, until) >= 0) &&
      (lifted === null || lifted > question.at) &&
      (!accounts || accounts.some((account) => question.accounts.includes(account))),
  )
}
