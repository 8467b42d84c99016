import type { Reason } from '../../core/model/verdict.ts'
import type { Instant } from '../../core/base/time.ts'
import { KIND_COLUMNS } from '../pg/dossier/contact-row.ts'
import { eachTable } from '../pg/task/table.ts'
import { textLine } from './facts.ts'
import { lawBook } from './law.ts'
import {
  byId,
  dated,
  isoOrNull,
  opened,
  type PersonSource,
  type Row,
  type Section,
  words,
  text,
} from './section.ts'

interface ContactRow extends Row {
  id: number
  at: Instant | null
  to: Buffer | null
  toKey: string | null
  sealed: number | null
  text: Buffer | null
  textKey: string | null
  law: string | null
  reasons: Reason[]
}

function taskIn(table: string): string {
  return `select started_at, done_at from ${table} where person_id = c.person_id and contact_id = c.id`
}

/** What was said in a contact that was made outside stands with the fact that told of it. */
const CONTACT = `
  select c.id, c.at, c.channel, c.direction, c.role, c.place, c.purpose, c.creditor, c.collector, ${KIND_COLUMNS},
    k.external_id || '/' || g.number as "case",
    (select array_agg(a.external_id order by a.id) from account a where a.person_id = c.person_id and a.id = any (c.accounts)) as accounts,
    c.stage, c.step, c.episode, c.attempt, c.dpd, c.mandatory, c.due_on as "dueOn", c.state, c.outcome, c.disposition,
    c.template, c.not_before as "notBefore", c.expires_at as "expiresAt", c.tries, c.segments, c.agent,
    c.client_ref as reference, c.provider_ref as "providerReference", c.provider_code as "providerCode",
    c.point_id as point, p.value_sealed as "to", p.key_id as "toKey", s.id as sealed, s.value as text, s.key_id as "textKey",
    c.law_hash as law, c.reasons, c.created_at as "createdAt", c.changed_at as "changedAt",
    t.started_at as "startedAt", t.done_at as "doneAt"
  from contact c
  left join collection_case g on g.person_id = c.person_id and g.id = c.case_id
  left join account k on k.person_id = c.person_id and k.id = g.account_id
  left join contact_point p on p.person_id = c.person_id and p.id = c.point_id
  left join lateral (
    select (f.body -> 'sealed' ->> 'id')::bigint as id from fact f
    where c.step is null and f.person_id = c.person_id and f.kind = 'contact.recorded' and f.happened_at = c.at
      and f.body ->> 'channel' = c.channel and f.body ? 'sealed' limit 1) told on true
  left join sealed s on s.person_id = c.person_id and s.id = coalesce(c.rendered_sealed, told.id)
  left join lateral (${eachTable(taskIn, ' union all ')} limit 1) t on true
  where c.person_id = $1 and c.id > $2 order by c.id`

export const contacts: Section = {
  name: 'contacts',
  title: 'Every contact: when, how, what was said, what came of it, and what was refused',
  rows: (source) => {
    const book = lawBook(source.db)
    return byId(
      (after, limit) => source.db.query<ContactRow>(`${CONTACT} limit ${limit}`, [source.person, after]),
      async (rows) => {
        await book.learn(rows)
        return rows.map((row) => shape(source, row, book.versionsIn(row.law)))
      },
    )
  },
  tell: (row, local) => [
    `${headOf(row, local)}: ${words(...new Set([row['state'], ended(row), row['disposition']]))}`,
    ...(row['text'] === undefined ? [] : [textLine(row)]),
    ...(row['reasons'] as ToldReason[]).map((reason) => reasonLine(reason, local)),
  ],
}

function headOf(row: Row, local: (at: unknown) => string): string {
  return words(
    local(row['at'] ?? row['notBefore'] ?? row['createdAt']),
    row['channel'],
    row['direction'],
    row['step'],
    row['attempt'] && `attempt ${text(row['attempt'])}`,
    row['to'] ? `to ${text(row['to'])}` : row['point'] && `to #${text(row['point'])}`,
    row['agent'] && `by ${text(row['agent'])}`,
  )
}

function ended({ outcome }: Row): unknown {
  return outcome === 'pending' ? null : outcome
}

function shape(
  source: PersonSource,
  { to, toKey, text, textKey, sealed, reasons, ...row }: ContactRow,
  versions: ReadonlyMap<string, string>,
): Row {
  const told: Row = {
    ...dated(row, 'at', 'notBefore', 'expiresAt', 'createdAt', 'changedAt', 'startedAt', 'doneAt'),
    to: opened(source, to, toKey),
    reasons: reasons.map((reason) => toldReason(reason, versions)),
  }
  return sealed === null ? told : { ...told, text: opened(source, text, textKey), textErased: text === null }
}

export interface ToldReason extends Omit<Reason, 'liftsAt'> {
  packVersion: string | null
  liftsAt: string | null
}

export function toldReason(reason: Reason, versions: ReadonlyMap<string, string>): ToldReason {
  const packVersion = reason.pack === null ? null : (versions.get(reason.pack) ?? null)
  return { ...reason, packVersion, liftsAt: isoOrNull(reason.liftsAt ?? null) }
}

export function reasonLine(reason: ToldReason, local: (at: unknown) => string): string {
  const pack = reason.pack ? `(${words(reason.pack, reason.packVersion)})` : null
  const cite = reason.cite ? `[${reason.cite}]` : null
  const effect = reason.effect === 'block' || reason.effect === 'ground' ? null : `(${reason.effect})`
  const lifts = reason.liftsAt ? `until ${local(reason.liftsAt)}` : null
  return words(words(reason.rule, pack).concat(':'), reason.text, cite, effect, lifts)
}
