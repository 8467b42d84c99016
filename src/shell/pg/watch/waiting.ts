import { formatAmount } from '../../../core/base/money.ts'
import { breakerKindOf } from '../../../core/deliver/brake.ts'
import { toldAt } from '../../../core/base/told.ts'
import type { DecisionEntry, Waiting, WaitingFor } from '../../story/story.ts'
import type { Sql } from '../base/database.ts'
import { instantOf } from '../base/instant.ts'
import { ask, plainStatement } from '../base/statement.ts'
import { type FoundCase, todayIn } from '../read/case-head.ts'
import { STATES } from '../../../core/model/contact-state.ts'
import { STANDING } from '../../../core/model/plan.ts'
import { PROMISE_STATES, promiseTraits } from '../../../core/model/promise.ts'
import { SETTLEMENT_STATES, settlementTraits } from '../../../core/model/settlement.ts'
import { oneOf } from '../base/one-of.ts'

/** A review this late has been missed by several sweeps. */
const OVERDUE_MS = 120_000

const OPEN_PROMISES = PROMISE_STATES.filter((status) => promiseTraits(status).silent)
const IN_FORCE = SETTLEMENT_STATES.filter((status) => settlementTraits(status).silent)

/** Why nothing happens now, everything that holds the case at once. */
export async function readWaiting(
  db: Sql,
  found: FoundCase,
  last: DecisionEntry | undefined,
): Promise<Waiting> {
  const nextReviewAt = found.nextReviewAt === null ? null : toldAt(found.nextReviewAt)
  if (!found.open) {
    const { closedOn, closeReason } = found.head
    return { nextReviewAt, for: [{ what: 'closed', on: closedOn ?? '', reason: closeReason }] }
  }
  const lists = await Promise.all([
    waitingContacts(db, found),
    openTasks(db, found),
    holdsOn(db, found),
    promisesOn(db, found),
    settlementsOn(db, found),
    plansOn(db, found),
    brakesOn(db, found),
    breakers(db, found),
  ])
  return { nextReviewAt, for: [...lists.flat(), ...lastRefusal(last), ...reviewOf(found)] }
}

const CONTACTS = plainStatement({
  name: 'waiting-contacts',
  once: true,
  text: `select id, channel, step, state, not_before as "from" from contact
     where person_id = $1 and case_id = $2 and state in ${oneOf(STATES.open)} order by id`,
  row: { id: 'int8', channel: 'text', step: 'text?', state: 'text', from: 'timestamptz?' },
})

async function waitingContacts(db: Sql, found: FoundCase): Promise<WaitingFor[]> {
  const rows = await ask(db, CONTACTS, [found.person, found.id])
  return rows.map(({ id, from, ...row }) => ({
    what: 'contact',
    contact: id,
    ...row,
    from: from === null ? null : toldAt(from),
  }))
}

const TASKS = plainStatement({
  name: 'waiting-tasks',
  once: true,
  text: `select id, kind, role, due from human_task
     where person_id = $1 and (case_id = $2 or (case_id is null and account_id = $3)) and resolved_at is null order by id`,
  row: { id: 'int8', kind: 'text', role: 'text', due: 'timestamptz' },
})

async function openTasks(db: Sql, found: FoundCase): Promise<WaitingFor[]> {
  const rows = await ask(db, TASKS, [found.person, found.id, found.account])
  return rows.map(({ id, due, ...row }) => ({ what: 'human_task', task: id, ...row, due: toldAt(due) }))
}

const HOLDS = plainStatement({
  name: 'waiting-holds',
  once: true,
  text: `select kind, reason, account_id as account, channel, point_id as point, obligation, until_on as until from hold
     where person_id = $1 and (account_id is null or account_id = $2) and lifted_at is null
       and (placed or upheld_at is not null) and (until_on is null or until_on >= $3::date) order by id`,
  row: {
    kind: 'text',
    reason: 'text?',
    account: 'int8?',
    channel: 'text?',
    point: 'int8?',
    obligation: 'text?',
    until: 'date?',
  },
})

/** Holds of the person and of the account; an opt-out of one number or channel is named with its scope. */
async function holdsOn(db: Sql, found: FoundCase): Promise<WaitingFor[]> {
  const rows = await ask(db, HOLDS, [found.person, found.account, todayIn(found.head.zones, found.now)])
  return rows.map((row) => ({
    what: 'hold',
    kind: row.kind,
    reason: row.reason,
    scope: [
      row.account === null ? 'person' : 'account',
      ...(row.obligation === null ? [] : [`obligation ${row.obligation}`]),
      ...(row.channel ? [row.channel] : []),
      ...(row.point === null ? [] : [`point ${row.point}`]),
    ].join(', '),
    until: row.until,
  }))
}

/** Those that no review of a case has looked at yet are among them. */
const PROMISES = plainStatement({
  name: 'waiting-promises',
  once: true,
  text: `select amount, by_on as "by", told_paid as paid from promise
     where person_id = $1 and account_id = $2 and not cancelled and amount > 0
       and (told is null or told in ${oneOf(OPEN_PROMISES)}) order by by_on, id`,
  row: { amount: 'int8', by: 'date', paid: 'int8?' },
})

async function promisesOn(db: Sql, { person, account, head }: FoundCase): Promise<WaitingFor[]> {
  if (head.state !== 'promised') return []
  const rows = await ask(db, PROMISES, [person, account])
  const sum = (minor: number) => formatAmount(minor, head.currency)
  return rows.map(({ by, amount, paid }) => ({
    what: 'promise',
    by,
    amount: sum(amount),
    paid: paid === null ? null : sum(paid),
  }))
}

const SETTLEMENTS = plainStatement({
  name: 'waiting-settlements',
  once: true,
  text: `select external_id as settlement, nullif(amount, 0) as amount, coalesce(told_paid, 0) as paid,
       coalesce((rates ->> 'first')::date, pay_by, until_on) as "by"
     from settlement where person_id = $1 and account_id = $2 and told in ${oneOf(IN_FORCE)} order by id`,
  row: { settlement: 'text', amount: 'int8?', paid: 'int8', by: 'date' },
})

async function settlementsOn(db: Sql, { person, account, head }: FoundCase): Promise<WaitingFor[]> {
  if (head.state !== 'promised') return []
  const rows = await ask(db, SETTLEMENTS, [person, account])
  const sum = (minor: number) => formatAmount(minor, head.currency)
  return rows.map(({ settlement, by, amount, paid }) => ({
    what: 'settlement',
    settlement,
    by,
    amount: amount === null ? null : sum(amount),
    paid: sum(paid),
  }))
}

const PLANS = plainStatement({
  name: 'waiting-plans',
  once: true,
  text: `select l.external_id as plan, (l.told_as -> 'next' ->> 'amount')::int8 as amount,
       l.told_as -> 'next' ->> 'on' as "by", a.currency
     from plan l join account a on a.person_id = l.person_id and a.id = l.account_id
     where l.person_id = $1 and l.accounts @> array[$2::int8] and l.told in ${oneOf(STANDING)}
       and l.told_as ->> 'next' is not null order by l.id`,
  row: { plan: 'text', amount: 'int8', by: 'text', currency: 'text' },
})

async function plansOn(db: Sql, found: FoundCase): Promise<WaitingFor[]> {
  if (found.head.state !== 'on_plan') return []
  const rows = await ask(db, PLANS, [found.person, found.account])
  return rows.map(({ amount, currency, ...row }) => ({
    what: 'plan',
    ...row,
    amount: formatAmount(amount, currency),
  }))
}

const BRAKES = plainStatement({
  name: 'waiting-brakes',
  once: true,
  text: `select channel, strategy, creditor, stopped_by as "stoppedBy", stopped_at as "stoppedAt" from brake
     where resumed_at is null and (strategy is null or strategy = $1) and (creditor is null or creditor = $2) order by id`,
  row: {
    channel: 'text?',
    strategy: 'text?',
    creditor: 'text?',
    stoppedBy: 'text',
    stoppedAt: 'timestamptz',
  },
})

async function brakesOn(db: Sql, found: FoundCase): Promise<WaitingFor[]> {
  const rows = await ask(db, BRAKES, [found.head.strategy, found.creditor])
  return rows.map(({ channel, strategy, creditor, stoppedBy: by, stoppedAt }) => {
    return { what: 'brake', channel, strategy, creditor, since: toldAt(stoppedAt), by }
  })
}

const BREAKERS = plainStatement({
  name: 'waiting-breakers',
  once: true,
  text: `select b.channel, b.provider, b.why, b.retry_at as "retryAt" from breaker b where b.retry_at > ${instantOf('$3')}
     and exists (select from contact c where c.person_id = $1 and c.case_id = $2 and c.channel = b.channel
       and c.state in ${oneOf(STATES.open)} and coalesce(c.provider, b.provider) = b.provider)
     order by b.channel, b.provider`,
  row: { channel: 'text', provider: 'text', why: 'text?', retryAt: 'timestamptz?' },
})

/** A provider that nothing is sent to for a while concerns the cases of which a contact waits for it. */
async function breakers(db: Sql, found: FoundCase): Promise<WaitingFor[]> {
  const rows = await ask(db, BREAKERS, [found.person, found.id, found.now])
  return rows.map((row) => ({
    what: 'breaker',
    channel: row.channel,
    provider: row.provider,
    kind: breakerKindOf(row.why),
    retryAt: row.retryAt === null ? null : toldAt(row.retryAt),
  }))
}

function lastRefusal(last: DecisionEntry | undefined): WaitingFor[] {
  if (last?.kind !== 'refused' && last?.kind !== 'waiting') return []
  return last.reasons
    .filter((reason) => reason.effect !== 'warn' && reason.effect !== 'duty')
    .map(({ rule, pack, text, cite }) => ({ what: 'rule', rule, pack, text, cite, step: last.step }))
}

function reviewOf(found: FoundCase): WaitingFor[] {
  if (found.nextReviewAt === null) return []
  const overdue = found.nextReviewAt < found.now - OVERDUE_MS
  return [{ what: overdue ? 'overdue_review' : 'review', at: toldAt(found.nextReviewAt) }]
}
