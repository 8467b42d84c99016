/** What a newcomer would write who follows the recipes of a kind of rule, a disposition and a command. */

export const MONTH_DAY = `import { z } from 'zod'
import { dayOf } from '../../base/time.ts'
import type { Terms } from '../known/keys.ts'
import { zonesFor } from '../time/clock.ts'
import { type Judge, NOTHING, refusal } from './judge.ts'
import type { RuleWith } from './base.ts'
import type { RuleKind } from './kind.ts'

const parameters = z.strictObject({ days: z.array(z.number().int().min(1).max(31)).min(1) })
type Parameters = z.infer<typeof parameters>

/** Days of the month on which nobody is contacted. */
export const monthday = {
  parameters,
  judge: (rule, terms) => ({ judge: monthdayJudge(rule, terms) }),
  keys: () => [],
  looksBack: () => false,
  needsCalendar: () => false,
  readsClock: () => true,
  limits: 'when',
} as const satisfies RuleKind<Parameters>

function monthdayJudge({ parameters: { days } }: RuleWith<Parameters>, terms: Terms): Judge {
  return (question, file) => {
    const own = zonesFor(terms, file).map((zone) => Number(dayOf(zone, question.at).slice(8)))
    return own.some((day) => days.includes(day)) ? refusal(null) : NOTHING
  }
}
`

/** How such a rule is broken. */
export const BROKEN = `    case 'monthday':
      return {
        question: { ...asked, at: instantAt('UTC', \`2026-05-0\${rule.parameters.days[0]}\`, '10:00') },
        file: known({}),
      }
`

export const LAW = `pack: xn-rent
version: 2026.11.29
title: "Invented: nobody is asked for money on the day when the rent is due"
jurisdiction: XN
layer: state
clock: { zone: debtor }
binds: { residence: [US-CT] }
rules:
  - rule: XN-01
    kind: monthday
    title: Nobody is called on the first of a month
    appliesTo: { channels: [all] }
    parameters: { days: [1] }
    effect: block
    state: active
    citation: art. 1
    sources: [the treaty]
    evidenceLevel: official
cases:
  - id: XN-A
    zones: [America/New_York]
    regions: [US-CT]
    intents:
      - { at: "2026-04-30T12:00[America/New_York]", ch: sms }
      - { at: "2026-05-01T12:00[America/New_York]", ch: sms, expect: [XN-01] }
      - { at: "2026-05-02T12:00[America/New_York]", ch: sms }
`

export const DISPOSITIONS_FILE = 'src/core/channel/disposition.ts'

export const HEIR = `  heir_answers: {
    ...PHONE,
    outcome: 'third',
    attempt: true,
    rightParty: false,
    effect: 'deceased',
    lasts: FOR_GOOD,
  },
`

export const HELLO = `import { defineCommand } from 'citty'

export const helloCommand = defineCommand({
  meta: {
    name: 'hello',
    description: \`Greets whoever is named.

Examples:
  arrears hello --to Ada\`,
  },
  args: { to: { type: 'string', default: 'you', description: 'whom' } },
  run({ args }) {
    console.log(\`hello \${args.to}\`)
  },
})
`

const at = '2026-01-05T09:00:00Z'
/** A debtor in China; the last fact says that an heir answered the telephone. */
export const TOLD: readonly object[] = [
  {
    type: 'account.opened',
    at,
    account: 'A1',
    debtor: 'D1',
    creditor: 'acme',
    actor: 'first_party',
    product: 'consumer_loan',
    currency: 'CNY',
    region: 'CN',
    zone: 'Asia/Shanghai',
    phone: '+8613800138000',
  },
  { type: 'obligation.billed', at, account: 'A1', obligation: 'O1', dueOn: '2026-03-01', amount: '2000.00' },
  {
    type: 'contact.recorded',
    at: '2026-03-06T09:00:00Z',
    account: 'A1',
    channel: 'call',
    disposition: 'heir_answers',
  },
]
