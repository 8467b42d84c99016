import type { CaseId, PersonId } from '../../../core/base/id.ts'
import type { Resolution } from '../../../core/deliver/unknown.ts'
import type { ContactJob } from '../../../flow/ports/enqueuer.ts'
import type { ContactRef } from '../../../flow/ports/deliver.ts'
import type { UnknownContact } from '../../../flow/ports/sweep.ts'
import { instantOf } from '../base/instant.ts'
import type { SqlTransaction } from '../base/database.ts'
import { lockPersons, reviewCases } from '../deliver/review.ts'
import { ask, statement } from '../base/statement.ts'
import { aside } from './park.ts'
import { ASKED_BY_STORE } from '../../../core/model/asked-by-store.ts'
import { kindsClosedBy } from '../../../core/model/human-task.ts'
import type { Vault } from '../base/vault.ts'
import { GATEWAY } from '../../../core/model/routes.ts'
import { oneOf } from '../base/one-of.ts'
import { saidByProvider } from '../../../core/channel/disposition.ts'
import { STATES } from '../../../core/model/contact-state.ts'

type Save = { unknown: UnknownContact; resolution: Resolution }

const FROM = 'from contact c'
const UNKNOWN = `
     left join lateral (
       select resolved_at, coalesce(resolution, '') as resolution from human_task
       where person_id = c.person_id and contact_id = c.id and kind in ${oneOf(kindsClosedBy('receipt'))}
         and created_at >= c.changed_at
       order by id desc limit 1) h on true
     where c.state in ${oneOf(STATES.lost)} and c.changed_at <= ${instantOf('$1')}
       and (cardinality(c.asked_at) = 0 or c.asked_at[cardinality(c.asked_at)] <= ${instantOf('$1')})
       and (h is null or h.resolved_at is not null)`
const OLDEST_FIRST = 'order by c.changed_at limit $2'
const NOT_ASIDE = `and c.id <> all (${aside('sweep', 'contact', '$3')})`

interface UnknownRow extends Omit<UnknownContact, 'reveal'> {
  toSealed: Buffer | null
  toKey: string | null
}

const unknownsWhere = (name: string, condition: string) =>
  statement<UnknownRow>({
    name,
    once: true,
    text: `
      select c.id as contact, c.person_id as person, c.channel, coalesce(c.provider, '${GATEWAY}') as provider,
        c.client_ref as reference, c.at, c.provider_ref as "providerRef", c.changed_at as since,
        h.resolution as "humanSaid", p.value_sealed as "toSealed", p.key_id as "toKey",
        array(select (round(extract(epoch from a) * 1000))::int8 from unnest(c.asked_at) a order by a) as "askedAt"
      ${FROM} left join contact_point p on p.person_id = c.person_id and p.id = c.point_id
      ${UNKNOWN} ${condition} ${OLDEST_FIRST}`,
    row: {
      contact: 'int8',
      person: 'int8',
      channel: 'text',
      provider: 'text',
      reference: 'uuid',
      at: 'timestamptz?',
      providerRef: 'text?',
      since: 'timestamptz',
      humanSaid: 'text?',
      toSealed: 'bytea?',
      toKey: 'text?',
      askedAt: 'int8[]',
    },
  })
const ALL = unknownsWhere('sweep-unknowns', NOT_ASIDE)
const THESE = unknownsWhere('sweep-unknowns-these', 'and c.id = any ($3::bigint[])')

export async function unknowns(
  tx: SqlTransaction,
  vault: Pick<Vault, 'open'>,
  { before, limit, only }: { before: number; limit: number; only: readonly ContactRef[] | undefined },
): Promise<UnknownContact[]> {
  const rows = await (only === undefined
    ? ask(tx, ALL, [before, limit, tx.now])
    : ask(tx, THESE, [before, limit, only.map(({ contact }) => contact)]))
  return rows.map(({ toSealed, toKey, ...row }) => ({ ...row, reveal: () => opened(vault, toSealed, toKey) }))
}

/** A process without keys, and one whose key was lost, ask without the number. */
function opened(vault: Pick<Vault, 'open'>, value: Buffer | null, key: string | null): string | null {
  try {
    return value === null || key === null ? null : vault.open(value, key)
  } catch {
    return null
  }
}

const IDS = statement<ContactRef>({
  name: 'sweep-unknown-ids',
  once: true,
  text: `select c.id as contact, c.person_id as person ${FROM} ${UNKNOWN} ${NOT_ASIDE} ${OLDEST_FIRST}`,
  row: { contact: 'int8', person: 'int8' },
})

export function unknownIds(tx: SqlTransaction, before: number, limit: number): Promise<ContactRef[]> {
  return ask(tx, IDS, [before, limit, tx.now])
}

interface ResolvedRow extends Omit<ContactJob, 'case'> {
  case: CaseId
  account: number
  verdict: string
}

const RESOLVE = statement<ResolvedRow>({
  name: 'sweep-resolve',
  once: true,
  text: `
  update contact c set
    state = case u.verdict when 'sent' then 'sent' when 'again' then 'queued' else c.state end,
    outcome = case u.verdict when 'sent' then 'sent' else c.outcome end,
    disposition = case u.verdict when 'sent' then $6 else c.disposition end,
    provider_ref = coalesce(u.provider_ref, c.provider_ref),
    at = case u.verdict when 'again' then null else c.at end,
    ring = c.ring + (u.verdict = 'again')::int,
    lease_token = case when u.verdict in ('sent', 'again') then null else c.lease_token end,
    asked_at = case u.verdict when 'asked' then c.asked_at || ${instantOf('$5')} when 'again' then '{}' else c.asked_at end,
    changed_at = case when u.verdict in ('sent', 'again') then ${instantOf('$5')} else c.changed_at end
  from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[]) as u (person, contact, verdict, provider_ref)
  where c.person_id = u.person and c.id = u.contact and c.state in ${oneOf(STATES.lost)}
  returning c.id as contact, c.person_id as person, c.case_id as "case", c.account_id as account, c.channel,
    c.ring, u.verdict`,
  row: {
    contact: 'int8',
    person: 'int8',
    case: 'int8',
    account: 'int8',
    channel: 'text',
    ring: 'int4',
    verdict: 'text',
  },
})

export async function saveResolved(
  tx: SqlTransaction,
  saves: readonly Save[],
  role: string,
): Promise<ContactJob[]> {
  const moving = saves.filter(({ resolution: one }) => one.to !== 'wait' || one.asked)
  await lockPersons(
    tx,
    moving.map(({ unknown }) => unknown.person),
  )
  const rows = await ask(tx, RESOLVE, [
    moving.map(({ unknown }) => unknown.person),
    moving.map(({ unknown }) => unknown.contact),
    moving.map(({ resolution: one }) => (one.to === 'wait' ? 'asked' : one.to)),
    moving.map(({ resolution: one }) => (one.to === 'sent' ? one.providerRef : null)),
    tx.now,
    saidByProvider('taken'),
  ])
  const of = (verdict: string): ResolvedRow[] => rows.filter((row) => row.verdict === verdict)
  await reviewCases(
    tx,
    of('sent').map((row) => ({ person: row.person, case: row.case, at: tx.now })),
  )
  await askHumans(tx, of('human'), role)
  return of('again').map(({ contact, person, case: caseId, channel, ring }) => ({
    contact,
    person,
    case: caseId,
    channel,
    ring,
  }))
}

/** `resolution` = `sent` or `not_sent`: what the human found out. */
export async function askHumans(
  tx: SqlTransaction,
  rows: { contact: number; person: PersonId; case: CaseId; account: number }[],
  role: string = ASKED_BY_STORE.unknown.role,
): Promise<void> {
  if (rows.length === 0) return
  const { kind, reason } = ASKED_BY_STORE.unknown
  await tx.query(
    `insert into human_task (person_id, account_id, case_id, contact_id, kind, reason, role, due, created_at)
     select u.person, u.account, u.case_id, u.contact, $6, $7, $8, ${instantOf('$5')}, ${instantOf('$5')}
     from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[]) as u (person, account, case_id, contact)
     on conflict do nothing`,
    [
      rows.map((row) => row.person),
      rows.map((row) => row.account),
      rows.map((row) => row.case),
      rows.map((row) => row.contact),
      tx.now,
      kind,
      reason,
      role,
    ],
  )
}
