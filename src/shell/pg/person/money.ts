import type { PlanTold } from '../../../core/model/plan.ts'
import type { Rate } from '../../../core/model/rate.ts'
import type { Instant } from '../../../core/base/time.ts'
import type { Sql } from '../base/database.ts'
import { ask, plainStatement, statement } from '../base/statement.ts'
import { AS_OF_BLOCK } from '../row/as-of-block.ts'
import { PLAN_TOLD, RATES } from '../row/plan.ts'

const ACCOUNTS = plainStatement({
  name: 'export-accounts',
  once: true,
  text: `
    select id, external_id as account, creditor, collector, actor, product, currency, past_due as "pastDue", balance, credit,
      anchor, score, ${AS_OF_BLOCK.score_at('account')} as "scoreAt", bucket, feed, ${AS_OF_BLOCK.snapshot_at('account')} as "snapshotAt", collection,
      collection_at as "collectionAt", ended_reason as "endedReason", cured_at as "curedAt"
    from account where person_id = $1 order by id`,
  row: {
    id: 'int8',
    account: 'text',
    creditor: 'text',
    collector: 'text',
    actor: 'text?',
    product: 'text?',
    currency: 'text',
    pastDue: 'int8',
    balance: 'int8?',
    credit: 'int8',
    anchor: 'date?',
    score: 'float8?',
    scoreAt: 'timestamptz?',
    bucket: 'int2',
    feed: 'text?',
    snapshotAt: 'timestamptz?',
    collection: 'text',
    collectionAt: 'timestamptz?',
    endedReason: 'text?',
    curedAt: 'timestamptz?',
  },
})

export const accountRows = (sql: Sql, person: number) => ask(sql, ACCOUNTS, [person])

const OF_ACCOUNT = 'join account a on a.person_id = t.person_id and a.id = t.account_id'

const OBLIGATIONS = plainStatement({
  name: 'export-obligations',
  once: true,
  text: `
    select a.external_id as account, t.external_id as obligation, t.part, t.due_on as "dueOn", t.amount, a.currency, t.cancelled,
      t.rests, t.rests_until as "restsUntil"
    from obligation t ${OF_ACCOUNT} where t.person_id = $1 order by a.id, t.due_on, t.external_id`,
  row: {
    account: 'text',
    obligation: 'text',
    dueOn: 'date',
    amount: 'int8',
    currency: 'text',
    cancelled: 'bool',
    rests: 'bool',
    restsUntil: 'date?',
    part: 'text',
  },
})

export const obligationRows = (sql: Sql, person: number) => ask(sql, OBLIGATIONS, [person])

const PAYMENTS = plainStatement({
  name: 'export-payments',
  once: true,
  text: `
    select a.external_id as account, t.external_id as payment, t.kind, t.of_payment as "of", t.obligation, t.amount, a.currency,
      t.happened_at as "at", t.recorded_at as "recordedAt", t.reversed_at as "reversedAt"
    from payment t ${OF_ACCOUNT} where t.person_id = $1 order by t.happened_at, t.external_id`,
  row: {
    account: 'text',
    payment: 'text',
    kind: 'text',
    of: 'text?',
    obligation: 'text?',
    amount: 'int8',
    currency: 'text',
    at: 'timestamptz',
    recordedAt: 'timestamptz',
    reversedAt: 'timestamptz?',
  },
})

export const paymentRows = (sql: Sql, person: number) => ask(sql, PAYMENTS, [person])

const PROMISES = plainStatement({
  name: 'export-promises',
  once: true,
  text: `
    select a.external_id as account, t.external_id as promise, t.amount, a.currency, t.made_at as "at", t.by_on as by,
      t.grace_days as "graceDays", t.cancelled, t.kind, t.replaces, t.accepted, t.told as state, t.told_paid as paid
    from promise t ${OF_ACCOUNT} where t.person_id = $1 order by t.made_at, t.external_id`,
  row: {
    account: 'text',
    promise: 'text',
    amount: 'int8',
    currency: 'text',
    at: 'timestamptz',
    by: 'date',
    graceDays: 'int4',
    cancelled: 'bool',
    kind: 'text?',
    replaces: 'text?',
    accepted: 'bool?',
    state: 'text?',
    paid: 'int8?',
  },
})

export const promiseRows = (sql: Sql, person: number) => ask(sql, PROMISES, [person])

interface PlanRow {
  account: string
  plan: string
  currency: string
  rates: Rate[]
  every: string | null
  kind: string | null
  by: string
  accounts: string[]
  at: Instant
  proposedAt: Instant | null
  agreedAt: Instant | null
  refusedAt: Instant | null
  acceptedAt: Instant | null
  cancelledAt: Instant | null
  replaces: string | null
  state: string | null
  toldAs: PlanTold | null
}

const PLANS = statement<PlanRow>({
  name: 'export-plans',
  once: true,
  text: `
    select a.external_id as account, t.external_id as plan, a.currency, t.rates, t.every, t.kind, t.by_whom as by,
      (select array_agg(x.external_id order by array_position(t.accounts, x.id)) from account x
        where x.person_id = t.person_id and x.id = any(t.accounts)) as accounts,
      coalesce(t.agreed_at, t.proposed_at, t.refused_at, t.accepted_at, t.cancelled_at) as "at",
      t.proposed_at as "proposedAt", t.agreed_at as "agreedAt", t.refused_at as "refusedAt",
      t.accepted_at as "acceptedAt", t.cancelled_at as "cancelledAt", t.replaces, t.told as state, t.told_as as "toldAs"
    from plan t ${OF_ACCOUNT} where t.person_id = $1 order by t.id`,
  row: {
    account: 'text',
    plan: 'text',
    currency: 'text',
    rates: RATES,
    every: 'text?',
    kind: 'text?',
    by: 'text',
    accounts: 'text[]',
    at: 'timestamptz',
    proposedAt: 'timestamptz?',
    agreedAt: 'timestamptz?',
    refusedAt: 'timestamptz?',
    acceptedAt: 'timestamptz?',
    cancelledAt: 'timestamptz?',
    replaces: 'text?',
    state: 'text?',
    toldAs: PLAN_TOLD,
  },
})

export const planRows = (sql: Sql, person: number) => ask(sql, PLANS, [person])
const SETTLEMENTS = plainStatement({
  name: 'export-settlements',
  once: true,
  text: `
    select a.external_id as account, t.external_id as settlement, t.amount, t.discount, a.currency, t.offered_at as "at",
      t.until_on as "until", t.pay_by as "payBy", t.rates::text as rates, t.accepted_at as "acceptedAt", t.declined_at as "declinedAt",
      t.withdrawn_at as "withdrawnAt", t.told as state, t.told_paid as paid
    from settlement t ${OF_ACCOUNT} where t.person_id = $1 order by t.until_on, t.external_id`,
  row: {
    account: 'text',
    settlement: 'text',
    amount: 'int8',
    discount: 'float8?',
    currency: 'text',
    at: 'timestamptz?',
    until: 'date',
    payBy: 'date?',
    rates: 'text?',
    acceptedAt: 'timestamptz?',
    declinedAt: 'timestamptz?',
    withdrawnAt: 'timestamptz?',
    state: 'text?',
    paid: 'int8?',
  },
})

export const settlementRows = (sql: Sql, person: number) => ask(sql, SETTLEMENTS, [person])

const CASES = plainStatement({
  name: 'export-cases',
  once: true,
  text: `
    select t.id, a.external_id || '/' || t.number as "case", t.state, t.stage, t.strategy, t.strategy_hash as "strategyHash",
      t.opened_on as "openedOn", t.opened_at as "openedAt", t.closed_on as "closedOn", t.closed_at as "closedAt",
      t.close_reason as "closeReason", t.next_review_at as "nextReviewAt"
    from collection_case t ${OF_ACCOUNT} where t.person_id = $1 order by t.id`,
  row: {
    id: 'int8',
    case: 'text',
    state: 'text',
    stage: 'text?',
    strategy: 'text',
    strategyHash: 'text',
    openedOn: 'date',
    openedAt: 'timestamptz',
    closedOn: 'date?',
    closedAt: 'timestamptz?',
    closeReason: 'text?',
    nextReviewAt: 'timestamptz?',
  },
})

export const caseRows = (sql: Sql, person: number) => ask(sql, CASES, [person])

const CREDIT = plainStatement({
  name: 'export-credit',
  once: true,
  text: `
    select t.bureau, t.line, t.as_of as "at", t.record ->> 'on' as "on", t.record ->> 'account' as account,
      t.record ->> 'status' as status, t.record ->> 'pastDue' as "pastDue", t.record ->> 'currency' as currency,
      t.withheld::text as withheld
    from credit_record t join credit_run u on u.id = t.run_id
    where t.person_id = $1 and u.completed_at is not null order by t.id`,
  row: {
    bureau: 'text',
    line: 'text',
    at: 'timestamptz',
    on: 'text?',
    account: 'text?',
    status: 'text?',
    pastDue: 'text?',
    currency: 'text?',
    withheld: 'text?',
  },
})

export const creditRows = (sql: Sql, person: number) => ask(sql, CREDIT, [person])
