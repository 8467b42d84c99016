import type { Reason } from '../../core/model/verdict.ts'
import type { ToldWrong } from '../law/wrong-contacts.ts'
import { contactRows } from '../pg/person/contact.ts'
import { readWrong } from '../pg/read/wrong.ts'
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

type ContactRow = Awaited<ReturnType<typeof contactRows>>[number]

export const contacts: Section = {
  name: 'contacts',
  title: 'Every contact: when, how, what was said, what came of it, and what was refused',
  rows: (source) => {
    const book = lawBook(source.db)
    return byId(
      (after, limit) => contactRows(source.db, { person: source.person, after, limit }),
      async (rows) => {
        await book.learn(rows)
        const wrong = await readWrong(
          source.db,
          rows.map(({ id }) => id),
        )
        return rows.map((row) => {
          const told = wrong.get(row.id)
          return { ...shape(source, row, book.versionsIn(row.law)), ...(told && { wrong: told }) }
        })
      },
    )
  },
  tell: (row, local) => [
    `${headOf(row, local)}: ${words(...new Set([row['state'], ended(row), row['disposition']]))}`,
    ...(row['text'] === undefined ? [] : [textLine(row)]),
    ...(row['reasons'] as ToldReason[]).map((reason) => reasonLine(reason, local)),
    ...(row['wrong'] === undefined ? [] : [wrongLine(row['wrong'] as ToldWrong, local)]),
  ],
}

function wrongLine({ reasons, late, since }: ToldWrong, local: (at: unknown) => string): string {
  return `should not have been made, as is known since ${local(since)} (${late.join(', ')} told late): ${reasons.join('; ')}`
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
