import { factRows, textRows } from '../pg/person/said.ts'
import { byId, dated, opened, type PersonSource, type Row, type Section, text, words } from './section.ts'

type FactRow = Awaited<ReturnType<typeof factRows>>[number]

export const facts: Section = {
  name: 'facts',
  title: 'What happened',
  rows: (source) =>
    byId(
      (after, limit) => factRows(source.db, { person: source.person, after, limit }),
      (rows) => withTexts(source, rows),
    ),
  tell: (row, local) => [
    words(local(row['at']), row['type'], ...bodyWords(row['body'])),
    ...(row['text'] === undefined ? [] : [textLine(row)]),
  ],
}

/** Free text is kept in the vault, under the id that the fact keeps. */
async function withTexts(source: PersonSource, rows: FactRow[]): Promise<Row[]> {
  const ids = rows.flatMap(({ body }) => sealedIn(body) ?? [])
  const found = ids.length === 0 ? [] : await textRows(source.db, source.person, ids)
  const texts = new Map(found.map((row) => [row.id, row]))
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
