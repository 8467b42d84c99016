import { POINT_KINDS } from '../../core/base/list.ts'
import type { Problem } from '../../core/base/problem.ts'
import { type Cell, type Given, instant, numberOf, partsOf, present, type Row, valueOf } from './cell.ts'
import { agreedIn } from './agreed.ts'
import type { ImportKind } from './column.ts'

/** The facts that a line says, not parsed yet. `asOf` = the instant of the file. */
export function factsOf(kind: Exclude<ImportKind, 'facts'>, row: Row, asOf: string): Given[] {
  switch (kind) {
    case 'accounts':
      return accountFacts(row, asOf)
    case 'persons':
      return pointsIn(row).map((point) => ({
        type: 'point.added',
        at: asOf,
        debtor: row['debtor'],
        ...point,
      }))
    case 'obligations': {
      const { account, obligation, due_on: dueOn, amount, part, currency, rate } = row
      return [
        present({
          type: 'obligation.billed',
          at: instant(row['billed_at']) ?? asOf,
          account,
          obligation,
          dueOn,
          amount,
          part,
          currency,
          rate,
        }),
      ]
    }
    case 'payments':
      return paymentFacts(row)
    case 'promises':
      return promiseFacts(row)
    case 'plans':
      return planFacts(row)
    case 'settlements':
      return settlementFacts(row)
    case 'contacts': {
      const { at, promise_amount: amount, promise_by: by, promise_kind: kind, ...said } = row
      const promise = amount === undefined && by === undefined ? undefined : present({ amount, by, kind })
      const { agreed, rest } = agreedIn(said)
      return [present({ type: 'contact.recorded', at: instant(at), promise, ...agreed, ...rest })]
    }
    case 'evidence': {
      const { at, until, value, ...rest } = row
      const said = {
        at: instant(at),
        until: instant(until),
        value: value === undefined ? undefined : valueOf(value),
      }
      return [present({ type: 'evidence.recorded', ...said, ...rest })]
    }
  }
}

function accountFacts(row: Row, asOf: string): Given[] {
  const { account, debtor, creditor, currency, actor, collector, product, locale, household, name, score } =
    row
  const points = pointsIn(row)
  const facts: Given[] = [
    present({
      type: 'account.opened',
      at: instant(row['opened_at']) ?? asOf,
      account,
      debtor,
      creditor,
      currency,
      actor,
      collector,
      product,
      locale,
      household,
      name,
      region: partsOf(row['region']),
      zone: partsOf(row['zone']),
      points: points.length > 0 ? points : undefined,
      score: score === undefined ? undefined : numberOf(score),
    }),
  ]
  if (score !== undefined) facts.push({ type: 'score.changed', at: asOf, account, score: numberOf(score) })
  const { past_due: pastDue, oldest_due_on: oldestDueOn, balance } = row
  if (pastDue !== undefined || balance !== undefined || oldestDueOn !== undefined)
    facts.push(
      present({
        type: 'account.snapshot',
        at: asOf,
        account,
        pastDue,
        oldestDueOn: oldestDueOn ?? null,
        balance,
      }),
    )
  return facts
}

/** The kinds of rows that a file of payments may have, and the facts that they are. */
const PAYMENT = { type: 'payment.received', name: 'payment' }
const PAYMENT_FACT: Record<string, typeof PAYMENT> = {
  payment: PAYMENT,
  credit: { type: 'credit.noted', name: 'credit' },
  write_off: { type: 'debt.written_off', name: 'writeOff' },
  refund: { type: 'refund.paid', name: 'refund' },
}

function paymentFacts(row: Row): Given[] {
  const { account, payment, amount, obligation, currency, rate, kind = 'payment' } = row
  const { type, name } = PAYMENT_FACT[String(kind)] ?? PAYMENT
  const at = instant(row['paid_at'])
  const received = present({ type, at, account, [name]: payment, amount, obligation, currency, rate })
  if (row['reversed_at'] === undefined) return [received]
  const back = { type: 'payment.reversed', at: instant(row['reversed_at']), account, payment }
  const part = row['reversed_amount']
  return [received, part === undefined ? back : present({ ...back, amount: part, currency, rate })]
}

/** What a line says that no fact could: it is refused, and not left out. */
export function lostIn(kind: ImportKind, row: Row): Problem | null {
  const says = (column: string): boolean => row[column] !== undefined
  if (kind === 'contacts' && says('promise_kind') && !says('promise_amount') && !says('promise_by'))
    return needs('promise_kind', 'promise_amount and promise_by')
  if (kind === 'plans' && !says('agreed_at') && !says('proposed_at'))
    return {
      code: 'missing_value',
      column: 'agreed_at',
      message: 'neither agreed_at nor proposed_at is given',
    }
  if (kind === 'plans' && says('by') && !says('proposed_at')) return needs('by', 'proposed_at')
  if (kind !== 'payments') return null
  if (says('kind') && !Object.hasOwn(PAYMENT_FACT, String(row['kind']))) return noKind()
  if (says('reversed_amount') && !says('reversed_at')) return needs('reversed_amount', 'reversed_at')
  if (!says('reversed_at') || (row['kind'] ?? 'payment') === 'payment') return null
  const message = 'only payments are reversed'
  const suggestion = 'what it was of may be corrected: obligation.corrected in a file of facts'
  return { code: 'bad_value', column: 'reversed_at', message, suggestion }
}

function noKind(): Problem {
  const message = `kind: is not one of ${Object.keys(PAYMENT_FACT).join(', ')}`
  return { code: 'bad_value', column: 'kind', message }
}

function needs(column: string, other: string): Problem {
  return { code: 'missing_value', column, message: `${column} says nothing without ${other}` }
}

function pointsIn(row: Row): Given[] {
  const points: Given[] = []
  for (const kind of POINT_KINDS) {
    const value = row[kind]
    if (value !== undefined) points.push(present({ kind, value, line: row['line'], place: row['place'] }))
  }
  return points
}

function promiseFacts(row: Row): Given[] {
  const { account, promise, amount, by, kind, replaces, grace_days: days } = row
  const made = present({
    type: 'promise.made',
    at: instant(row['made_at']),
    account,
    promise,
    amount,
    by,
    graceDays: days === undefined ? undefined : numberOf(days),
    kind,
    replaces,
  })
  if (row['cancelled_at'] === undefined) return [made]
  return [made, { type: 'promise.cancelled', at: instant(row['cancelled_at']), account, promise }]
}

/** A line that says when it was agreed says that it was proposed only where it says when. */
function planFacts(row: Row): Given[] {
  const { account, plan, sum, first, every, number, rate, kind, replaces, by } = row
  const [proposedAt, agreedAt] = [instant(row['proposed_at']), instant(row['agreed_at'])]
  const terms = present({
    account,
    plan,
    accounts: partsOf(row['accounts']),
    sum,
    first,
    every,
    number: number === undefined ? undefined : numberOf(number),
    rate,
    kind,
    replaces,
  })
  const facts: Given[] = []
  if (proposedAt !== undefined) facts.push(present({ type: 'plan.proposed', at: proposedAt, by, ...terms }))
  if (agreedAt !== undefined) facts.push({ type: 'plan.agreed', at: agreedAt, ...terms })
  for (const [column, type] of [
    ['refused_at', 'plan.refused'],
    ['cancelled_at', 'plan.cancelled'],
  ] as const) {
    const at = instant(row[column])
    if (at !== undefined) facts.push({ type, at, account, plan })
  }
  return facts
}

function settlementFacts(row: Row): Given[] {
  const { account, settlement, amount, until, pay_by: payBy, by } = row
  const discount = row['discount'] === undefined ? undefined : numberOf(row['discount'])
  const named = { account, settlement }
  const said = (type: string, at: Cell | undefined): Given[] =>
    at === undefined ? [] : [present({ type, at: instant(at), ...named })]
  return [
    present({
      type: 'settlement.offered',
      at: instant(row['offered_at']),
      ...named,
      amount,
      discount,
      until,
      payBy,
      rates: ratesIn(row),
      by,
    }),
    ...said('settlement.accepted', row['accepted_at']),
    ...said('settlement.declined', row['declined_at']),
    ...said('settlement.withdrawn', row['withdrawn_at']),
  ]
}

/** Whatever says something of rates makes them: what is missing is refused by its name. */
function ratesIn(row: Row): Given | undefined {
  const { first, every, number } = row
  if (first === undefined && every === undefined && number === undefined) return undefined
  return present({ first, every, number: number === undefined ? undefined : numberOf(number) })
}
