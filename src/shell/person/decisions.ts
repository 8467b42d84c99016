import type { Instant } from '../../core/base/time.ts'
import type { Reason } from '../../core/compliance/verdict.ts'
import type { Sql } from '../pg/database.ts'
import { reasonLine, type ToldReason, toldReason } from './contacts.ts'
import { atOnce, byId, dated, type PersonSource, type Row, type Section, words, text } from './section.ts'

interface DecisionRow extends Row {
  id: number
  at: Instant
  config: number
  reasons: Reason[]
}

export const decisions: Section = {
  name: 'decisions',
  title: 'Every decision, with the rules and their sources',
  rows: (source) => {
    const versions = new Map<number, ReadonlyMap<string, string>>()
    return byId(
      (after, limit) =>
        source.db.query<DecisionRow>(
          `select d.id, d.at, d.kind, d.from_state as "from", d.to_state as "to", d.step, a.external_id as account,
             a.external_id || '/' || k.number as "case", d.contact_id as contact, d.strategy_hash as "strategyHash",
             d.config_id as config, d.tzdata, d.reasons
           from decision d
           left join account a on a.person_id = d.person_id and a.id = d.account_id
           left join collection_case k on k.person_id = d.person_id and k.id = d.case_id
           where d.person_id = $1 and d.id > $2 order by d.id limit ${limit}`,
          [source.person, after],
        ),
      async (rows) => {
        await learn(source.db, versions, rows)
        return rows.map((row) => ({
          ...dated(row, 'at'),
          reasons: row.reasons.map((reason) => toldReason(reason, versions.get(row.config))),
        }))
      },
    )
  },
  tell: (row, local) => [
    words(
      local(row['at']),
      row['case'],
      row['kind'],
      row['step'],
      row['from'] === row['to'] ? `in ${text(row['to'])}` : `${text(row['from'])} -> ${text(row['to'])}`,
      row['contact'] && `as contact ${text(row['contact'])}`,
    ),
    ...(row['reasons'] as ToldReason[]).map((reason) => reasonLine(reason, local)),
  ],
}

/** The packs of the versions that these rows were decided under. */
async function learn(
  db: Sql,
  versions: Map<number, ReadonlyMap<string, string>>,
  rows: readonly DecisionRow[],
): Promise<void> {
  const fresh = [...new Set(rows.map(({ config }) => config))].filter((id) => !versions.has(id))
  for (const { id, packs } of await packsOf(db, fresh)) versions.set(id, new Map(Object.entries(packs)))
}

interface VersionRow {
  id: number
  hash: string
  publishedAt: Instant
  publishedBy: string
  note: string | null
  packs: Record<string, string>
}

async function packsOf(db: Sql, ids: readonly number[]): Promise<VersionRow[]> {
  if (ids.length === 0) return []
  return db.query<VersionRow>(
    `select v.id, v.hash, v.published_at as "publishedAt", v.published_by as "publishedBy", v.note,
       (select coalesce(jsonb_object_agg(p ->> 'pack', p ->> 'version'), '{}') from jsonb_array_elements(v.content -> 'packs') p) as packs
     from config_version v where v.id = any($1) order by v.id`,
    [ids],
  )
}

export const law: Section = {
  name: 'law',
  title: 'The versions of law and strategies that were in force',
  rows: (source) => atOnce(readLaw(source)),
  tell: (row, local) => [
    words('version', row['id'], `of ${local(row['publishedAt'])}:`),
    Object.entries(row['packs'] as Record<string, string>)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([pack, version]) => `${pack} ${version}`)
      .join(', '),
  ],
}

async function readLaw({ db, person }: PersonSource): Promise<Row[]> {
  const rows = await db.query<{ id: number }>(
    'select distinct config_id as id from decision where person_id = $1',
    [person],
  )
  const versions = await packsOf(
    db,
    rows.map(({ id }) => id),
  )
  return versions.map((row) => dated({ ...row }, 'publishedAt'))
}
