import { isRowFault } from '../../../core/base/fault.ts'
import { MESSAGE_CHANNELS } from '../../../core/channel/channel.ts'
import { type Disposition, meaningOf, RECEIPTS } from '../../../core/channel/disposition.ts'
import { onlySettles } from '../../../core/fact/kind/outcome.ts'
import { AHEAD_MS } from '../../../core/fact/sense-of-time.ts'
import { STATES } from '../../../core/model/contact-state.ts'
import type { Database } from '../base/database.ts'
import { instantOf } from '../base/instant.ts'
import { oneOf } from '../base/one-of.ts'
import { askOne, plainStatement } from '../base/statement.ts'
import { STANDING } from './holds.ts'

/** A receipt as its provider signed it. */
export interface GivenReceipt {
  /** The channel at whose door it was told; about a message of another it goes the general way. */
  provider: string
  /** The key of its fact; of one among several with its number behind it. */
  key: string
  /** The webhook-id that it came under. */
  webhook: string
  reference: string
  /** What its provider calls the message. */
  named: string
  /** Null = it is told the general way, and whatever follows of the same account comes behind it. */
  disposition: Disposition | null
  /** The instant as it was written, in milliseconds, and as UTC. */
  at: string
  ms: number
  iso: string
  /** The keyed digest of the body that came under the webhook-id stands with the first receipt of it; null = an earlier one has it. */
  digest: Buffer | null
}

/** What a receipt leaves of a contact in each state, where it does nothing else: the core says it. A contact whose outcome is not that of the word which it shows goes the general way. */
const MOVES = STATES.made.flatMap((state) =>
  [null, ...RECEIPTS].flatMap((known) =>
    RECEIPTS.flatMap((told) => {
      const outcome = known === null ? 'pending' : meaningOf(known).outcome
      const after = onlySettles({ state, outcome, disposition: known }, told)
      return after === null
        ? []
        : [[`${told} ${state} ${outcome} ${known ?? ''}`, after.state, after.disposition, after.outcome]]
    }),
  ),
)

const move = (place: number) =>
  `array[${MOVES.map((row) => (row[place] === null ? 'null' : `'${row[place]}'`)).join(', ')}]::text[]`

const LOCK = plainStatement({
  name: 'receipts-lock',
  text: `
    with locked as (
      select from contact c
      join person p on p.id = c.person_id
      join account a on a.person_id = c.person_id and a.id = c.account_id
      where c.client_ref = any($1::uuid[])
      order by p.id, a.id, c.id for no key update of p, a, c
    )
    select count(*) as contacts from locked`,
  row: { contacts: 'int8' },
})

/** Business now is read once, as every transaction reads it: in whole milliseconds. */
const NOW = '(select clock.ms from clock)'

/** The fact as it is kept, as it is compared, and as its link tells it: `comparable`, `keepFact` and `chainHash` write the same, letter by letter. */
const body = (at: string) =>
  `'{"account":' || p.account || ',"at":"' || ${at} || '","contact":' || p.id || ',"disposition":"' || p.told || '","type":"contact.outcome"}'`
const LINK = `
  '[' || p.person_id || ',' || p.account_id || ',"contact.outcome",' || p.ms::int8 || ',' || ${NOW}::int8
    || ',"' || p.provider || '",' || to_json(p.key) || ',' || p.body || ',"' || encode(p.fact_digest, 'hex') || '"]'`

/** Names of other characters are read in one form before they are kept. */
const PLAIN_NAME = '^[!-~]+$'

const SETTLE = plainStatement({
  name: 'receipts-settle',
  text: `
    with clock as materialized (
      select floor(extract(epoch from business_now()) * 1000)::float8 as ms
    ), given as (
      select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::float8[], $7::text[], $8::bytea[], $9::text[], $10::text[])
        with ordinality as g (reference, key, told, at, iso, ms, provider, digest, named, webhook, n)
    ), named as (
      select g.*, c.person_id, c.id, c.account_id, to_json(a.external_id)::text as account, a.chain_head,
        array_position(${move(0)}, g.told || ' ' || c.state || ' ' || coalesce(c.outcome, '') || ' ' || coalesce(c.disposition, '')) as move,
        p.erased_at is null and a.external_id ~ '${PLAIN_NAME}' and c.case_id is not null
          and c.channel in ${oneOf(MESSAGE_CHANNELS)} and c.channel = g.provider and c.account_id = any(c.accounts)
          and coalesce(c.provider_ref, g.named) = g.named as known,
        row_number() over (partition by c.account_id order by g.n) as place
      from given g
      join contact c on c.client_ref = g.reference
      join account a on a.person_id = c.person_id and a.id = c.account_id
      join person p on p.id = c.person_id
    ), plain as (
      select p.*, ${body('p.at')} as body, sha256(convert_to(${body('p.iso')}, 'UTF8')) as fact_digest
      from named p
      where p.place = 1 and p.known and p.move is not null and p.ms <= ${NOW} + ${AHEAD_MS}
        and (select b.at from callback_body b where b.provider = p.provider and b.id = p.webhook) is null
        and (select f.id from fact f where f.person_id = p.person_id and f.source = p.provider and f.key = p.key) is null
        and (select h.id from hold h where h.person_id = p.person_id and ${STANDING} limit 1) is null
        and (select t.id from human_task t where t.person_id = p.person_id and t.resolved_at is null limit 1) is null
    ), fresh as (
      select p.*, sha256(coalesce(p.chain_head, '') || convert_to(${LINK}, 'UTF8')) as hash from plain p
    ), bodies as (
      insert into callback_body (provider, id, digest, at)
      select g.provider, g.webhook, g.digest, now() from given g
      where g.digest is not null and not exists (
        select from callback_body b where b.provider = g.provider and b.id = g.webhook)
      order by 1, 2
    ), facts as (
      insert into fact (person_id, account_id, kind, happened_at, recorded_at, source, key, body, digest, hash)
      select person_id, account_id, 'contact.outcome', ${instantOf('ms')}, ${instantOf(NOW)}, provider, key,
        body::jsonb, fact_digest, hash from fresh order by n
    ), moved as (
      update contact c set state = (${move(1)})[f.move], at = coalesce(c.at, ${instantOf('f.ms')}),
        disposition = (${move(2)})[f.move], outcome = (${move(3)})[f.move], lease_token = null, lease_until = null, changed_at = ${instantOf(NOW)},
        provider_ref = coalesce(c.provider_ref, f.named)
      from fresh f where c.person_id = f.person_id and c.id = f.id
    ), linked as (
      update account a set chain_head = f.hash from fresh f where a.person_id = f.person_id and a.id = f.account_id
    )
    select coalesce(array_agg(n - 1), '{}') as stored from fresh`,
  row: { stored: 'int8[]' },
})

/** Receipts that do nothing but settle a contact which waits for nothing: fact, link, contact and body are written by one statement. The answer is their places in the list; the others are left as they were, and are told the general way. The first of an account is the only one of it, so that its links stay in order. Null = a row did not go in, and nothing was stored. */
export async function settleReceipts(
  db: Database,
  receipts: readonly GivenReceipt[],
): Promise<number[] | null> {
  const references = receipts.map(({ reference }) => reference)
  try {
    return await db.transactionAtOnce(async (tx) => {
      const both = Promise.all([
        askOne(tx, LOCK, [references]),
        askOne(tx, SETTLE, columnsOf(receipts, references)),
      ])
      tx.commit()
      const [, { stored }] = await both
      return stored
    })
  } catch (error) {
    // Another call has stored one of the same webhook-ids meanwhile, or a row is broken: the general way finds out which.
    if (isRowFault(error)) return null
    throw error
  }
}

function columnsOf(receipts: readonly GivenReceipt[], references: readonly string[]): unknown[] {
  return [
    references,
    receipts.map(({ key }) => key),
    receipts.map(({ disposition }) => disposition ?? ''),
    receipts.map(({ at }) => at),
    receipts.map(({ iso }) => iso),
    receipts.map(({ ms }) => ms),
    receipts.map(({ provider }) => provider),
    receipts.map(({ digest }) => digest),
    receipts.map(({ named }) => named),
    receipts.map(({ webhook }) => webhook),
  ]
}
