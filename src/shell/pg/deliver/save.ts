import { randomBytes, randomUUID } from 'node:crypto'
import type { ContactId } from '../../../core/base/id.ts'
import { isTold, newWarnings, type Redeemed } from '../../../core/deliver/redeem.ts'
import type { ActiveConfig } from '../../../flow/ports/config.ts'
import type { RedeemEnding, RedeemSave } from '../../../flow/ports/deliver.ts'
import type { RateAsk } from '../../../flow/ports/rates.ts'
import { HOUR } from '../../../core/base/time.ts'
import { TZDATA } from '../../config/law-record.ts'
import { instantOf } from '../base/instant.ts'
import { ask, statement } from '../base/statement.ts'
import type { SqlTransaction } from '../base/database.ts'
import { insertTasks } from '../decide/task.ts'
import { lastFactOf } from '../base/last-fact.ts'
import { reviewCases } from './review.ts'
import { keepLaw, lawsOf } from '../config/law-used.ts'
import type { Vault } from '../base/vault.ts'
import { wholeText } from '../../../core/model/template.ts'
import { toldAs } from '../../../core/model/contact-state.ts'

interface RedeemedPage extends RedeemEnding {
  saves: RedeemSave[]
  config: ActiveConfig
}

/** A judged batch is written: the texts and the rows, then what the law refused, and when the cases are looked at again. */
export async function saveRedeemed(
  tx: SqlTransaction,
  vault: Vault,
  { saves, config, rate, last = false }: RedeemedPage,
): Promise<Map<ContactId, string> | null> {
  const tokens = saves.map(tokenOf)
  const asked = ask(tx, SAVE, saveColumns({ saves, tokens, now: tx.now, config, rate }, vault))
  const isPlain = saves.every(({ redeemed: one }) => !isTold(one) && !('reviewAt' in one))
  if (last && isPlain) tx.commit()
  const [saved] = await asked
  if (!saved?.within) return null
  if (!isPlain) await noteRedeemed(tx, saves, config)
  const ids = new Set(saved.ids)
  return new Map(
    saves.flatMap(({ redeemed: { contact } }, index): [ContactId, string][] => {
      const token = tokens[index]
      return token && ids.has(contact.id) ? [[contact.id, token]] : []
    }),
  )
}

async function noteRedeemed(tx: SqlTransaction, saves: RedeemSave[], config: ActiveConfig): Promise<void> {
  await saveDecisions(tx, saves, config)
  await insertTasks(
    tx,
    saves.flatMap(({ redeemed: one }) => ('asks' in one ? (one.asks ?? []) : [])),
  )
  await reviewCases(
    tx,
    saves.flatMap(({ redeemed: one }) =>
      'reviewAt' in one && one.contact.case !== null
        ? [{ person: one.contact.person, case: one.contact.case, at: one.reviewAt }]
        : [],
    ),
  )
}

function tokenOf({ redeemed }: RedeemSave): string | null {
  return redeemed.to === 'sending' ? randomUUID() : null
}

/** The rate is taken in full, or nothing is saved. A name is looked up once, and not for each row. */
const SAVE = statement<{ within: boolean; ids: ContactId[] }>({
  name: 'deliver-save',
  text: `
  with rate as (
    insert into rate_slot as r (channel, hour, used)
    select $19, ${instantOf('$20')}, $21::int where $19::text is not null and $21::int <= $22::bigint
    on conflict (channel, hour) do update set used = r.used + excluded.used where r.used + excluded.used <= $22::bigint
    returning used),
  within as materialized (select $19::text is null or exists (select from rate) as yes),
  sequence as materialized (select pg_get_serial_sequence('sealed', 'id')::regclass as name),
  u as materialized (
    select v.*, case when v.text is not null then nextval(sequence.name) end as sealed
    from within, sequence, unnest($1::bigint[], $2::bigint[], $3::text[], $4::float8[], $5::float8[], $6::float8[], $7::jsonb[],
      $8::int[], $9::text[], $10::text[], $11::bytea[], $12::bytea[], $13::text[], $15::text[], $18::text[], $23::uuid[])
      as v (person, id, became, not_before, expires_at, lease_until, reasons, segments, agent, was, text, salt, key, law, provider, token)
    where within.yes),
  kept as (${keepLaw('$16', '$17')}),
  s as (
    insert into sealed (person_id, id, kind, value, salt, key_id, created_at) overriding system value
    select u.person, u.sealed, 'rendered', u.text, u.salt, u.key, ${instantOf('$14')}
    from u where u.sealed is not null),
  saved as (
    update contact c set
      state = u.became,
      not_before = coalesce(${instantOf('u.not_before')}, c.not_before),
      expires_at = coalesce(${instantOf('u.expires_at')}, c.expires_at),
      ring = c.ring + (u.became = 'planned')::int,
      tries = c.tries + (u.became = 'sending')::int,
      lease_token = u.token,
      lease_until = ${instantOf('u.lease_until')},
      at = case when u.became = 'sending' then ${instantOf('$14')} end,
      outcome = case when u.became = 'failed' then 'failed' else c.outcome end,
      provider_code = case when u.became = 'failed' then 'not_sent' else c.provider_code end,
      agent = u.agent,
      provider = coalesce(u.provider, c.provider),
      reasons = coalesce(u.reasons, c.reasons),
      asked_at = case when u.became = 'sending' then '{}' else c.asked_at end,
      rendered_sealed = coalesce(u.sealed, c.rendered_sealed),
      segments = coalesce(u.segments, c.segments),
      checked_fact = case when u.became = 'sending' then ${lastFactOf('u.person')} else c.checked_fact end,
      law_hash = case when u.became = 'sending' then u.law else c.law_hash end,
      changed_at = ${instantOf('$14')}
    from u
    where c.person_id = u.person and c.id = u.id and c.state = u.was
    returning c.id)
  select within.yes as within, array(select id from saved) as ids from within`,
  row: { within: 'bool', ids: 'int8[]' },
})

interface SavePage {
  saves: RedeemSave[]
  tokens: (string | null)[]
  now: number
  config: ActiveConfig
  rate: RateAsk | undefined
}

function saveColumns({ saves, tokens, now, config, rate }: SavePage, vault: Vault): unknown[] {
  const of = <T>(pick: (one: RedeemSave, redeemed: Redeemed) => T): T[] =>
    saves.map((one) => pick(one, one.redeemed))
  const texts = saves.map(({ words }) => (words ? vault.seal(wholeText(words)) : null))
  const salts = randomBytes(16 * saves.length)
  const judged = lawsOf(
    config,
    saves.map((save) => save.packs),
  )
  return [
    of((_, one) => one.contact.person),
    of((_, one) => one.contact.id),
    of((_, one) => one.to),
    of((_, one) => (one.to === 'planned' ? one.notBefore : null)),
    of((_, one) => (one.to === 'sending' ? finite(one.validUntil) : null)),
    of((save) => save.leaseUntil),
    of((_, one) => reasonsOf(one)),
    of((save) => save.words?.segments ?? null),
    of((save) => save.agent),
    of((_, one) => one.contact.state),
    texts.map((text) => text?.value ?? null),
    texts.map((_, index) => salts.subarray(16 * index, 16 * index + 16)),
    texts.map((text) => text?.keyId ?? null),
    now,
    judged.hashes,
    judged.laws.map(({ hash }) => hash),
    judged.laws.map(({ content }) => content),
    of((save) => save.provider ?? null),
    rate?.channel ?? null,
    Math.floor(now / HOUR) * HOUR,
    rate?.wanted ?? 0,
    rate?.perHour ?? 0,
    tokens,
  ]
}

/** What a contact goes out in spite of is added to why it was planned as it was. */
function reasonsOf(one: Redeemed): string | null {
  if (one.to !== 'sending') return JSON.stringify(one.reasons)
  const news = newWarnings(one)
  return news.length > 0 ? JSON.stringify([...one.contact.reasons, ...news]) : null
}

function finite(at: number): number | null {
  return Number.isFinite(at) ? at : null
}

async function saveDecisions(tx: SqlTransaction, saves: RedeemSave[], config: ActiveConfig): Promise<void> {
  const told = saves.flatMap(({ redeemed: one, packs }) =>
    isTold(one)
      ? [
          {
            ...one,
            reasons: one.to === 'sending' ? newWarnings(one) : one.reasons,
            kind: toldAs(one.to),
            packs,
          },
        ]
      : [],
  )
  if (told.length === 0) return
  await tx.query(
    `insert into decision (person_id, account_id, case_id, contact_id, at, kind, from_state, to_state, step,
       strategy_hash, config_id, tzdata, reasons, law_hash)
     select u.person, k.account_id, k.id, u.contact, ${instantOf('$7')}, u.kind, u.was, u.state, u.step,
       k.strategy_hash, $8, $9, u.reasons, u.law
     from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::jsonb[], $10::text[], $11::text[], $12::text[])
       as u (person, case_id, contact, kind, state, reasons, step, was, law)
     join collection_case k on k.person_id = u.person and k.id = u.case_id`,
    [
      told.map((one) => one.contact.person),
      told.map((one) => one.contact.case),
      told.map((one) => one.contact.id),
      told.map((one) => one.kind),
      told.map((one) => one.to),
      told.map((one) => JSON.stringify(one.reasons)),
      tx.now,
      config.id,
      TZDATA,
      told.map((one) => one.contact.step),
      told.map((one) => one.contact.state),
      lawsOf(
        config,
        told.map((one) => one.packs),
      ).hashes,
    ],
    'deliver-decisions',
  )
}
