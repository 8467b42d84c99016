import type { Currency, Minor } from '../../../core/base/money.ts'
import type { Day, Instant } from '../../../core/base/time.ts'
import type { Rate } from '../../../core/model/rate.ts'
import { json } from '../base/cell.ts'
import type { Sql } from '../base/database.ts'
import { fieldsIn, listIn } from '../base/read-json.ts'
import { ask, statement } from '../base/statement.ts'

/** What debtors agreed to, for whoever plays them. */
export interface Agreed {
  promises: AgreedPromise[]
  plans: AgreedPlan[]
  settlements: AgreedSettlement[]
}

interface OfAccount {
  account: string
  currency: Currency
  name: string
  /** What the last review told of it; null = none has looked at it. */
  told: string | null
}

export interface AgreedPromise extends OfAccount {
  amount: Minor
  madeAt: Instant
  by: Day
}

export interface AgreedPlan extends OfAccount {
  rates: Rate[]
  proposedAt: Instant | null
  agreedAt: Instant | null
}

export interface AgreedSettlement extends OfAccount {
  amount: Minor
  offeredAt: Instant
  payBy: Day
}

const OF_ACCOUNT = { account: 'text', currency: 'text', name: 'text', told: 'text?' } as const
const COLUMNS = 'a.external_id as account, a.currency, r.external_id as name, r.told'

function fromAccount(table: string): string {
  return `from ${table} r join account a on a.person_id = r.person_id and a.id = r.account_id`
}

const PROMISES = statement<AgreedPromise>({
  name: 'agreed-promises',
  text: `select ${COLUMNS}, r.amount, r.made_at as "madeAt", r.by_on as by ${fromAccount('promise')}
     where r.amount > 0 order by 1, 3`,
  row: { ...OF_ACCOUNT, amount: 'int8', madeAt: 'timestamptz', by: 'date' },
})

const PLANS = statement<AgreedPlan>({
  name: 'agreed-plans',
  text: `select ${COLUMNS}, r.rates, r.proposed_at as "proposedAt", r.agreed_at as "agreedAt" ${fromAccount('plan')}
     where r.rates <> '[]' order by 1, 3`,
  row: {
    ...OF_ACCOUNT,
    rates: json(listIn(fieldsIn<Rate>({ on: 'string', amount: 'number' }))),
    proposedAt: 'timestamptz?',
    agreedAt: 'timestamptz?',
  },
})

const SETTLEMENTS = statement<AgreedSettlement>({
  name: 'agreed-settlements',
  text: `select ${COLUMNS}, r.amount, r.offered_at as "offeredAt", coalesce(r.pay_by, r.until_on) as "payBy" ${fromAccount('settlement')}
     where r.offered_at is not null order by 1, 3`,
  row: { ...OF_ACCOUNT, amount: 'int8', offeredAt: 'timestamptz', payBy: 'date' },
})

/** Every promise, plan and settlement of a book that is small. */
export async function readAgreed(db: Sql): Promise<Agreed> {
  const [promises, plans, settlements] = await Promise.all([
    ask(db, PROMISES),
    ask(db, PLANS),
    ask(db, SETTLEMENTS),
  ])
  return { promises, plans, settlements }
}

/** An account whose case walks its stages, and of which nothing is agreed. */
export interface Approachable {
  account: string
  strategy: string
  currency: Currency
  pastDue: Minor
  anchor: Day
}

const APPROACHABLE = statement<Approachable>({
  name: 'agreed-approachable',
  text: `select a.external_id as account, c.strategy, a.currency, a.past_due as "pastDue", a.anchor
     from collection_case c join account a on a.person_id = c.person_id and a.id = c.account_id
     where c.closed_on is null and c.state = 'working' and a.anchor is not null and a.past_due > 0
       and not exists (select from plan p where p.person_id = c.person_id and c.account_id = any (p.accounts))
       and not exists (select from settlement s where s.person_id = c.person_id and s.account_id = c.account_id)
     order by 1`,
  row: { account: 'text', strategy: 'text', currency: 'text', pastDue: 'int8', anchor: 'date' },
})

/** Those whom an office may still offer something, in the order of their accounts. */
export function readApproachable(db: Sql): Promise<Approachable[]> {
  return ask(db, APPROACHABLE)
}
