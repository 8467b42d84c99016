import { Readable } from 'node:stream'
import type { Problem } from '../../../src/core/base/problem.ts'
import { ProblemError } from '../../../src/core/base/problem.ts'
import type { ImportKind } from '../../../src/shell/feed/column.ts'
import { importFile } from '../../../src/shell/feed/import-file.ts'
import type { Imported, ImportOptions } from '../../../src/shell/feed/import-file.ts'
import { prepareWith } from '../../../src/shell/feed/prepare.ts'
import type { Sql } from '../../../src/shell/pg/base/database.ts'
import type { PgStage } from '../record/pg-stage.ts'

export interface ImportResult {
  imported: Imported | null
  /** Why the file was refused as a whole. */
  refused: readonly Problem[]
  rejected: Problem[]
}

export interface ImportTry extends Partial<Omit<ImportOptions, 'kind' | 'input'>> {
  kind: ImportKind
  content: string | Buffer
}

/** The text is imported in small pieces, as a file called `book.csv`. */
export async function importText(stage: PgStage, given: ImportTry): Promise<ImportResult> {
  const { content, ...options } = given
  const rejected: Problem[] = []
  const bytes = Buffer.isBuffer(content) ? content : Buffer.from(content)
  try {
    const imported = await importFile(
      { db: stage.db, prepare: prepareWith(stage.vault), vault: stage.vault },
      {
        file: 'book.csv',
        format: 'auto',
        asOf: Date.parse('2026-03-01T02:00:00Z'),
        maxShare: 0.2,
        expectRows: null,
        force: false,
        reject: async (problems) => void rejected.push(...problems),
        onProgress: () => {},
        ...options,
        input: Readable.from(piecesOf(bytes)),
      },
    )
    return { imported, refused: [], rejected }
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    return { imported: null, refused: error.problems, rejected }
  }
}

function* piecesOf(bytes: Buffer): Iterable<Buffer> {
  for (let from = 0; from < bytes.length; from += 97) yield bytes.subarray(from, from + 97)
}

export const ACCOUNTS = `account,debtor,creditor,currency,region,zone,phone,name,score,past_due,oldest_due_on,balance
A1,D1,acme,USD,US-NY,America/New_York,+12025550101,Ann Example,0.3,120.00,2026-02-10,900.00
A2,D2,acme,USD,US-CA,,+12025550102,"Example, Bo",,0,,500.00
A3,D2,acme,USD,US-CA,,+12025550102,"Example, Bo",0.7,,,
`

/** The file was read, and nothing of it is stored yet. */
export function stageWith(stage: PgStage, meanwhile: () => Promise<void>): PgStage {
  const query: Sql['query'] = async (text, params, name) => {
    if (text.includes('count(*) as book from account')) await meanwhile()
    return stage.db.query(text, params, name)
  }
  return { ...stage, db: { ...stage.db, query } }
}
