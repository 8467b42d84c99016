import { randomBytes, randomUUID } from 'node:crypto'
import { HOUR, isoOf } from '../src/core/base/time.ts'
import type { ContactRef } from '../src/flow/ports/deliver.ts'
import type { Engine } from '../src/shell/run/engine.ts'
import { LEASE, type RedeemPage, type Sending, type Settling } from './bound-worker.ts'

/** What no engine can do without that keeps what ours promises of a message, its lawfulness aside: each person locked; the contact, the case, the account, holds and what was sent to the number lately; number and name opened; the text filled in, sealed and kept; the places of the hourly rate; the row before the request and the row after it, each under its lease. No law is asked, and nothing says why. */
export function redeemLawless(engine: Engine): RedeemPage {
  return (refs, settling) => redeemPage(engine, refs, settling)
}

interface Read extends ContactRef {
  reference: string
  creditor: string
  account: string
  pastDue: number
  currency: string
  to: Buffer
  toKey: string
  name: Buffer | null
  nameKey: string | null
}

async function redeemPage(
  { db, vault }: Engine,
  refs: readonly ContactRef[],
  settling: Settling,
): Promise<Sending[]> {
  return db.transactionAtOnce(async (tx) => {
    const [, , rows] = await Promise.all([
      settling(tx),
      tx.query(LOCK, [refs.map(({ person }) => person)], 'bound-lock'),
      tx.query<Read>(
        READ,
        [refs.map(({ person }) => person), refs.map(({ contact }) => contact), 'queued'],
        'bound-read',
      ),
    ])
    const now = isoOf(tx.now)
    const page = rows.map((row) => {
      const { to, toKey, name, nameKey } = row
      const opened = name && nameKey ? vault.open(name, nameKey) : 'customer'
      const text = textOf(row, opened)
      return { ...row, number: vault.open(to, toKey), text, token: randomUUID(), sealed: vault.seal(text) }
    })
    const salts = randomBytes(16 * page.length)
    const saved = tx.query(
      SAVE,
      [
        page.map(({ person }) => person),
        page.map(({ contact }) => contact),
        page.map(({ token }) => token),
        page.map(({ sealed }) => sealed.value),
        page.map((_, index) => salts.subarray(16 * index, 16 * index + 16)),
        page.map(({ sealed }) => sealed.keyId),
        now,
        isoOf(Math.floor(tx.now / HOUR) * HOUR),
        isoOf(Date.now() + LEASE),
        'queued',
      ],
      'bound-save',
    )
    tx.commit()
    await saved
    return page
  })
}

function textOf({ creditor, account, pastDue, currency }: Read, name: string): string {
  return `Dear ${name}, ${creditor} tells you that ${(pastDue / 100).toFixed(2)} ${currency} of ${account} are past due. Reply STOP to opt out.`
}

const LOCK = 'select id from person where id = any ($1::bigint[]) order by id for no key update'

/** Each table is read by its key, and what a state is to be is given as a value, however a plan is made while the tables look empty. */
const READ = `
  with clock as materialized (select business_now() as now)
  select c.person_id as person, c.id as contact, c.client_ref as reference, c.creditor, a.external_id as account,
    a.past_due as "pastDue", a.currency, cp.value_sealed as "to", cp.key_id as "toKey", p.name_sealed as name, p.key_id as "nameKey"
  from clock, unnest($1::bigint[], $2::bigint[]) as w (person, contact)
  cross join lateral (select * from contact where person_id = w.person and id = w.contact offset 0) c
  cross join lateral (select * from person where id = w.person offset 0) p
  cross join lateral (select * from collection_case where person_id = w.person and id = c.case_id offset 0) k
  cross join lateral (select * from account where person_id = w.person and id = k.account_id offset 0) a
  cross join lateral (select * from contact_point where person_id = w.person and id = c.point_id offset 0) cp
  where c.state = $3 and k.closed_on is null and a.past_due > 0 and cp.valid
    and not exists (select from hold h where h.person_id = w.person)
    and (select count(*) from (
      select at from contact o where o.number_id = c.number_id and o.state not in ('cancelled', 'expired', 'denied') offset 0) o
      where o.at > clock.now - interval '7 days') < 3`

const SAVE = `
  with rate as (
    insert into rate_slot as r (channel, hour, used) values ('sms', $8::timestamptz, cardinality($1::bigint[]))
    on conflict (channel, hour) do update set used = r.used + excluded.used),
  sequence as materialized (select pg_get_serial_sequence('sealed', 'id')::regclass as name),
  u as materialized (
    select v.*, nextval(sequence.name) as sealed from sequence, unnest($1::bigint[], $2::bigint[], $3::uuid[],
      $4::bytea[], $5::bytea[], $6::text[]) as v (person, id, token, text, salt, key)),
  s as (
    insert into sealed (person_id, id, kind, value, salt, key_id, created_at) overriding system value
    select person, sealed, 'rendered', text, salt, key, $7::timestamptz from u)
  update contact c set state = 'sending', lease_token = u.token, lease_until = $9::timestamptz, at = $7::timestamptz,
    tries = c.tries + 1, rendered_sealed = u.sealed, segments = 1, changed_at = $7::timestamptz
  from u where c.person_id = u.person and c.id = u.id and c.state = $10`
