import type { CaseId, ContactId, PersonId } from '../../../core/base/id.ts'
import { BREAKER_REMEMBERED_MS, type BreakerKind, breakerRetryAt } from '../../../core/deliver/brake.ts'
import { breakerOf, endsCase, isUntried } from '../../../core/deliver/settle.ts'
import type { Ending, SettleSave } from '../../../flow/ports/deliver.ts'
import type { ContactJob } from '../../../flow/ports/enqueuer.ts'
import { instantOf } from '../base/instant.ts'
import { ask, statement } from '../base/statement.ts'
import type { SqlTransaction } from '../base/database.ts'
import { giveBackRate } from './rate.ts'
import { lockPersons, reviewCases } from './review.ts'
import { saidByProvider } from '../../../core/channel/disposition.ts'
import { STATES } from '../../../core/model/contact-state.ts'

/** The states are given as a value: a plan that could tell would walk the index of all that is in hand instead of reading each row by its key. The instant is asked for here, so that the transaction may begin with this. What was sent as it was to be is not told: nothing follows from it. A provider that takes a message after the pause of its breaker is not shut any more; the table has a row for a few minutes at most. */
const SETTLE = `
  with clock as materialized (select date_trunc('milliseconds', business_now()) as now),
  u as materialized (
    select v.*, clock.now, clock.now + v.delay * interval '1 millisecond' as later
    from clock, unnest($1::bigint[], $2::bigint[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::float8[], $9::int[], $12::jsonb[], $13::bool[])
      as v (person, id, token, verdict, provider_ref, code, delay, sent_after, passed_over, untried)),
  saved as (update contact c set
    state = ${became('u', 'c')},
    outcome = case u.verdict when 'sent' then 'sent' when 'failed' then 'failed' else 'pending' end,
    disposition = case u.verdict when 'sent' then $10 when 'failed' then $11 end,
    provider_ref = coalesce(u.provider_ref, c.provider_ref),
    provider_code = u.code,
    passed_over = case when u.passed_over is null then '{}' else array(select jsonb_array_elements_text(u.passed_over)) end,
    not_before = case when u.verdict = 'back' and not ${over('u', 'c')} then u.later else c.not_before end,
    ring = c.ring + (u.verdict = 'again' or u.verdict = 'back' and not ${over('u', 'c')})::int,
    tries = c.tries - (u.verdict = 'again' or u.untried)::int,
    late_checks = c.late_checks + (u.verdict = 'again')::int,
    at = case when u.verdict in ('again', 'back') then null else c.at end,
    lease_token = case when u.verdict = 'unknown' then c.lease_token end,
    lease_until = null,
    sent_after_ms = u.sent_after,
    changed_at = u.now
  from u
  where c.person_id = u.person and c.id = u.id and c.lease_token = u.token and c.state = any($8)
  returning c.person_id as person, c.id as contact, c.case_id as "case", c.channel, c.ring, c.state, u.verdict, c.provider),
  open_again as (update breaker b set opened_at = null from clock
    where b.opened_at is not null and b.retry_at <= clock.now and exists (
      select from saved s where s.verdict = 'sent' and s.channel = b.channel and s.provider = b.provider))
  select person, contact, "case", channel, ring, state, verdict from saved where verdict <> 'sent'`

/** Whether what is handed back would come after its end. */
function over(u: string, c: string): string {
  return `coalesce(${u}.later >= ${c}.expires_at, false)`
}

function became(u: string, c: string): string {
  return `case ${u}.verdict when 'again' then 'queued'
      when 'back' then case when ${over(u, c)} then 'expired' else 'planned' end else ${u}.verdict end`
}

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

export async function saveSettled(
  tx: SqlTransaction,
  saves: readonly SettleSave[],
  { last = false }: Ending = {},
): Promise<ContactJob[]> {
  const ends = saves.filter(({ settlement }) => endsCase(settlement))
  if (ends.length > 0) {
    await lockPersons(
      tx,
      ends.map((one) => one.person),
    )
  }
  const asked = ask(tx, SETTLED, [
    saves.map((one) => one.person),
    saves.map((one) => one.contact),
    saves.map((one) => one.token),
    saves.map((one) => one.settlement.to),
    saves.map(({ settlement: one }) => (one.to === 'sent' ? one.providerRef : null)),
    saves.map(({ settlement: one }) => ('code' in one ? one.code : null)),
    saves.map(({ settlement: one }) => (one.to === 'back' ? one.delayMs : 0)),
    STATES.inHand,
    saves.map((one) => one.sentAfterMs),
    saidByProvider('taken'),
    saidByProvider('refused'),
    saves.map(({ settlement: one }) =>
      one.to === 'back' && one.passedOver.length > 0 ? JSON.stringify(one.passedOver) : null,
    ),
    saves.map(({ settlement }) => isUntried(settlement)),
  ])
  const shut = shutBy(saves)
  if (last && ends.length === 0 && shut.length === 0) tx.commit()
  const rows = await asked
  const ended = rows.filter((one) => one.state === 'failed' || one.state === 'expired')
  await reviewCases(
    tx,
    ended.flatMap(({ person, case: caseId }) =>
      caseId === null ? [] : [{ person, case: caseId, at: tx.now }],
    ),
  )
  if (shut.length > 0) await openBreakers(tx, shut)
  // It comes last: whoever redeems beside it takes its places after everything else.
  const settled = new Set(rows.map(({ contact }) => contact))
  const untried = saves.filter((one) => isUntried(one.settlement) && settled.has(one.contact))
  if (untried.length > 0) await giveBackRate(tx, untried)
  return rows.flatMap(({ verdict, case: caseId, contact, person, channel, ring }) =>
    verdict === 'again' && caseId !== null ? [{ contact, person, case: caseId, channel, ring }] : [],
  )
}

interface Shut {
  channel: string
  provider: string
  kind: BreakerKind
}

/** Each provider once: where it refused our credentials beside its silence, that is told. */
function shutBy(saves: readonly SettleSave[]): Shut[] {
  const shut = new Map<string, Shut>()
  for (const { channel, provider, settlement } of saves) {
    const kind = breakerOf(settlement)
    const name = `${channel} ${provider}`
    if (kind !== null && shut.get(name)?.kind !== 'refuses') shut.set(name, { channel, provider, kind })
  }
  return [...shut.values()]
}

/** One that is shut for longer stays so, and one that opens again soon after its pause has been shut since it first opened, unless it took a message meanwhile. */
async function openBreakers(tx: SqlTransaction, shut: readonly Shut[]): Promise<void> {
  await tx.query(
    `insert into breaker as b (channel, provider, opened_at, retry_at, why)
     select channel, provider, ${instantOf('$3')}, ${instantOf('retry_at')}, why
     from unnest($1::text[], $2::text[], $4::float8[], $5::text[]) as u (channel, provider, retry_at, why)
     order by channel, provider
     on conflict (channel, provider) do update set opened_at = case
         when b.retry_at > ${instantOf('$6')} then coalesce(b.opened_at, excluded.opened_at) else excluded.opened_at end,
       retry_at = greatest(b.retry_at, excluded.retry_at),
       why = case when b.retry_at > excluded.retry_at then b.why else excluded.why end`,
    [
      shut.map(({ channel }) => channel),
      shut.map(({ provider }) => provider),
      tx.now,
      shut.map(({ kind }) => breakerRetryAt(kind, tx.now)),
      shut.map(({ kind }) => kind),
      tx.now - BREAKER_REMEMBERED_MS,
    ],
  )
}
