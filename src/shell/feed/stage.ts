import { Readable } from 'node:stream'
import { accountIn, debtorIn } from '../../core/fact/fact.ts'
import type { PreparedFact } from '../../core/fact/prepared.ts'
import type { RefusedRow } from '../../core/fact/refused-row.ts'
import type { Database } from '../pg/base/database.ts'
import { arrayText } from '../pg/base/array-text.ts'
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
    const key = 'key' in first ? first.key : '-'
    const { accounts, debtors } = namedIn(facts)
    const cells = [key, JSON.stringify(facts.map(toStaged)), listText(accounts), listText(debtors)]
    text += `${run}\t${line}\t${cells.map(escaped).join('\t')}\n`
    if (text.length < CHUNK) continue
    yield text
    text = ''
  }
  if (text !== '') yield text
}

/** The accounts and debtors that a line names, in every form. */
function namedIn(facts: StagedLine['facts']): Pick<RefusedRow, 'accounts' | 'debtors'> {
  const accounts = new Set<string>()
  const debtors = new Set<string>()
  for (const fact of facts) {
    const refused = 'refused' in fact
    const own = refused ? fact.accounts : [accountIn(fact.fact), fact.was?.['account']]
    for (const name of own) if (name !== undefined) accounts.add(name)
    const owed = refused ? fact.debtors : [debtorIn(fact.fact), fact.was?.['debtor']]
    for (const name of owed) if (name !== undefined) debtors.add(name)
  }
  return { accounts: [...accounts], debtors: [...debtors] }
}

function listText(names: readonly string[]): string {
  return String(arrayText(names))
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
}
