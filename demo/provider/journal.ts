import { createHash } from 'node:crypto'
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

export interface Accepted {
  id: string
  reference: string
  to: string
  channel: string | null
  /** Time by the simulator's clock. */
  at: number
}

export interface Journal {
  accepted(message: Accepted): void
  close(): void
}

/** The judge: one line for every message that was taken, written before the answer, never changed. A digest replaces the number. */
export function openJournal(file: string | null): Journal {
  if (file === null) return { accepted: () => {}, close: () => {} }
  mkdirSync(dirname(file), { recursive: true })
  const handle = openSync(file, 'a')
  return {
    accepted: ({ id, reference, to, channel, at }) => {
      const digest = createHash('sha256').update(to).digest('hex').slice(0, 16)
      const on = channel !== null && { channel }
      const line = { id, reference, ...on, at: new Date(at).toISOString(), digest }
      writeSync(handle, `${JSON.stringify(line)}\n`)
    },
    close: () => closeSync(handle),
  }
}
