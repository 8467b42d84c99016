import { ACTIONS, ROLES } from '../base/list.ts'
import { dayFromNumber, dayNumber } from '../base/time.ts'
import { kindOf, USUAL_CHANNEL } from '../channel/channel.ts'
import type { Calendar } from './calendar.ts'
import { hoursOf } from './hours.ts'
import { compileLaw } from './law.ts'
import type { Edit } from './mutate-value.ts'
import type { Pack, Rule, RuleOf } from './pack.ts'
import type { LegalFile, Question } from './question.ts'
import { channelsOf } from './select.ts'

/** Changes that cannot change any answer; no case could notice them. */
export function isIdle(rule: Rule, mutated: Rule, { path }: Edit, pack: Pack): boolean {
  const key = path.at(-1)
  switch (rule.kind) {
    case 'hold':
      // A limit says who is asked about one more, not whether that one holds.
      if (path.includes('limit')) return true
      if (key === 'scope') return rule.parameters.while === 'always'
      if (key === 'from')
        return 'from' in rule.parameters.lasts && rule.parameters.lasts.from === rule.parameters.while
      return (
        (key === 'stops' || key === 'actions') && mutated.kind === 'hold' && holdAlike(rule, mutated, pack)
      )
    case 'cap':
      return key === 'split' && !canSplit(rule)
    case 'gap': {
      const { after, atLeast } = rule.parameters
      const ofHistory = after.event === 'attempt' || after.event === 'conversation'
      return (key === 'dayOne' && 'hours' in atLeast) || (path.includes('per') && !ofHistory)
    }
    case 'window':
      if (key === 'zone') return rule.parameters.zone === pack.clock.zone
      return path.includes('open') && mutated.kind === 'window' && openAlike(rule, mutated, pack)
    default:
      return false
  }
}

/** Whether the hour or the date matters to a rule. */
export function readsClock(rule: Rule): boolean {
  const { kind, parameters, inForceFrom, inForceUntil } = rule
  if (inForceFrom !== undefined || inForceUntil !== undefined) return true
  switch (kind) {
    case 'window':
      return true
    case 'cap':
      return !('hours' in parameters.span || 'lifetime' in parameters.span)
    case 'gap':
      return !('hours' in parameters.atLeast)
    case 'hold':
      return 'for' in parameters.lasts
    case 'require':
      return [...(parameters.all ?? []), ...(parameters.any ?? [])].some((need) => need.minAge ?? need.maxAge)
    default:
      return false
  }
}

/** An unanswered contact is booked to one of several accounts; a conversation and a writing that names them are not. */
function canSplit({ appliesTo, parameters: { per, counts } }: RuleOf<'cap'>): boolean {
  const spoken =
    !appliesTo.channels || [...channelsOf(appliesTo.channels)].some((channel) => !kindOf(channel).written)
  return per.includes('account') && counts !== 'conversation' && spoken
}

/** Asked about every action, with and without a channel, while the status lasts. `ROLES` begins with the debtor and ends with a third person. */
function holdAlike(rule: RuleOf<'hold'>, mutated: RuleOf<'hold'>, pack: Pack): boolean {
  const { rules } = compileLaw({ packs: [{ ...pack, rules: [rule, mutated] }], calendars: [] })
  const { channels = [USUAL_CHANNEL], roles = ROLES, places, purposes, automation, lines } = rule.appliesTo
  const file: LegalFile = { ...NOTHING_KNOWN, statuses: [{ ...LASTING, status: rule.parameters.while }] }
  const place = places?.[0] ?? 'home'
  const asked = ACTIONS.flatMap((action) =>
    [null, ...[...channelsOf(channels)].slice(0, 1)].flatMap((channel) =>
      [...roles.slice(0, 1), ...roles.slice(-1)].map((role): Question => {
        const purpose = purposes?.[0] ?? 'collect'
        const means = { automation: automation?.[0] ?? 'human', line: lines?.[0] ?? 'mobile' }
        return { ...NOBODY, ...means, action, channel, role, place, purpose }
      }),
    ),
  )
  return asked.every((question) => {
    const [own, other] = rules.map(
      ({ isAbout, judge }) => isAbout(question) && judge(question, file).length > 0,
    )
    return own === other
  })
}

const NOTHING_KNOWN = { regions: [], zones: ['UTC'], closed: [], history: [], evidence: [] }
const LASTING = {
  at: 0,
  until: null,
  lifted: null,
  liftedBy: null,
  accounts: null,
  point: null,
  channel: null,
  place: null,
}
const NOBODY = {
  at: 1,
  durationMinutes: 0,
  actor: null,
  product: null,
  dpd: null,
  person: 'P1',
  accounts: [],
  point: null,
  creditor: 'CR1',
  collector: 'CO1',
  household: null,
  tags: [],
  tokens: null,
  moment: 'claim' as const,
}

/** The same hours on every sort of day: every weekday, as a holiday and as a working day. */
function openAlike(rule: RuleOf<'window'>, mutated: RuleOf<'window'>, { clock }: Pack): boolean {
  const [own, other] = [rule, mutated].map(({ parameters: { open } }) =>
    open === 'person_hours' ? null : hoursOf(open, clock.calendar === undefined ? null : EVERY_SORT),
  )
  if (!own || !other) return false
  return DAYS.every((day) => JSON.stringify(own(day)) === JSON.stringify(other(day)))
}

const FIRST = dayNumber('2026-01-05')
const DAYS = Array.from({ length: 28 }, (_, day) => FIRST + day)

const EVERY_SORT: Calendar = {
  calendar: 'every-sort',
  years: [2025, 2026],
  holidays: DAYS.slice(0, 7).map(dayFromNumber),
  workdays: DAYS.slice(14, 21).map(dayFromNumber),
  source: 'a week of holidays, one as it is, one of working days',
}
