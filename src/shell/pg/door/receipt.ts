import type { Sql } from '../base/database.ts'
import { ask, plainStatement, statement } from '../base/statement.ts'
import { GATEWAY } from '../../../core/model/routes.ts'

/** What a receipt calls the message of ours that it is about. */
export interface Named {
  reference: string
  /** The provider's own id. */
  id: string
}

const NAME = plainStatement({
  name: 'receipts-named',
  text: `
    with g as (
      select distinct on (reference) * from unnest($1::uuid[], $2::text[]) with ordinality as v (reference, id, n)
      order by reference, n),
    named as (
      update contact c set provider_ref = g.id from g
      where c.client_ref = g.reference and c.provider_ref is null returning c.id)
    select count(*) as rows from named`,
  row: { rows: 'int8' },
})

const TWICE = plainStatement({
  name: 'receipts-twice',
  text: `
    insert into accepted_twice (provider, reference, provider_ref, at)
    select coalesce(c.provider, '${GATEWAY}'), v.reference, v.id, business_now()
    from unnest($1::uuid[], $2::text[]) as v (reference, id)
    join contact c on c.client_ref = v.reference and c.provider_ref <> v.id
      and c.client_ref::text not in (c.provider_ref, v.id)
    on conflict do nothing returning reference`,
  row: { reference: 'uuid' },
})

const BY_ID = statement<Named>({
  name: 'receipts-by-id',
  text: `
    select c.client_ref::text as reference, coalesce(c.provider_ref, '') as id from contact c
    where c.provider = $1 and c.provider <> '${GATEWAY}' and c.provider_ref = any($2::text[])`,
  row: { reference: 'text', id: 'text' },
})

/** Our messages by what their provider calls them. */
export async function messagesById(db: Sql, provider: string, ids: readonly string[]): Promise<Named[]> {
  return ids.length === 0 ? [] : ask(db, BY_ID, [provider, ids])
}

/** Messages that their provider had not named yet get their name from a receipt. */
export async function nameByReceipt(db: Sql, named: readonly Named[]): Promise<void> {
  if (named.length > 0) await ask(db, NAME, columnsOf(named))
}

/** A receipt that calls a message otherwise than the answer did shows that two were accepted; one that calls it as we do has no name of its own for it. */
export async function noteTwice(db: Sql, named: readonly Named[]): Promise<void> {
  if (named.length > 0) await ask(db, TWICE, columnsOf(named))
}

function columnsOf(named: readonly Named[]): [string[], string[]] {
  return [named.map(({ reference }) => reference), named.map(({ id }) => id)]
}
