import { ACTIONS, ROLES } from '../../../base/list.ts'
import { USUAL_CHANNEL } from '../../../channel/channel.ts'
import { statusFrom } from '../../from-holds.ts'
import type { Judge } from '../../judge.ts'
import { keysOf, type Terms } from '../../keys.ts'
import type { LegalFile, Question } from '../../../model/question.ts'
import type { RuleWith } from '../base.ts'
import type { Changed } from '../kind.ts'
import { channelsOf, questionFilter } from '../../select.ts'

interface HoldParameters {
  while: string
  lasts: object
}

type Mutation<P> = Pick<Changed, 'path'> & { rule: RuleWith<P>; mutated: RuleWith<P> }

/** Whether the change of a hold changes no answer. */
export function isIdleHold<P extends HoldParameters>(
  judge: (rule: RuleWith<P>, terms: Terms) => Judge,
  { rule, mutated, path }: Mutation<P>,
): boolean {
  const key = path.at(-1)
  const { while: name, lasts } = rule.parameters
  // A limit says who is asked about one more, not whether that one holds.
  if (path.includes('limit')) return true
  if (key === 'scope') return name === 'always'
  if (key === 'from') return 'from' in lasts && lasts.from === name
  return (key === 'stops' || key === 'actions') && holdAlike(judge, rule, mutated)
}

/** Asked about every action, with and without a channel, while the status lasts. `ROLES` begins with the debtor and ends with a third person. */
function holdAlike<P extends HoldParameters>(
  judge: (rule: RuleWith<P>, terms: Terms) => Judge,
  rule: RuleWith<P>,
  mutated: RuleWith<P>,
): boolean {
  const { channels = [USUAL_CHANNEL], roles = ROLES, places, purposes, automation, lines } = rule.appliesTo
  const file: LegalFile = { ...NOTHING_KNOWN, statuses: [statusFrom(rule.parameters.while, 0)] }
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
    const judged = judge(one, ANY_TERMS)
    return (question: Question) => isAbout(question) && judged(question, file).length > 0
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
