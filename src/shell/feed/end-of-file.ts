import { ProblemError } from '../../core/base/problem.ts'
import type { Instant } from '../../core/base/time.ts'
import { isoOf } from '../../core/base/time.ts'
import { type Creditors, policyOf } from '../../core/model/creditors.ts'
import type { FactInput } from '../../core/fact/fact.ts'
import { dayOfFile } from '../../core/model/feed-file.ts'
import type { Prepare } from '../../flow/ports/record.ts'
import { recordFacts } from '../../flow/record.ts'
import { configPort } from '../pg/config/config.ts'
import type { Database } from '../pg/base/database.ts'
import { recordStore } from '../pg/record/record.ts'
import { askForTick } from '../pg/watch/tick-run.ts'
import type { ImportKind } from './column.ts'
import type { Merged } from './merge.ts'
import { creditorsIn, creditorsOf, type Missing, missingAccounts } from '../pg/feed/missing.ts'

export interface EndOfFile {
  run: number
  kind: ImportKind
  asOf: Instant
  complete: boolean
  /** Creditors of lines that were known. */
  known: readonly string[]
  merged: Pick<Merged, 'creditors' | 'others'>
}

/** What the file as a whole says, once its lines are in: which accounts it leaves out, and of which creditors it is whole. */
export async function endOfFile(
  { db, prepare }: { db: Database; prepare: Prepare },
  { run, kind, asOf, complete, known, merged }: EndOfFile,
): Promise<{ missing: Missing[]; completed: string[] }> {
  if (kind !== 'accounts' && !complete) return { missing: [], completed: [] }
  const { others } = merged
  const told = await (others ? creditorsOf(db, [...others]) : creditorsIn(db, run))
  const creditors = [...new Set([...told, ...merged.creditors, ...known])].sort()
  const completed = complete ? creditors : []
  const at = isoOf(asOf)
  const facts = completed.map((creditor): FactInput => ({ type: 'feed.completed', at, creditor, asOf: at }))
  const { rejected, look } = await recordFacts(
    { store: recordStore(db), prepare },
    facts.map((fact) => ({ fact, source: 'ledger' })),
  )
  // All of them come with one instant: one refusal is the refusal of all.
  if (rejected.length > 0) throw new ProblemError(rejected)
  if (look) await askForTick(db, 'detect')
  if (kind !== 'accounts') return { missing: [], completed }
  const stated = await statedCreditors(db)
  const wanted = creditors.filter((one) => policyOf(stated, one)?.figures?.sends !== 'changes')
  return { missing: await missingAccounts(db, { creditors: wanted, day: dayOfFile(asOf) }), completed }
}

/** Nothing is stated before anything was published. */
async function statedCreditors(db: Database): Promise<Creditors | undefined> {
  try {
    return (await configPort(db).active()).schedules.creditors
  } catch (error) {
    if (error instanceof ProblemError) return undefined
    throw error
  }
}
