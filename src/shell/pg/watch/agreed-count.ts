import type { Day } from '../../../core/base/time.ts'
import { PLAN_STATES, planTraits } from '../../../core/model/plan.ts'
import { PROMISE_STATES, promiseTraits } from '../../../core/model/promise.ts'
import { SETTLEMENT_STATES, settlementTraits } from '../../../core/model/settlement.ts'
import type { Sql } from '../base/database.ts'
import { oneOf } from '../base/one-of.ts'
import { ask, askOne, statement } from '../base/statement.ts'
import { isToday, nearDays } from '../read/list/due.ts'
import { readClocks } from './health.ts'

/** What became of what was agreed: it goes on, it was kept, or it was not. What was never in force counts as none of these. */
const BECAME = ['open', 'kept', 'broken'] as const
export type Became = (typeof BECAME)[number]

/** The states of each kind that mean so. */
const STATES: Record<'promise' | 'plan' | 'settlement', Record<Became, readonly string[]>> = {
  promise: {
    open: PROMISE_STATES.filter((one) => promiseTraits(one).silent),
    kept: ['kept'],
    broken: PROMISE_STATES.filter((one) => promiseTraits(one).failed),
  },
  plan: {
    open: PLAN_STATES.filter((one) => planTraits(one).stands),
    kept: ['completed'],
    broken: PLAN_STATES.filter((one) => planTraits(one).failed),
  },
  settlement: {
    open: SETTLEMENT_STATES.filter((one) => settlementTraits(one).silent),
    kept: SETTLEMENT_STATES.filter((one) => settlementTraits(one).paid),
    broken: ['lapsed', 'bounced'],
  },
}

export interface AgreedCount {
  what: string
  creditor: string
  became: string
  agreed: number
}

/** Creditors beyond so many are counted together: figures of a registry have a bounded number of labels. */
const MOST_CREDITORS = 30
const OTHERS = 'others'

const became = (what: keyof typeof STATES): string =>
  BECAME.map((word) => `when t.told in ${oneOf(STATES[what][word])} then '${word}'`).join(' ')
const counted = (what: keyof typeof STATES): string => `
  select '${what}' as what, a.creditor, case ${became(what)} end as became, count(*) as agreed
  from ${what} t join account a on a.person_id = t.person_id and a.id = t.account_id
  where t.told in ${oneOf(BECAME.flatMap((word) => STATES[what][word]))} group by 2, 3`

const COUNTED = statement<AgreedCount>({
  name: 'agreed-count',
  once: true,
  text: `
    with counted as (${counted('promise')} union all ${counted('plan')} union all ${counted('settlement')}),
    largest as (select creditor from counted group by creditor order by sum(agreed) desc, creditor limit ${MOST_CREDITORS})
    select what, case when creditor in (select creditor from largest) then creditor else '${OTHERS}' end as creditor,
      became, sum(agreed)::int8 as agreed
    from counted group by 1, 2, 3 order by 2, 1, 3`,
  row: { what: 'text', creditor: 'text', became: 'text', agreed: 'int8' },
})

/** Promises, plans and settlements by creditor and what became of them. */
export function countAgreed(db: Sql): Promise<AgreedCount[]> {
  return ask(db, COUNTED)
}

export interface AgreedToday {
  /** Open promises whose day is today where the debtor lives. */
  due: number
  inArrears: number
  /** Promises, plans and settlements that a supervisor is asked about. */
  asked: number
}

/** Promises that fall due near today, by day and zones. */
const NEAR = statement<{ day: Day; zones: string; promises: number }>({
  name: 'agreed-near',
  once: true,
  text: `
    select r.by_on::text as day, a.zones, count(*) as promises
    from promise r join account a on a.person_id = r.person_id and a.id = r.account_id
    where r.by_on between $1::date and $2::date and r.told in ${oneOf(STATES.promise.open)} group by 1, 2`,
  row: { day: 'text', zones: 'text', promises: 'int8' },
})

const TODAY = statement<Omit<AgreedToday, 'due'>>({
  name: 'agreed-today',
  once: true,
  text: `
    select (select count(*) from plan where told in ${oneOf(PLAN_STATES.filter((one) => planTraits(one).inArrears))}) as "inArrears",
      (select count(*) from promise where told in ${oneOf(PROMISE_STATES.filter((one) => promiseTraits(one).asks))})
        + (select count(*) from plan where told in ${oneOf(PLAN_STATES.filter((one) => planTraits(one).asks))})
        + (select count(*) from settlement where told in ${oneOf(SETTLEMENT_STATES.filter((one) => settlementTraits(one).asks))}) as asked`,
  row: { inArrears: 'int8', asked: 'int8' },
})

/** What needs somebody today. */
export async function readAgreedToday(db: Sql): Promise<AgreedToday> {
  const { business } = await readClocks(db)
  const [near, today] = await Promise.all([ask(db, NEAR, nearDays(business)), askOne(db, TODAY)])
  const due = near.filter((one) => isToday(one, business)).reduce((sum, { promises }) => sum + promises, 0)
  return { due, ...today }
}
