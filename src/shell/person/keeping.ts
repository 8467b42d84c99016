import type { PersonId } from '../../core/base/id.ts'
import type { Keep, RecordVerdict } from '../../core/retention/judge-record.ts'
import { judgePerson, type PersonVerdict } from '../../core/retention/judge-person.ts'
import { retainRules } from '../../core/retention/retain-law.ts'
import { configPort } from '../pg/config/config.ts'
import { readClocks } from '../pg/watch/health.ts'
import { loadRecords } from '../pg/retention/load.ts'
import { atOnce, type PersonSource, type Row, type Section, words, text } from './section.ts'

/** The section says until when each kind of record is kept, and which rule says so, under the law that is in force now. */
export const keeping: Section = {
  name: 'retention',
  title: 'How long it is kept, and why',
  rows: (source) => atOnce(readKeeping(source)),
  tell: (row) => [
    words(
      row['kind'],
      `(${text(row['records'])})`,
      row['through'] ? `until ${text(row['through'])}` : WAITS[text(row['waits'])],
      row['rule'] && `by ${text(row['rule'])} (${text(row['pack'])}) [${text(row['citation'])}]`,
      row['destroyOn'] && `; ${text(row['destroyRule'])} orders it destroyed by ${text(row['destroyOn'])}`,
      row['answer'] === 'conflict' ? '- a human decides' : null,
    ),
  ],
}

const WAITS: Record<string, string> = {
  still_open: 'while the account is open and for its time after that,',
  no_period: 'for a time that no law names,',
  no_rule: 'as long as no rule says otherwise',
}

async function readKeeping({ db, person }: PersonSource): Promise<Row[]> {
  const { schedules } = await configPort(db).active()
  const [records] = await loadRecords(db, [person as PersonId])
  if (!records) return []
  const { business } = await readClocks(db)
  return rowsOf(judgePerson(records, retainRules(schedules.packs, schedules.calendars), business))
}

/** One row for each kind, rule and day. */
function rowsOf(judged: PersonVerdict): Row[] {
  const rows = new Map<string, Row & { records: number }>()
  for (const verdict of [...judged.records, judged.personal]) {
    for (const kind of verdict.record.kinds) {
      const row = { kind, ...keepOf(verdict), ...destroyOf(verdict), answer: verdict.answer }
      const id = JSON.stringify(row)
      const known = rows.get(id)
      if (known) known.records++
      else rows.set(id, { ...row, records: 1 })
    }
  }
  return [...rows.values()]
}

function keepOf({ keep }: RecordVerdict): Row {
  if (keep === null) return { through: null, waits: 'no_rule', rule: null, pack: null, citation: null }
  const { through, waits }: Keep = keep
  const { rule, citation } = keep.by.rule
  return { through, waits, rule, pack: keep.by.pack.pack, citation }
}

function destroyOf({ destroy }: RecordVerdict): Row {
  return destroy === null
    ? { destroyOn: null, destroyRule: null }
    : { destroyOn: destroy.on, destroyRule: destroy.by.rule.rule }
}
