import type { CaseId, ContactId, PersonId } from '../../../core/base/id.ts'
import { breakerRetryAt } from '../../../core/deliver/settle.ts'
import type { SettleSave } from '../../../flow/ports/deliver.ts'
import type { ContactJob } from '../../../flow/ports/enqueuer.ts'
import { instantOf } from '../base/instant.ts'
import { ask, statement } from '../base/statement.ts'
import type { SqlTransaction } from '../base/database.ts'
import { lockPersons, reviewCases } from './review.ts'
import { saidByProvider } from '../../../core/channel/disposition.ts'
import { STATES } from '../../../core/model/contact-state.ts'

/** The states are given as a value: a plan that could tell would walk the index of all that is in hand instead of reading each row by its key. */
const SETTLE = `
  with u as (
    select * from unnest($1::bigint[], $2::bigint[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::float8[], $10::int[], $13::jsonb[])
      as v (person, id, token, verdict, provider_ref, code, delay, sent_after, passed_over)),
  s as (
    select u.*, case when u.verdict = 'again' then 'queued' when u.verdict <> 'back' then u.verdict
        when ${instantOf('$8 + u.delay')} >= c.expires_at then 'expired' else 'planned' end as became
    from u join contact c on c.person_id = u.person and c.id = u.id)
  update contact c set
    state = s.became,
    outcome = case s.became when 'sent' then 'sent' when 'failed' then 'failed' else 'pending' end,
    disposition = case s.became when 'sent' then $11 when 'failed' then $12 end,
    provider_ref = coalesce(s.provider_ref, c.provider_ref),
    provider_code = s.code,
    passed_over = array(select jsonb_array_elements_text(s.passed_over)),
    not_before = case when s.became = 'planned' then ${instantOf('$8 + s.delay')} else c.not_before end,
    ring = c.ring + (s.became in ('planned', 'queued'))::int,
    tries = c.tries - (s.became = 'queued')::int,
    late_checks = c.late_checks + (s.became = 'queued')::int,
    at = case when s.became in ('planned', 'queued', 'expired') then null else c.at end,
    lease_token = case when s.became = 'unknown' then c.lease_token end,
    lease_until = null,
    sent_after_ms = s.sent_after,
    changed_at = ${instantOf('$8')}
  from s
  where c.person_id = s.person and c.id = s.id and c.lease_token = s.token and c.state = any($9)
  returning c.person_id as person, c.id as contact, c.case_id as "case", c.channel, c.ring, c.state, s.verdict`

interface Settled {
  person: PersonId
  contact: ContactId
  case: CaseId | null
  channel: string
  ring: number
  state: string
  verdict: string
}

const SETTLED = statement<Settled>({
  name: 'deliver-settle',
  text: SETTLE,
  row: {
    person: 'int8',
    contact: 'int8',
    case: 'int8?',
    channel: 'text',
    ring: 'int4',
    state: 'text',
    verdict: 'text',
  },
})

export async function saveSettled(tx: SqlTransaction, saves: readonly SettleSave[]): Promise<ContactJob[]> {
  const ends = saves.filter(({ settlement: one }) => one.to === 'failed' || one.to === 'back')
  await lockPersons(
    tx,
    ends.map((one) => one.person),
  )
  const rows = await ask(tx, SETTLED, [
    saves.map((one) => one.person),
    saves.map((one) => one.contact),
    saves.map((one) => one.token),
    saves.map((one) => one.settlement.to),
    saves.map(({ settlement: one }) => (one.to === 'sent' ? one.providerRef : null)),
    saves.map(({ settlement: one }) => ('code' in one ? one.code : null)),
    saves.map(({ settlement: one }) => (one.to === 'back' ? one.delayMs : 0)),
    tx.now,
    // The states are a parameter: a plan that knew them would walk the index of all that is in hand instead of reading each row by its key.
    STATES.inHand,
    saves.map((one) => one.sentAfterMs),
    saidByProvider('taken'),
    saidByProvider('refused'),
    saves.map(({ settlement: one }) => JSON.stringify(one.to === 'back' ? one.passedOver : [])),
  ])
  const ended = rows.filter((one) => one.state === 'failed' || one.state === 'expired')
  await reviewCases(
    tx,
    ended.flatMap(({ person, case: caseId }) =>
      caseId === null ? [] : [{ person, case: caseId, at: tx.now }],
    ),
  )
  const refusing = saves.filter(({ settlement: one }) => one.to === 'back' && one.breaker)
  if (refusing.length > 0) await openBreakers(tx, refusing)
  return rows.flatMap(({ verdict, case: caseId, contact, person, channel, ring }) =>
    verdict === 'again' && caseId !== null ? [{ contact, person, case: caseId, channel, ring }] : [],
  )
}

async function openBreakers(tx: SqlTransaction, refusing: readonly SettleSave[]): Promise<void> {
  const shut = [...new Map(refusing.map((one) => [`${one.channel} ${one.provider}`, one])).values()]
  await tx.query(
    `insert into breaker as b (channel, provider, opened_at, retry_at, why)
     select channel, provider, ${instantOf('$3')}, ${instantOf('$4')}, 'the provider refuses our credentials'
     from unnest($1::text[], $2::text[]) as u (channel, provider)
     on conflict (channel, provider) do update
       set opened_at = coalesce(b.opened_at, excluded.opened_at), retry_at = excluded.retry_at, why = excluded.why`,
    [
      shut.map(({ channel }) => channel),
      shut.map(({ provider }) => provider),
      tx.now,
      breakerRetryAt(tx.now),
    ],
  )
}
