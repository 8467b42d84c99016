import { type FactType, isFactType } from './fact.ts'

/** What is told of promises, plans and settlements. */
type Agreed = Extract<FactType, `promise.${string}` | `plan.${string}` | `settlement.${string}`>
type Body = Readonly<Record<string, string | number | boolean | null>>

/** What somebody told of something agreed, in plain words: `promised 500.00 by 2026-03-06`; null = the fact is of another kind. */
export function agreedWords(type: string, body: Body): string | null {
  return isAgreed(type) ? TOLD[type](body) : null
}

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

function isAgreed(type: string): type is Agreed {
  return isFactType(type) && Object.hasOwn(TOLD, type)
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
