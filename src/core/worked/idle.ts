import { assertNever } from '../base/assert-never.ts'
import { ACTIONS, ROLES } from '../base/list.ts'
import { dayFromNumber, dayNumber } from '../base/time.ts'
import { USUAL_CHANNEL } from '../channel/channel.ts'
import type { Calendar } from '../compliance/time/calendar.ts'
import { statusFrom } from '../compliance/known/statuses.ts'
import { hoursOf, type Slot } from '../compliance/time/hours.ts'
import { keysOf, type Terms } from '../compliance/known/keys.ts'
import type { Rule } from '../compliance/pack/pack.ts'
import type { Changed } from '../compliance/rule/kind.ts'
import { idleOf, judgeOf } from '../compliance/rule/kinds.ts'
import { channelsOf } from '../compliance/match/channel-names.ts'
import { questionFilter } from '../compliance/match/select.ts'
import type { Circumstances, Question } from '../model/question.ts'

/** Whether the change of a rule cannot change any answer: no case could notice it. Each kind says of its own parameters what that hangs on. */
export function isIdle(rule: Rule, mutated: Rule, changed: Changed): boolean {
  const idle = idleOf(rule, mutated, changed)
  if (typeof idle === 'boolean') return idle
  switch (idle.alike) {
    case 'acts':
      return actsAlike(rule, mutated, idle.while)
    case 'hours':
      return hoursAlike(idle.before, idle.after, changed.clock)
    default:
      return assertNever(idle)
  }
}

/** The rule is asked about every action, with and without a channel, while the status lasts. `ROLES` begins with the debtor and ends with a third person. */
function actsAlike(rule: Rule, mutated: Rule, status: string): boolean {
  const { channels = [USUAL_CHANNEL], roles = ROLES, places, purposes, automation, lines } = rule.appliesTo
  const file: Circumstances = { ...NOTHING_KNOWN, statuses: [statusFrom(status, 0)] }
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
  const [own, other] = [rule, mutated].map((one) => {
    const isAbout = questionFilter(one.appliesTo)
    const { judge } = judgeOf(one, ANY_TERMS)
    return (question: Question) => isAbout(question) && judge(question, file).length > 0
  })
  return asked.every((question) => own?.(question) === other?.(question))
}

const CLOCK = { zone: null, calendar: null, weekStart: 'mon' } as const
const ANY_TERMS: Terms = { ...CLOCK, keys: keysOf({}, CLOCK) }

const NOTHING_KNOWN = { regions: [], zones: ['UTC'], closed: [], history: [], evidence: [] }
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

/** The hours are compared on every weekday, as a holiday and as a working day. */
function hoursAlike(before: readonly Slot[], after: readonly Slot[], clock: Changed['clock']): boolean {
  const calendar = clock.calendar === undefined ? null : EVERY_SORT
  const [own, other] = [hoursOf(before, calendar), hoursOf(after, calendar)]
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
