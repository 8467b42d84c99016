import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { faultCode, isRowFault } from '../../core/base/fault.ts'
import { isoOf } from '../../core/base/time.ts'
import { unreadable } from '../../core/base/told.ts'
import { noteAudit } from '../pg/base/audit.ts'
import type { Database } from '../pg/base/database.ts'
import { zonesOf } from '../pg/person/identity.ts'
import { readClocks } from '../pg/watch/health.ts'
import type { FoundPerson } from '../pg/read/person.ts'
import type { Vault } from '../pg/base/vault.ts'
import { localTime } from '../story/sentence.ts'
import { contacts } from './contacts.ts'
import { decisions } from './decisions.ts'
import { facts } from './facts.ts'
import { person, points } from './identity.ts'
import { keeping } from './keeping.ts'
import { law } from './law.ts'
import { accounts, cases, credit, obligations, payments, plans, promises, settlements } from './money.ts'
import { type PersonSource, type Section, text } from './section.ts'
import { evidence, handling, holds, tasks } from './status.ts'

const SECTIONS: Section[] = [
  person,
  points,
  accounts,
  cases,
  contacts,
  decisions,
  law,
  facts,
  holds,
  evidence,
  promises,
  plans,
  settlements,
  payments,
  obligations,
  credit,
  tasks,
  keeping,
  handling,
]

export interface ExportOptions {
  found: FoundPerson
  by: string
  format: 'json' | 'text'
  out: Writable
  onRows: (rows: number) => void
}

export interface Exported {
  rows: number
  /** Values that are there but cannot be opened. */
  unreadable: number
}

/** Everything that is known about a person is written, section by section, never more than a page of it in memory; the audit says who took it. */
export async function exportPerson(
  { db, vault }: { db: Database; vault: Vault },
  { found, by, format, out, onRows }: ExportOptions,
): Promise<Exported> {
  const source: PersonSource = { db, vault, person: found.id, unreadable: { count: 0 } }
  const { business } = await readClocks(db)
  const noted = { who: by, at: 'business' } as const
  const writer =
    format === 'json' ? jsonWriter(out) : textWriter(out, (await zonesOf(db, found.id))[0] ?? 'UTC')
  await noteAudit(db, { ...noted, what: 'person.export_started', detail: { person: found.id, format } })
  let rows = 0
  await writer.begin({
    exportedAt: isoOf(business),
    exportedBy: by,
    debtor: found.externalId,
    number: found.id,
  })
  for (const section of SECTIONS) {
    await writer.section(section)
    try {
      for await (const page of section.rows(source)) {
        for (const row of page) await writer.row(section, row)
        rows += page.length
        onRows(page.length)
      }
    } catch (error) {
      if (!isRowFault(error)) throw error
      source.unreadable.count++
      await writer.row(unreadableIn(section), { unreadable: unreadable(faultCode(error)) })
    }
  }
  await writer.end()
  const exported = { rows, unreadable: source.unreadable.count }
  const detail = { person: found.id, format, ...exported }
  await noteAudit(db, { ...noted, what: 'person.exported', detail })
  return exported
}

/** The rest of a section that cannot be read: the document goes on with the next one. */
function unreadableIn(section: Section): Section {
  return { ...section, tell: (row) => [text(row['unreadable'])] }
}

type Head = Record<string, string | number>

interface Writer {
  begin(head: Head): Promise<void>
  section(section: Section): Promise<void>
  row(section: Section, row: Record<string, unknown>): Promise<void>
  end(): Promise<void>
}

/** One object: the head, then a list for each section, a row a line. */
function jsonWriter(out: Writable): Writer {
  let rows = 0
  let first = true
  return {
    begin: (head) => write(out, `{"format":"arrears-person/1",${JSON.stringify(head).slice(1, -1)}`),
    section: async ({ name }) => {
      await write(out, `${first ? '' : '\n]'},\n"${name}":[`)
      first = false
      rows = 0
    },
    row: (_, row) => write(out, `${rows++ === 0 ? '' : ','}\n${JSON.stringify(row)}`),
    end: () => write(out, '\n]}\n'),
  }
}

/** A document to be read; times in the person's zone. */
function textWriter(out: Writable, zone: string): Writer {
  const local = (at: unknown): string => (typeof at === 'string' ? localTime(at, zone) : '')
  let rows = 0
  let open = false
  const close = (): Promise<void> => (open && rows === 0 ? write(out, '(nothing)\n') : Promise.resolve())
  return {
    begin: ({ debtor, number, exportedAt, exportedBy }) =>
      write(
        out,
        `# Everything that is kept about debtor ${debtor} (number ${number})\n\nExported ${exportedAt} by ${exportedBy}. Times are those of ${zone}.\n`,
      ),
    section: async ({ title }) => {
      await close()
      await write(out, `\n## ${title}\n\n`)
      open = true
      rows = 0
    },
    row: (section, row) => {
      rows++
      const [head = '', ...rest] = section.tell(row, local)
      return write(out, `${[`- ${head}`, ...rest.map((line) => `    ${line}`)].join('\n')}\n`)
    },
    end: close,
  }
}

async function write(out: Writable, text: string): Promise<void> {
  if (!out.write(text)) await once(out, 'drain')
}
