import type pg from 'pg'

export interface BookSize {
  accounts: number
  /** Every n-th account falls overdue on `today`; the others are due later or have nothing due. */
  dueEvery: number
  /** Local day of the book's one zone. */
  today: string
  /** One sealed number that every contact point shares. */
  sealed: { value: Buffer; keyId: string }
}

/** The whole book is consumer loans in mainland China: one zone, and the packs that bind there. */
export const BOOK_ZONE = 'Asia/Shanghai'

/** An empty migrated database is filled set-based: one person, one number, one account and one obligation each, with ids 1 to n. Those tables are analysed afterwards: autovacuum never analyses an empty table either, and queries would be planned as if it stayed empty. Give a superuser's connection for large books: foreign keys are not checked then. */
export async function fillBook(client: pg.ClientBase, size: BookSize): Promise<void> {
  const { accounts, dueEvery, today, sealed } = size
  const superuser = await client.query<{ yes: boolean }>(
    'select rolsuper as yes from pg_roles where rolname = current_user',
  )
  if (superuser.rows[0]?.yes) await client.query('set session_replication_role = replica')
  await client.query(NUMBERS, [accounts])
  await client.query(PERSONS, [accounts, BOOK_ZONE])
  await client.query(POINTS, [accounts, sealed.value, sealed.keyId])
  await client.query(ACCOUNTS, [accounts, dueEvery, today, BOOK_ZONE])
  await client.query(OBLIGATIONS)
  await client.query(SEQUENCES)
  await client.query('set session_replication_role = origin').catch(() => {})
  await client.query('analyze shared_number, person, contact_point, account, obligation')
}

const NUMBERS = `
  insert into shared_number (id, hash) overriding system value
  select i, sha256(int8send(i)) from generate_series(1, $1::bigint) i`

const PERSONS = `
  insert into person (id, external_id, locale, regions, zones) overriding system value
  select i, 'P' || i, 'zh-CN', '{CN}', array[$2::text] from generate_series(1, $1::bigint) i`

const POINTS = `
  insert into contact_point (person_id, id, kind, number_id, value_sealed, key_id) overriding system value
  select i, i, 'phone', i, $2, $3 from generate_series(1, $1::bigint) i`

const ACCOUNTS = `
  insert into account (person_id, id, external_id, creditor, collector, actor, product, currency, zones, feed,
    past_due, balance, anchor, score, look_on) overriding system value
  select i, i, 'A' || i, 'demo-finance', 'demo-finance', 'first_party', 'consumer_loan', 'CNY', $4, 'ledger',
    0, 500000 + i % 977 * 100,
    case when i % $2 = 0 then $3::date - 1 else $3::date + (i % 40)::int end,
    (i % 100) / 100.0,
    case when i % $2 = 0 then $3::date else $3::date + (i % 40)::int + 1 end
  from generate_series(1, $1::bigint) i`

const OBLIGATIONS = `
  insert into obligation (person_id, account_id, external_id, due_on, amount)
  select person_id, id, 'O1', anchor, balance from account`

const SEQUENCES = `
  select setval(pg_get_serial_sequence(t, 'id'), (select coalesce(max(id), 1) from account))
  from unnest(array['shared_number', 'person', 'contact_point', 'account']) t`
