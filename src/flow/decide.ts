import { PersonId } from '../core/base/id.ts'
import type { FaultyRow, ParkedRow } from '../core/base/parked.ts'
import type { Dossier } from '../core/model/dossier.ts'
import type { PersonDecision } from '../core/model/decision.ts'
import { withOpened } from '../core/model/just-opened.ts'
import { planPage, planWhoCan } from '../core/decide/plan-page.ts'
import type { ActiveConfig, ConfigPort } from './ports/config.ts'
import type { DecidedCounts, DecidesOpened, DecideTx, OpenedPage } from './ports/decide.ts'
import type { ContactJob, Enqueuer } from './ports/enqueuer.ts'
import { faultyRow, pageOrHalves } from './ports/isolate.ts'
import { parkAll, retryParked } from './ports/park.ts'
import { packsOf, planningOver } from './ports/planning.ts'
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
  const planning = await planningOver(deps.config, { dossiers, brakes, config })
  const decisions = planPage(dossiers, planning, tx.now)
  const packs = packsOf({ dossiers, decisions, planning, config })
  const jobs = await tx.saveDecisions(decisions, config, { packs, queueDue: deps.enqueuer !== undefined })
  return { ...countsOf(decisions), persons: persons.length, more: false, jobs }
}

/** Deciding in the transaction of whoever opens the cases. A person who is in other hands, of whom another account is still to be reviewed, or who cannot be planned is left out. */
export function decidesOpened(deps: Omit<DecideDeps, 'store'>): DecidesOpened {
  const queueDue = deps.enqueuer !== undefined
  return {
    handOver: async (jobs) => deps.enqueuer?.enqueueContacts([...jobs]),
    decide: async (tx, opened, config) => {
      const persons = [...new Set(opened.cases.map(({ person }) => person))].sort((a, b) => a - b)
      const [free, read, brakes] = await Promise.all([
        tx.lockFree(persons),
        tx.loadDossiers(persons),
        tx.brakes(),
      ])
      const held = await complete(read, free, opened)
      const loaded = withOpened(held, opened)
      const planning = await planningOver(deps.config, { dossiers: loaded, brakes, config })
      const { dossiers, decisions } = planWhoCan(loaded, planning, tx.now)
      if (decisions.length === 0) return null
      const packs = packsOf({ dossiers, decisions, planning, config })
      return { decisions, config, packs, queueDue, dossiers, counts: countsOf(decisions) }
    },
  }
}

/** The dossiers of those who are locked, and all of whose accounts are reviewed as of now. */
async function complete(
  read: readonly Dossier[],
  free: readonly PersonId[],
  { accounts, dueAmong }: OpenedPage,
): Promise<Dossier[]> {
  const [locked, reviewed] = [new Set(free), new Set(accounts.map(({ id }) => id))]
  const own = read.filter(({ person }) => locked.has(person.id))
  const others = own.flatMap(({ person, accounts: all }) =>
    all.filter(({ id }) => !reviewed.has(id)).map(({ id }) => ({ id, person: person.id })),
  )
  if (others.length === 0) return own
  const due = new Set(await dueAmong(others))
  return own.filter((one) => !one.accounts.some(({ id }) => due.has(id)))
}

function countsOf(decisions: readonly PersonDecision[]): DecidedCounts {
  const count = (of: (one: PersonDecision) => number) => decisions.reduce((sum, one) => sum + of(one), 0)
  return {
    persons: decisions.length,
    planned: count((one) => one.planned.length),
    refused: count((one) => one.decisions.filter(({ kind }) => kind === 'refused').length),
    moved: count((one) => one.cases.filter(({ moved }) => moved).length),
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
