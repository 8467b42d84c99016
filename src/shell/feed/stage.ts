import { Readable } from 'node:stream'
import type { PreparedFact } from '../../core/fact/prepared.ts'
import type { RefusedRow } from '../../core/fact/refused-row.ts'
import type { Database } from '../pg/base/database.ts'
import { copyToStaging } from '../pg/feed/staging.ts'
import { toStaged } from './staged.ts'

export interface StagedLine {
  line: number
  facts: (PreparedFact | RefusedRow)[]
}

/** Lines go into `import_staging` by COPY, as they come, with back-pressure. */
export async function stageLines(db: Database, run: number, lines: AsyncIterable<StagedLine>): Promise<void> {
  await copyToStaging(db, Readable.from(rowsOf(run, lines), { objectMode: false, highWaterMark: 1 << 18 }))
}

const CHUNK = 1 << 16

async function* rowsOf(run: number, lines: AsyncIterable<StagedLine>): AsyncIterable<string> {
  let text = ''
  for await (const { line, facts } of lines) {
    const [first] = facts
    if (!first) continue
    text += `${run}\t${line}\t${escaped('key' in first ? first.key : '-')}\t${escaped(JSON.stringify(facts.map(toStaged)))}\n`
    if (text.length < CHUNK) continue
    yield text
    text = ''
  }
  if (text !== '') yield text
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
}
