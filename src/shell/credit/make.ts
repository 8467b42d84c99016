import { type CreditRecord, creditRecordOf, isSameRecord } from '../../core/credit/credit-record.ts'
import { latestByDay, lineDue } from '../../core/credit/due.ts'
import { type CreditLaw, inDoubt, mayReport } from '../../core/credit/may-report.ts'
import type { AccountId, PersonId } from '../../core/base/id.ts'
import { faultCode, isRowFault } from '../../core/base/fault.ts'
import { lastDayOf } from '../../core/base/time.ts'
import { ProblemError } from '../../core/base/problem.ts'
import { lawOf } from '../../core/compliance/pack/law.ts'
import { byPriority, strategyFor } from '../../core/detect/strategy-for.ts'
import { debtPoliciesOf } from '../../core/config/debt-policies.ts'
import type { DebtPolicies } from '../../core/model/debt-policy.ts'
import type { Dossier } from '../../core/model/dossier.ts'
import type { Strategy } from '../../core/model/strategy.ts'
import type { ConfigPort } from '../../flow/ports/config.ts'
import { configPort } from '../pg/config/config.ts'
import type { Database, SqlTransaction } from '../pg/base/database.ts'
import { loadDossiers } from '../pg/dossier/dossier.ts'
import { readKnown } from '../pg/read/known.ts'
import { dossierAsOf } from '../law/known-then.ts'
import { beginRun, completeRun, type CreditRun, personsWith, personsToTell } from '../pg/credit/run.ts'
import {
  amended,
  type Checked,
  type CreditRow,
  type NewCreditRow,
  said,
  saveRecords,
} from '../pg/credit/said.ts'

const PAGE = 200

export interface CreditAsked {
  creditor: string
  bureau: string
  by: string
  /** How many persons may have to be looked at. */
  onTotal: (persons: number) => void
  onPersons: (persons: number) => void
}

/** Records of everything that the bureau is to be told now of the creditor's accounts, and of what was withheld and why. */
export async function makeRecords(db: Database, asked: CreditAsked): Promise<CreditRun> {
  const { creditor, bureau, onTotal, onPersons } = asked
  const total = await personsWith(db, creditor)
  if (total === 0) throw unknownCreditor(creditor)
  onTotal(total)
  const config = configPort(db)
  const law = await activeLaw(config)
  const run = await beginRun(db, asked)
  const counts = { lines: 0, withheld: 0 }
  const checked: Checked[] = []
  for (let after = 0 as PersonId; ; ) {
    const persons = await personsToTell(db, { creditor, bureau }, after, PAGE)
    const last = persons.at(-1)
    if (last === undefined) break
    const rows = await db.transaction((tx) =>
      pageOf(tx, persons, { run, creditor, bureau, config, law, checked }),
    )
    counts.withheld += rows.filter(({ line }) => line === 'withheld').length
    counts.lines += rows.filter(({ line }) => line !== 'withheld').length
    onPersons(persons.length)
    after = last
  }
  const completed = await completeRun(db, { id: run, ...counts }, checked)
  if (completed === null) throw overtaken(run)
  return completed
}

interface Page {
  run: number
  creditor: string
  bureau: string
  config: ConfigPort
  law: Omit<CreditLaw, 'strategyOf'> & { strategies: readonly Strategy[]; debts: DebtPolicies | null }
  /** What was looked at again so far: it counts once the run is completed. */
  checked: Checked[]
}

async function pageOf(tx: SqlTransaction, persons: readonly PersonId[], page: Page): Promise<NewCreditRow[]> {
  const { run, bureau, creditor } = page
  const before = (await said(tx, persons, bureau)).filter(({ record }) => record.creditor === creditor)
  const accounts = new Set(before.map(({ account }) => account))
  const ofAccount = new Map(
    [...accounts].map((id) => [id, latestByDay(before.filter(({ account }) => account === id))]),
  )
  const dossiers = await loadDossiers(tx, persons)
  const strategies = await strategiesOf(dossiers, page)
  const law = { ...page.law, strategyOf: ({ id }: { id: AccountId }) => strategies.get(id) ?? null }
  const rows = dossiers.flatMap((dossier) =>
    rowsOf(dossier, { at: tx.now, creditor, ofAccount, law, debts: page.law.debts }),
  )
  rows.push(...(await corrections(tx, dossiers, [...ofAccount.values()].flat(), { page, law })))
  await saveRecords(tx, { run, bureau }, rows)
  return rows
}

interface Telling {
  at: number
  creditor: string
  ofAccount: Map<AccountId, CreditRow[]>
  law: CreditLaw
  debts: DebtPolicies | null
}

function rowsOf(dossier: Dossier, { at, creditor, ofAccount, law, debts }: Telling): NewCreditRow[] {
  return dossier.accounts.flatMap((account): NewCreditRow[] => {
    if (account.creditor !== creditor) return []
    const record = creditRecordOf(dossier, account, { at, debts, ...agreementsIn(law.strategyOf(account)) })
    const line = lineDue(record, ofAccount.get(account.id)?.at(-1)?.record ?? null)
    if (line === null) return []
    const row = { person: dossier.person.id, account: account.id, asOf: at, record }
    const withheld = line === 'correction' ? null : mayReport(dossier, account, at, law)
    return [withheld === null ? { ...row, line, withheld } : { ...row, line: 'withheld', withheld }]
  })
}

/** What was told of a day that is over is put right where facts that came since say otherwise. */
async function corrections(
  tx: SqlTransaction,
  dossiers: readonly Dossier[],
  latest: readonly CreditRow[],
  { page, law }: { page: Page; law: CreditLaw },
): Promise<NewCreditRow[]> {
  const zonesOf = new Map(dossiers.map(({ person }) => [person.id, person.zones]))
  const isOver = ({ person, record }: CreditRow) => record.on < lastDayOf(zonesOf.get(person) ?? [], tx.now)
  const over = latest.filter(isOver)
  const touched = await amended(tx, over)
  const rows = over.filter(({ id }) => touched.has(id))
  const wrong: NewCreditRow[] = []
  for (const row of rows) {
    const now = dossiers.find(({ person }) => person.id === row.person)
    const { person, account, asOf } = row
    try {
      const record = now && (await recordThen(tx, now, row, law))
      if (!record || isSameRecord(record, row.record)) continue
      wrong.push({ person, account, asOf, line: 'correction', record, withheld: null })
    } catch (error) {
      if (!isRowFault(error)) throw error
      const withheld = inDoubt(
        `what was told of ${row.record.on} cannot be worked out again: ${faultCode(error)}`,
      )
      wrong.push({ person, account, asOf, line: 'withheld', record: row.record, withheld })
    }
  }
  page.checked.push(...rows.map(({ person, id }) => ({ person, id, at: tx.now })))
  return wrong
}

/** What a strategy says of promises and settlements. */
function agreementsIn(
  strategy: Strategy | null | undefined,
): Pick<Parameters<typeof creditRecordOf>[2], 'types' | 'plans' | 'limits'> {
  return { types: strategy?.promises, plans: strategy?.plans, limits: strategy?.settlements }
}

/** The account as of that instant by all that is known now. */
async function recordThen(
  tx: SqlTransaction,
  now: Dossier,
  { person, account, asOf: at }: CreditRow,
  { strategyOf }: CreditLaw,
): Promise<CreditRecord | null> {
  const known = await readKnown(tx, person, at, 'happened')
  const then = await dossierAsOf(known, now, at)
  const one = then?.accounts.find(({ id }) => id === account)
  return then && one
    ? creditRecordOf(then, one, { at, debts: known.debts, ...agreementsIn(strategyOf(one)) })
    : null
}

async function activeLaw(config: ConfigPort): Promise<Page['law']> {
  const { schedules } = await config.active()
  const strategies = byPriority(schedules.strategies)
  return { law: lawOf(schedules), schedules, strategies, debts: debtPoliciesOf(schedules) }
}

/** Each account has the strategy of its open case, else that which would take it. */
async function strategiesOf(
  dossiers: readonly Dossier[],
  { config, law }: Page,
): Promise<Map<AccountId, Strategy>> {
  const found = new Map<AccountId, Strategy>()
  for (const { accounts, cases, person } of dossiers)
    for (const account of accounts) {
      const open = cases.find((one) => one.open && one.account === account.id)
      const strategy = open
        ? await config.strategyByHash(open.strategyHash)
        : strategyFor(law.strategies, { ...account, regions: person.regions })
      if (strategy) found.set(account.id, strategy)
    }
  return found
}

function unknownCreditor(creditor: string): ProblemError {
  const message = `no account is of the creditor ${creditor}`
  return new ProblemError([
    { code: 'unknown_creditor', path: '--creditor', message, suggestion: 'as the ledger calls it' },
  ])
}

function overtaken(run: number): ProblemError {
  const message = `run ${run} told nobody anything: another one for the same bureau and creditor was completed meanwhile`
  return new ProblemError([{ code: 'overtaken', message, suggestion: 'make the records again' }])
}
