import { personRows, pointRows } from '../pg/person/identity.ts'
import { atOnce, dated, opened, type PersonSource, type Row, type Section, words, text } from './section.ts'

export const person: Section = {
  name: 'person',
  title: 'Who it is about',
  rows: (source) => atOnce(readPerson(source)),
  tell: (row, local) => [
    words('debtor', row['debtor'], `(number ${text(row['id'])})`, row['name']),
    words('lives in', listOf(row['regions']) || 'an unknown place', 'in the zones', listOf(row['zones'])),
    words('language', row['locale'], row['household'] && `household ${text(row['household'])}`),
    ...(listOf(row['closed']) ? [`wants no contact: ${JSON.stringify(row['closed'])}`] : []),
    ...(row['erasedAt'] ? [`erased ${local(row['erasedAt'])}: no personal value is left`] : []),
  ],
}

async function readPerson(source: PersonSource): Promise<Row[]> {
  const rows = await personRows(source.db, source.person)
  return rows.map(({ name, keyId, ...row }) => {
    return { ...dated(row, 'closedAt', 'erasedAt'), name: opened(source, name, keyId) }
  })
}

export const points: Section = {
  name: 'points',
  title: 'Numbers and addresses',
  rows: (source) => atOnce(readPoints(source)),
  tell: (row) => [
    words(
      `#${text(row['id'])}`,
      row['kind'],
      row['value'] ?? (row['erased'] ? '(erased)' : '(cannot be opened)'),
      row['kind'] === 'phone' ? row['line'] : null,
      row['place'],
      row['valid'] ? null : '(not valid)',
      pendingDutiesOf(row),
    ),
  ],
}

async function readPoints(source: PersonSource): Promise<Row[]> {
  const rows = await pointRows(source.db, source.person)
  return rows.map(({ value, keyId, ...row }) => {
    return {
      ...dated(row, 'validAt', 'namedAt'),
      value: opened(source, value, keyId),
      erased: value === null,
    }
  })
}

/** Nobody is contacted at either of these. */
function pendingDutiesOf(row: Row): string | null {
  if (row['former'] !== true) return null
  return row['namedAt'] === null ? '(heard of, never named by the ledger)' : '(former)'
}

function listOf(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : ''
}
