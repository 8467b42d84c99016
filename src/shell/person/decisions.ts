import { decisionRows } from '../pg/person/said.ts'
import { reasonLine, type ToldReason, toldReason } from './contacts.ts'
import { lawBook } from './law.ts'
import { byId, dated, type Section, text, words } from './section.ts'

export const decisions: Section = {
  name: 'decisions',
  title: 'Every decision, with the rules and their sources',
  rows: (source) => {
    const book = lawBook(source.db)
    return byId(
      (after, limit) => decisionRows(source.db, { person: source.person, after, limit }),
      async (rows) => {
        await book.learn(rows)
        return rows.map((row) => ({
          ...dated(row, 'at'),
          reasons: row.reasons.map((reason) => toldReason(reason, book.versionsIn(row.law))),
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
