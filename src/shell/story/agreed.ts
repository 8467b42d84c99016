import { type FactType, isFactType } from '../../core/fact/fact.ts'
import { PLAN_STATES, planTraits } from '../../core/model/plan.ts'
import { PROMISE_STATES, promiseTraits } from '../../core/model/promise.ts'
import { SETTLEMENT_STATES, settlementTraits } from '../../core/model/settlement.ts'
import type { FactEntry } from './story.ts'

/** What is told of promises, plans and settlements, and what the engine says became of them: one sentence each. */
type Agreed = Extract<FactType, `promise.${string}` | `plan.${string}` | `settlement.${string}`>
type Body = FactEntry['body']

/** Null = the fact is about something else, or does not say enough for a sentence. */
export function agreedSentence(fact: FactEntry): string | null {
  return promiseSentence(fact) ?? planSentence(fact) ?? settlementSentence(fact) ?? toldSentence(fact)
}

/** What somebody told, after the name of what it is about. */
const TOLD: Record<Agreed, (body: Body) => string> = {
  'promise.made': ({ amount, by, kind, graceDays, replaces }) =>
    sentence(`promised ${amount} by ${by}`, [
      kind && `of type ${kind}`,
      graceDays && `with ${graceDays} days of grace`,
      inPlaceOf(replaces),
    ]),
  'promise.cancelled': () => 'cancelled',
  'promise.accepted': () => 'a supervisor takes it',
  'promise.refused': () => 'a supervisor does not take it',
  'plan.proposed': (body) => sentence(`the ${body['by'] ?? 'lender'} proposes it`, planTerms(body)),
  'plan.agreed': (body) => sentence('agreed', planTerms(body)),
  'plan.accepted': () => 'a supervisor takes it',
  'plan.refused': () => 'refused',
  'plan.cancelled': () => 'cancelled',
  'settlement.offered': ({ by, amount, discount, until, payBy, rates }) =>
    sentence(`${by ?? 'somebody'} offers ${amount ?? `a discount of ${discount}`}`, [
      `to be accepted by ${until}`,
      payBy && `to be paid by ${payBy}`,
      rates && `to be paid in ${rates}`,
    ]),
  'settlement.approved': ({ by }) => `${by ?? 'a second person'} grants it`,
  'settlement.rejected': ({ by }) => `${by ?? 'a second person'} does not grant it`,
  'settlement.accepted': () => 'the debtor accepts it',
  'settlement.declined': () => 'the debtor declines it',
  'settlement.withdrawn': () => 'the lender withdraws it',
}

/** `promise friday: promised 500.00 by 2026-03-06`, `settlement S1: ben grants it`. */
function toldSentence({ type, body }: FactEntry): string | null {
  if (!isAgreed(type)) return null
  return `${nameIn(body, type)}: ${TOLD[type](body)}`
}

function isAgreed(type: string): type is Agreed {
  return isFactType(type) && Object.hasOwn(TOLD, type)
}

/** A name that a story may not tell is left out. */
function nameIn(body: Body, type: string): string {
  const noun = type.slice(0, type.indexOf('.'))
  const name = body[noun]
  return name === undefined ? noun : `${noun} ${name}`
}

function planTerms({ sum, first, every, number, rate, rates, accounts, kind, replaces }: Body) {
  return [
    sum && `${sum} in all`,
    rates && `${rates}`,
    number && `in ${number} rates`,
    rate && `in rates of ${rate}`,
    first && `from ${first}`,
    every && `every ${every}`,
    accounts && `over ${accounts}`,
    kind && `of type ${kind}`,
    inPlaceOf(replaces),
  ]
}

function inPlaceOf(replaces: Body[string] | undefined): string | undefined {
  return replaces === undefined ? undefined : `in place of ${replaces}`
}

function sentence(start: string, parts: readonly unknown[]): string {
  return [start, ...parts.filter((part) => typeof part === 'string' && part !== '')].join(', ')
}

/** What the engine says of a promise: `promise friday: promised 500.00 by 2026-03-06; 300.00 came; kept in part, 60 %`. */
function promiseSentence({ type, body }: FactEntry): string | null {
  const status = PROMISE_STATES.find((one) => type === `promise.${one}`)
  const { amount, by, paid } = body
  if (status === undefined || amount === undefined || paid === undefined) return null
  const share = status === 'partly_kept' ? `, ${percent(paid, amount)} %` : ''
  return `${nameIn(body, type)}: promised ${amount} by ${by}; ${paid} came; ${promiseTraits(status).says}${share}`
}

/** How much of it came, rounded down: what is nearly all is not all. */
function percent(paid: Body[string], amount: Body[string]): number {
  return Math.floor((100 * Number(paid)) / Number(amount) + 1e-9)
}

/** What the engine says of a plan: `plan p of 6 x 100.00 from 2026-03-01, 600.00 in all: in arrears; 200.00 came`, `plan p: rate 3 of 6, 100.00 by 2026-05-01, missed: 0.00 came`. */
function planSentence({ type, body }: FactEntry): string | null {
  const { rates, rate, sum, paid, first, amount, on } = body
  const plan = nameIn(body, type)
  if (type === 'plan.rate_missed' || type === 'plan.rate_paid') {
    if (on === undefined || amount === undefined) return null
    const became = type === 'plan.rate_paid' ? 'paid' : `missed: ${paid} came`
    return `${plan}: rate ${rate} of ${rates}, ${amount} by ${on}, ${became}`
  }
  const says = PLAN_SAYS.get(type)
  if (says === undefined || sum === undefined || paid === undefined) return null
  const isEqual = Math.round(100 * Number(sum)) === Math.round(100 * Number(rate) * Number(rates))
  const of = isEqual ? `${rates} x ${rate}` : `${rates} rates`
  return `${plan} of ${of} from ${first}, ${sum} in all: ${says}; ${paid} came`
}

const PLAN_SAYS: ReadonlyMap<string, string> = new Map([
  ...PLAN_STATES.map((status): [string, string] => [`plan.${status}`, planTraits(status).says]),
  ['plan.taken', 'agreed, and within what is taken'],
  ['plan.caught_up', 'caught up'],
])

/** What the engine says of a settlement: `settlement S1: 400.00 of 500.00 by 2026-03-10; 400.00 came, 100.00 forgiven; paid as agreed`. */
function settlementSentence({ type, body }: FactEntry): string | null {
  const word = type.replace(/^settlement\.(in_force$)?/, '')
  const status = SETTLEMENT_STATES.find((one) => one === (word === '' ? 'accepted' : word))
  const { amount, owed, by, paid, forgiven } = body
  if (status === undefined || owed === undefined || paid === undefined) return null
  const came = `${paid} came, ${forgiven} forgiven`
  return `${nameIn(body, type)}: ${amount} of ${owed} by ${by}; ${came}; ${settlementTraits(status).says}`
}
