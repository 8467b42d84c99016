import { evidenceRows, handlingRows, holdRows, taskRows } from '../pg/person/status.ts'
import { covers } from './covers.ts'
import { atOnce, dated, type Section, words, text } from './section.ts'

export const holds: Section = {
  name: 'holds',
  title: 'Holds, disputes, requests to stop and opt-outs',
  rows: ({ db, person }) =>
    atOnce(
      holdRows(db, person).then((rows) =>
        rows.map(({ points, ofNumber, ...row }) => ({
          ...dated(row, 'from', 'liftedAt'),
          covers: covers({ ...row, points: points ?? [], ofNumber }),
        })),
      ),
    ),
  tell: (row, local) => [
    words(
      local(row['from']),
      row['kind'],
      row['reason'],
      row['covers'],
      row['until'] && `until ${text(row['until'])}`,
      row['liftedAt'] && `lifted ${local(row['liftedAt'])}`,
      row['outcome'],
    ),
  ],
}

export const evidence: Section = {
  name: 'evidence',
  title: 'Consents and other evidence',
  rows: ({ db, person }) =>
    atOnce(evidenceRows(db, person).then((rows) => rows.map((row) => dated(row, 'at', 'until')))),
  tell: (row, local) => [
    words(
      local(row['at']),
      `${text(row['key'])} = ${text(row['value'])}`,
      row['account'] && `on ${text(row['account'])}`,
      row['point'] && `at #${text(row['point'])}`,
      row['until'] && `until ${local(row['until'])}`,
    ),
  ],
}

export const tasks: Section = {
  name: 'tasks',
  title: 'What people were asked to look at',
  rows: ({ db, person }) =>
    atOnce(
      taskRows(db, person).then((rows) =>
        rows.map((row) => dated(row, 'at', 'due', 'claimedAt', 'resolvedAt')),
      ),
    ),
  tell: (row, local) => [
    words(
      local(row['at']),
      `${text(row['kind'])}:`,
      row['reason'],
      row['resolvedAt'] ? `(resolved ${local(row['resolvedAt'])}: ${text(row['resolution'])})` : '(open)',
    ),
  ],
}

export const handling: Section = {
  name: 'handling',
  title: 'Who exported or erased it',
  rows: ({ db, person }) =>
    atOnce(handlingRows(db, person).then((rows) => rows.map((row) => dated(row, 'at')))),
  tell: (row, local) => [words(local(row['at']), row['what'], 'by', row['who'])],
}
