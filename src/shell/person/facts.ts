import type { Instant } from '../../core/base/time.ts'
import { byId, dated, opened, type PersonSource, type Row, type Section, text, words } from './section.ts'

interface FactRow extends Row {
  id: number
  at: Instant
  recordedAt: Instant
  body: Record<string, unknown>
  digest: Buffer
  hash: Buffer
}

interface TextRow {
  id: number
  value: Buffer | null
  keyId: string
}

export const facts: Section = {
  name: 'facts',
  title: 'What happened',
  rows: (source) =>
    byId(
      (after, limit) =>
        source.db.query<FactRow>(
          `select f.id, f.happened_at as at, f.recorded_at as "recordedAt", f.kind as type, a.external_id as account, f.source,
             f.key, f.body, f.digest, f.hash
           from fact f left join account a on a.person_id = f.person_id and a.id = f.account_id
           where f.person_id = $1 and f.id > $2 order by f.id limit ${limit}`,
          [source.person, after],
        ),
      (rows) => withTexts(source, rows),
    ),
  tell: (row, local) => [
    words(local(row['at']), row['type'], ...bodyWords(row['body'])),
    ...(row['text'] === undefined ? [] : [textLine(row)]),
  ],
}

/** Free text stands in the vault, under the id that the fact keeps. */
async function withTexts(source: PersonSource, rows: FactRow[]): Promise<Row[]> {
  const ids = rows.flatMap(({ body }) => sealedIn(body) ?? [])
  const texts = new Map(
    ids.length === 0
      ? []
      : (
          await source.db.query<TextRow>(
            'select id, value, key_id as "keyId" from sealed where person_id = $1 and id = any($2)',
            [source.person, ids],
          )
        ).map((row) => [row.id, row] as const),
  )
  return rows.map(({ digest, hash, ...row }) => {
    const told = {
      ...dated(row, 'at', 'recordedAt'),
      digest: digest.toString('hex'),
      link: hash.toString('hex'),
    }
    const id = sealedIn(row.body)
    const text = id === null ? undefined : texts.get(id)
    if (!text) return told
    return { ...told, text: opened(source, text.value, text.keyId), textErased: text.value === null }
  })
}

function sealedIn(body: Record<string, unknown>): number | null {
  const { id } = (body['sealed'] ?? {}) as { id?: unknown }
  return typeof id === 'number' ? id : null
}

const UNTOLD = new Set(['type', 'at', 'recorded', 'debtor', 'sealed', 'numbers', 'late'])

function bodyWords(body: unknown): string[] {
  return Object.entries(body as Record<string, unknown>)
    .filter(([key, value]) => !UNTOLD.has(key) && value !== null)
    .map(([key, value]) => `${key} ${text(value)}`)
}

/** The text of a row, or why there is none. */
export function textLine(row: Row): string {
  if (typeof row['text'] === 'string') return `"${row['text'].replaceAll('\n', ' / ')}"`
  return row['textErased'] ? '(the text was erased)' : '(the text cannot be opened)'
}
