import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { rename } from 'node:fs/promises'

/** A ledger's daily file of accounts, each with a debtor, a number and figures. */
export interface DailyFile {
  path: string
  lines: number
  /** The day whose changes it has; each day changes other lines. */
  day: number
  /** One of so many lines says something else than the day before; 0 = none does. */
  changedEvery: number
}

export const COLUMNS =
  'account,debtor,creditor,currency,actor,product,region,zone,locale,name,phone,score,past_due,oldest_due_on,balance'

export async function writeDailyFile({ path, lines, day, changedEvery }: DailyFile): Promise<void> {
  const draft = `${path}.draft`
  const stream = createWriteStream(draft)
  stream.write(`${COLUMNS}\n`)
  for (let first = 0; first < lines; first += 1000) {
    let text = ''
    for (let line = first; line < Math.min(lines, first + 1000); line++) {
      text += `${lineOf(line, lastChange(line, day, changedEvery))}\n`
    }
    if (!stream.write(text)) await once(stream, 'drain')
  }
  stream.end()
  await once(stream, 'close')
  await rename(draft, path)
}

/** The last day on which the line was changed. */
function lastChange(line: number, day: number, changedEvery: number): number {
  if (changedEvery === 0) return 0
  return Math.max(0, day - ((line + day) % changedEvery))
}

function lineOf(line: number, day: number): string {
  const phone = `+1202${2_000_000 + (line % 7_999_999)}`
  const owed = `${100 + (line % 900)}.${String(10 + day).padStart(2, '0')}`
  const score = (line % 100) / 100
  return `A${line},D${line},acme,USD,first_party,invoice,US-NY,America/New_York,en,Pat Example ${line},${phone},${score},${owed},2026-05-01,${1000 + line}.00`
}
