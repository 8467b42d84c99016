import type { Sql } from '../base/database.ts'
import { ask, statement } from '../base/statement.ts'
import { OF_RECEIPTS, TAKING_BACK } from '../../../core/model/money-kind.ts'
import { STATES } from '../../../core/model/contact-state.ts'
import { oneOf } from '../base/one-of.ts'

/** What became of the cases of a strategy, in one currency; money in minor units. */
export interface Recovery {
  strategy: string
  currency: string
  opened: number
  cured: number
  contacts: number
  /** This was past due when the cases were opened. */
  entered: number
  /** This was paid while a case was open, and not taken back. */
  recovered: number
  /** This is past due in the cases that are still open. */
  stillDue: number
}

const RECOVERY = statement<Recovery>({
  name: 'watch-recovery',
  once: true,
  text: `select c.strategy, a.currency, count(*) as opened, count(*) filter (where c.close_reason = 'cured') as cured,
       coalesce(sum(k.made), 0)::int8 as contacts, coalesce(sum(o.past_due), 0)::int8 as entered,
       coalesce(sum(p.paid), 0)::int8 as recovered,
       coalesce(sum(a.past_due) filter (where c.closed_on is null), 0)::int8 as "stillDue"
     from collection_case c
     join account a on a.person_id = c.person_id and a.id = c.account_id
     left join lateral (
       select count(*) as made from contact m
       where m.person_id = c.person_id and m.case_id = c.id and m.direction = 'out' and m.state in ${oneOf(STATES.left)}) k on true
     left join lateral (
       select (f.body ->> 'pastDue')::int8 as past_due from fact f
       where f.person_id = c.person_id and f.account_id = c.account_id and f.kind = 'case.opened'
         and f.body ->> 'case' = c.id::text limit 1) o on true
     left join lateral (
       select greatest(0, sum(case when m.kind in ${oneOf(TAKING_BACK)} then -amount else amount end))::int8 as paid from payment m
       where m.kind in ${oneOf(OF_RECEIPTS)} and m.person_id = c.person_id and m.account_id = c.account_id and m.reversed_at is null
         and m.recorded_at >= c.opened_at and m.recorded_at <= coalesce(c.closed_at, 'infinity')) p on true
     group by 1, 2 order by 1, 2`,
  row: {
    strategy: 'text',
    currency: 'text',
    opened: 'int8',
    cured: 'int8',
    contacts: 'int8',
    entered: 'int8',
    recovered: 'int8',
    stillDue: 'int8',
  },
})

export function readRecovery(db: Sql): Promise<Recovery[]> {
  return ask(db, RECOVERY)
}

/** How many promises are in a state; null = no review has looked at them. */
export interface PromisesIn {
  state: string | null
  promises: number
}

const PROMISES = statement<PromisesIn>({
  name: 'watch-promises',
  once: true,
  text: 'select r.told as state, count(*) as promises from promise r where r.amount > 0 group by 1',
  row: { state: 'text?', promises: 'int8' },
})

export function readPromises(db: Sql): Promise<PromisesIn[]> {
  return ask(db, PROMISES)
}

/** How many plans are in a state, and what became of their rates; null = no review has looked at them. */
export interface PlansIn {
  state: string | null
  plans: number
  /** The rates that are there in full, and those that were missed and are not. */
  kept: number
  missed: number
}

const PLANS = statement<PlansIn>({
  name: 'watch-plans',
  once: true,
  text: `select told as state, count(*) as plans,
       coalesce(sum(jsonb_array_length(told_as -> 'kept')), 0)::int8 as kept,
       coalesce(sum(jsonb_array_length(told_as -> 'missed')), 0)::int8 as missed
     from plan where rates <> '[]' group by 1`,
  row: { state: 'text?', plans: 'int8', kept: 'int8', missed: 'int8' },
})

export function readPlans(db: Sql): Promise<PlansIn[]> {
  return ask(db, PLANS)
}

/** How many settlements are in a state. */
export interface SettlementsIn {
  state: string | null
  settlements: number
}

const SETTLEMENTS = statement<SettlementsIn>({
  name: 'watch-settlements',
  once: true,
  text: 'select told as state, count(*) as settlements from settlement where offered_at is not null group by 1',
  row: { state: 'text?', settlements: 'int8' },
})

export function readSettlements(db: Sql): Promise<SettlementsIn[]> {
  return ask(db, SETTLEMENTS)
}

/** What is no plain debt or payment, in one currency and in minor units. */
export interface ChargesIn {
  currency: string
  /** Fees, costs and interest that were charged, and what of them was waived, and is past due still. */
  charged: number
  waived: number
  open: number
  /** This was forgiven by settlements that were paid. */
  forgiven: number
}

const CHARGES = statement<ChargesIn>({
  name: 'watch-charges',
  once: true,
  text: `select a.currency, sum(coalesce(o.charged, 0))::int8 as charged, sum(coalesce(o.waived, 0))::int8 as waived,
       sum(coalesce((a.apart ->> 'fees')::int8, 0) + coalesce((a.apart ->> 'interest')::int8, 0))::int8 as open,
       sum(coalesce(f.forgiven, 0))::int8 as forgiven
     from account a
     left join lateral (
       select sum(amount) as charged, sum(amount) filter (where cancelled) as waived from obligation o
       where o.person_id = a.person_id and o.account_id = a.id and o.part <> 'principal') o on true
     left join lateral (
       select sum(amount) as forgiven from payment m
       where m.person_id = a.person_id and m.account_id = a.id and m.kind = 'forgiven' and m.reversed_at is null) f on true
     group by 1 having sum(coalesce(o.charged, 0)) > 0 or sum(coalesce(f.forgiven, 0)) > 0 order by 1`,
  row: { currency: 'text', charged: 'int8', waived: 'int8', open: 'int8', forgiven: 'int8' },
})

export function readCharges(db: Sql): Promise<ChargesIn[]> {
  return ask(db, CHARGES)
}

/** A case that shows much: the one with the most refusals, or the most contacts where nothing was refused. */
export interface Telling {
  case: string
  debtor: string
  strategy: string
}

const TELLING = statement<Telling>({
  name: 'watch-telling',
  once: true,
  text: `select a.external_id || '/' || c.number as "case", p.external_id as debtor, c.strategy
     from collection_case c
     join account a on a.person_id = c.person_id and a.id = c.account_id
     join person p on p.id = c.person_id
     order by (select count(*) from decision d where d.person_id = c.person_id and d.case_id = c.id and d.kind = 'refused') desc,
       (select count(*) from contact m where m.person_id = c.person_id and m.case_id = c.id) desc, c.id limit 1`,
  row: { case: 'text', debtor: 'text', strategy: 'text' },
})

export async function readTelling(db: Sql): Promise<Telling | null> {
  const [row] = await ask(db, TELLING)
  return row ?? null
}
