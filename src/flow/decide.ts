import { type CaseId, type ContentHash, PersonId } from '../core/base/id.ts'
import type { FaultyRow, ParkedRow } from '../core/base/parked.ts'
import { gapOf } from '../core/compliance/pack/coverage.ts'
import { circumstancesOf } from '../core/compliance/known/from-dossier.ts'
import { lawOf } from '../core/compliance/pack/law.ts'
import { permit } from '../core/compliance/permit.ts'
import { packsUnder } from '../core/compliance/pack/under.ts'
import { pendingDutiesOf } from '../core/compliance/pending-duties.ts'
import { debtPoliciesOf } from '../core/config/debt-policies.ts'
import type { Schedules } from '../core/config/schedules.ts'
import type { Strategy } from '../core/model/strategy.ts'
import type { Dossier } from '../core/model/dossier.ts'
import type { PersonDecision } from '../core/model/decision.ts'
import { planPage } from '../core/decide/plan-page.ts'
import type { Planning } from '../core/decide/planning.ts'
import type { ActiveConfig, ConfigPort } from './ports/config.ts'
import type { DecideTx, PacksOf } from './ports/decide.ts'
import type { ContactJob, Enqueuer } from './ports/enqueuer.ts'
import { faultyRow, pageOrHalves } from './ports/isolate.ts'
import { parkAll, retryParked } from './ports/park.ts'
import { begun, type Transactions } from './ports/transactions.ts'

export interface DecideDeps {
  store: Transactions<DecideTx>
  config: ConfigPort
  /** Absent = whatever is planned is left to the relay. */
  enqueuer?: Pick<Enqueuer, 'enqueueContacts'>
}

export interface DecidedPage {
  persons: number
  planned: number
  /** Those of them that went to the queue at once: nothing but a commit stands between them and the relay. */
  queued: number
  refused: number
  moved: number
  /** More were found than the page took. */
  more: boolean
  /** Persons whose review could not be read, decided or written: they are put aside, so that the others are reviewed. */
  parked: ParkedRow[]
}

interface Page extends Omit<DecidedPage, 'parked' | 'queued'> {
  /** Contacts that are committed as queued. */
  jobs: readonly ContactJob[]
}
const NOBODY: Page = { persons: 0, planned: 0, refused: 0, moved: 0, more: false, jobs: [] }

/** One page of persons with a due case, of `only` or of the whole book: loaded in one statement, decided in memory, saved in one. */
export async function decidePage(
  deps: DecideDeps,
  limit: number,
  only?: readonly PersonId[],
): Promise<DecidedPage> {
  const config = await deps.config.active()
  const { done, faulty } = await pageOrHalves({
    page: () =>
      begun(deps.store, async (tx) => {
        const { persons, left } = await tx.lockDuePersons(limit, only)
        return { ...(await decideIn(deps, tx, { persons, config })), more: left }
      }),
    rows: () => deps.store.transaction((tx) => tx.dueIds(limit, only)),
    work: (persons) => decideThese(deps, persons, config),
  })
  const parked = faulty.map(({ row, error }) => faultyPerson(row, error))
  const page = await handedOver(deps, done)
  return { ...page, more: page.more || faulty.length > 0, parked: await parkAll(deps.store, parked) }
}

/** What was committed as queued gets its jobs now: a job that is lost costs only time, as one of the relay's. */
async function handedOver(
  { enqueuer }: DecideDeps,
  done: readonly Page[],
): Promise<Omit<DecidedPage, 'parked'>> {
  const { jobs, ...page } = sumOf(done)
  if (jobs.length > 0) await enqueuer?.enqueueContacts([...jobs])
  return { ...page, queued: jobs.length }
}

/** Whoever was put aside and whose time has come is reviewed again. */
export async function retryDecide(deps: DecideDeps): Promise<DecidedPage> {
  const { done, parked } = await retryParked(deps.store, 'decide', {
    refOf: ({ id }) => PersonId.parse(Number(id)),
    work: async (person) => decideThese(deps, [person], await deps.config.active()),
    faultyOf: faultyPerson,
  })
  return { ...(await handedOver(deps, done)), more: false, parked }
}

function faultyPerson(person: PersonId, error: unknown): FaultyRow {
  return faultyRow(error, { loop: 'decide', kind: 'person', id: person, person })
}

function decideThese(deps: DecideDeps, persons: readonly PersonId[], config: ActiveConfig): Promise<Page> {
  return deps.store.transaction(async (tx) => {
    const due = await tx.lockThese(persons)
    return { ...(await decideIn(deps, tx, { persons: due, config })), more: true }
  })
}

async function decideIn(
  deps: DecideDeps,
  tx: DecideTx,
  { persons, config }: { persons: PersonId[]; config: ActiveConfig },
): Promise<Page> {
  if (persons.length === 0) return NOBODY
  const [dossiers, brakes] = await Promise.all([tx.loadDossiers(persons), tx.brakes()])
  const strategies = await pinnedStrategies(deps.config, dossiers)
  const planning = { ...planningFor(config.schedules, strategies), brakes }
  const decisions = planPage(dossiers, planning, tx.now)
  const packs = packsOf({ dossiers, decisions, planning, config })
  const jobs = await tx.saveDecisions(decisions, config, { packs, queueDue: deps.enqueuer !== undefined })
  const count = (of: (one: (typeof decisions)[number]) => number) =>
    decisions.reduce((sum, one) => sum + of(one), 0)
  return {
    persons: persons.length,
    planned: count((one) => one.planned.length),
    refused: count((one) => one.decisions.filter(({ kind }) => kind === 'refused').length),
    moved: count((one) => one.cases.filter(({ moved }) => moved).length),
    more: false,
    jobs,
  }
}

function sumOf(pages: readonly Page[]): Page {
  return pages.reduce(
    (sum, page) => ({
      persons: sum.persons + page.persons,
      planned: sum.planned + page.planned,
      refused: sum.refused + page.refused,
      moved: sum.moved + page.moved,
      more: sum.more || page.more,
      jobs: sum.jobs.length === 0 ? page.jobs : [...sum.jobs, ...page.jobs],
    }),
    NOBODY,
  )
}

interface Decided {
  dossiers: readonly Dossier[]
  decisions: readonly PersonDecision[]
  planning: Planning
  config: ActiveConfig
}

/** The packs under which each case was decided, for the cases of which something is told. */
function packsOf({ dossiers, decisions, planning, config }: Decided): PacksOf {
  const packs = new Map<CaseId, readonly string[]>()
  const { strategies, active } = planning
  decisions.forEach((decision, index) => {
    const dossier = dossiers[index]
    for (const record of dossier ? decision.decisions : []) {
      if (!dossier || packs.has(record.case)) continue
      const change = decision.cases.find((one) => one.case === record.case)
      const strategy = change && (strategies.get(change.strategyHash) ?? active.get(change.strategy))
      packs.set(
        record.case,
        packsUnder(config.schedules.packs, dossier, record.account, strategy?.packs ?? []),
      )
    }
  })
  return packs
}

/** What persons are planned under: the active schedules, and the versions that cases are pinned to. */
export function planningFor(schedules: Schedules, strategies: ReadonlyMap<ContentHash, Strategy>): Planning {
  const law = lawOf(schedules)
  return {
    strategies,
    active: new Map(schedules.strategies.map((strategy) => [strategy.strategy, strategy])),
    templates: schedules.templates,
    wording: schedules.wording,
    debts: debtPoliciesOf(schedules),
    ask: (question, file, packs) => permit(question, file, law, { packs }),
    fileOf: (dossier, assume) => circumstancesOf(dossier, { assume }),
    gapOf: (resident, versions) => gapOf(schedules, resident, versions),
    standing: (asked) => pendingDutiesOf(asked, law),
  }
}

/** A version that cannot be found leaves its cases aside, not the page. */
export async function pinnedStrategies(
  config: ConfigPort,
  dossiers: readonly Dossier[],
): Promise<Map<ContentHash, Strategy>> {
  const hashes = new Set(
    dossiers.flatMap(({ cases }) => cases.filter(({ open }) => open).map(({ strategyHash }) => strategyHash)),
  )
  const found = await Promise.allSettled([...hashes].map((hash) => config.strategyByHash(hash)))
  return new Map(found.flatMap((one) => (one.status === 'fulfilled' ? [[one.value.hash, one.value]] : [])))
}
