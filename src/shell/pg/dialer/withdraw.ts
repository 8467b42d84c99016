import { STATES } from '../../../core/model/contact-state.ts'
import type { Database } from '../base/database.ts'
import { oneOf } from '../base/one-of.ts'
import { ask, plainStatement, statement } from '../base/statement.ts'

/** Somebody stopped such contacts. */
export const STOPPED = `exists (
  select from brake b where b.resumed_at is null and (b.channel is null or b.channel = c.channel)
    and (b.strategy is null or b.strategy = k.strategy) and (b.creditor is null or b.creditor = c.creditor))`

const WITHDRAW = plainStatement({
  name: 'dialer-withdraw',
  once: true,
  text: `
    with gone as (
      select e.entry, case
        when c.state not in ${oneOf(STATES.sending)} then 'told_elsewhere'
        when k.closed_on is not null then 'closed'
        when k.epoch > c.epoch then 'superseded' else 'stopped' end as why
      from dialer_entry e
      join dialer_list l on l.id = e.list_id and l.dialer = $1
      join contact c on c.person_id = e.person_id and c.id = e.contact_id
      join collection_case k on k.person_id = c.person_id and k.id = c.case_id
      where e.state = 'handed' and e.withdrawn_at is null and e.dial_before > business_now()
        and (c.state not in ${oneOf(STATES.sending)} or k.closed_on is not null or k.epoch > c.epoch or ${STOPPED}))
    update dialer_entry e set withdrawn_at = business_now(), withdrawn_why = gone.why
    from gone where e.entry = gone.entry returning e.entry`,
  row: { entry: 'uuid' },
})

/** What was learnt about entries takes them back: the answer says how many. */
export async function withdrawGone(db: Database, dialer: string): Promise<number> {
  return (await ask(db, WITHDRAW, [dialer])).length
}

/** A list that was handed over without an answer may have arrived: whoever has it hears what is withdrawn. */
const MAY_BE_OUT = oneOf(['ready', 'out'])

const NUMBER = plainStatement({
  name: 'dialer-withdraw-number',
  once: true,
  text: `
    with l as (
      update dialer_list l set deltas = l.deltas + 1
      where l.dialer = $1 and l.state in ${MAY_BE_OUT} and exists (
        select from dialer_entry e where e.list_id = l.id and e.withdrawn_at is not null and e.delta_told_at is null
          and e.delta is null)
      returning l.id, l.deltas)
    update dialer_entry e set delta = l.deltas from l
    where e.list_id = l.id and e.withdrawn_at is not null and e.delta is null
    returning e.entry`,
  row: { entry: 'uuid' },
})

/** Withdrawn entries that go together. */
export interface Delta {
  list: string
  listId: number
  number: number
  entries: { entry: string; why: string }[]
}

const UNTOLD = statement<{
  list: string
  listId: number
  number: number | null
  entry: string
  why: string | null
}>({
  name: 'dialer-withdraw-untold',
  once: true,
  text: `
    select l.name as list, l.id as "listId", e.delta as number, e.entry, e.withdrawn_why as why
    from dialer_list l join dialer_entry e on e.list_id = l.id
    where l.dialer = $1 and l.state in ${MAY_BE_OUT} and e.delta is not null and e.withdrawn_at is not null
      and e.delta_told_at is null and e.dial_before > business_now()
    order by l.id, e.delta, e.rank`,
  row: { list: 'text', listId: 'int8', number: 'int4?', entry: 'uuid', why: 'text?' },
})

/** What the dialer of a list that is, or may be, out was not told yet: the same under the same number, until it was, or nobody may dial it any more. */
export async function untoldDeltas(db: Database, dialer: string): Promise<Delta[]> {
  await ask(db, NUMBER, [dialer])
  const deltas = new Map<string, Delta>()
  for (const { list, listId, number, entry, why } of await ask(db, UNTOLD, [dialer])) {
    if (number === null) continue
    const name = `${list} ${number}`
    const delta = deltas.get(name) ?? { list, listId, number, entries: [] }
    delta.entries.push({ entry, why: why ?? '' })
    deltas.set(name, delta)
  }
  return [...deltas.values()]
}

const TOLD = plainStatement({
  name: 'dialer-withdraw-told',
  once: true,
  text: `
    update dialer_entry set delta_told_at = business_now()
    where list_id = $1 and delta = $2 and delta_told_at is null`,
  row: {},
})

export async function deltaTold(db: Database, { listId, number }: Delta): Promise<void> {
  await ask(db, TOLD, [listId, number])
}
