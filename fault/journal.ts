import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs'
import { z } from 'zod'

/** One message that the gateway took, and what Postgres said of it at that moment. */
export const Entry = z.strictObject({
  at: z.number(),
  reference: z.string(),
  /** A receipt follows, which must be heard. */
  receipt: z.boolean(),
  /** Null = it may go; else why it may not. `unasked` = Postgres did not answer. */
  wrong: z.enum(['unasked', 'no_contact', 'not_permitted', 'validity_over', 'paid']).nullable(),
})
export type Entry = z.infer<typeof Entry>
export type Wrong = Entry['wrong']

export interface Journal {
  write(entry: Entry): void
  close(): void
}

/** A line is on disk before the gateway answers, and never changes. */
export function openJournal(file: string): Journal {
  const handle = openSync(file, 'a')
  return {
    write: (entry) => void writeSync(handle, `${JSON.stringify(entry)}\n`),
    close: () => closeSync(handle),
  }
}

export function readJournal(file: string): Entry[] {
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => Entry.parse(JSON.parse(line)))
}
