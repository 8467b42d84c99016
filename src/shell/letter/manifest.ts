import { createHash } from 'node:crypto'
import { isoOf } from '../../core/base/time.ts'
import { csvText } from '../pg/base/table.ts'
import type { Batch, BatchLetter } from '../pg/letter/batch.ts'

/** What a print house reads first: which letters there are, and nothing of whom they are to. */
export interface Manifest {
  json: string
  csv: string
  letters: number
  pages: number
  /** The digest of the JSON, in hex. */
  sha256: string
}

/** The file with which a batch is whole. */
export const MANIFEST = 'manifest.json'

const COLUMNS = ['reference', 'file', 'pages', 'sha256', 'region', 'paper'] as const

export function fileOf({ reference }: Pick<BatchLetter, 'reference'>): string {
  return `${reference}.pdf`
}

/** The same for the same letters, in the order in which they are given. */
export function manifestOf(
  { name, provider, day, cutOff }: Batch,
  letters: readonly BatchLetter[],
): Manifest {
  const rows = letters.map(({ reference, pages, sha256, region, paper }) => ({
    reference,
    file: fileOf({ reference }),
    pages,
    sha256,
    region: region ?? '',
    paper,
  }))
  const pages = rows.reduce((sum, row) => sum + row.pages, 0)
  const head = { batch: name, printHouse: provider, day, cutOff: isoOf(cutOff), letters: rows.length, pages }
  const json = `${JSON.stringify({ ...head, files: rows }, null, 2)}\n`
  return {
    json,
    csv: csvText(rows, { columns: COLUMNS }),
    letters: rows.length,
    pages,
    sha256: createHash('sha256').update(json).digest('hex'),
  }
}
