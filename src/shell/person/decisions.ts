import type { Instant } from '../../core/base/time.ts'
import type { Reason } from '../../core/model/verdict.ts'
import { reasonLine, type ToldReason, toldReason } from './contacts.ts'
import { lawBook } from './law.ts'
import { byId, dated, type Row, type Section, text, words } from './section.ts'

interface DecisionRow extends Row {
  id: number
  at: Instant
  law: string | null
  reasons: Reason[]
}

export const decisions: Section = {
  name: 'decisions',
  title: 'Every decision, with the rules and their sources',
  rows: (source) => {
    const book = lawBook(source.db)
    return byId(
      (after, limit) =>
        source.db.query<DecisionRow>(
          `select d.id, d.at, d.kind, d.from_state as "from", d.to_state as "to", d.step, a.external_id as account,
             a.external_id || '/' || k.number as "case", d.contact_id as contact, d.strategy_hash as "strategyHash",
             d.config_id as config, d.tzdata, d.law_hash as law, d.reasons
           from decision d
           left join account a on a.person_id = d.person_id and a.id = d.account_id
           left join collection_case k on k.person_id = d.person_id and k.id = d.case_id
           where d.person_id = $1 and d.id > $2 order by d.id limit ${limit}`,
          [source.person, after],
        ),
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
