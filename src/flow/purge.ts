import { PersonId } from '../core/base/id.ts'
import type { FaultyRow, ParkedRow } from '../core/base/parked.ts'
import { type Instant, lastDayOf } from '../core/base/time.ts'
import type { RecordKind } from '../core/compliance/rule/parameters.ts'
import { type Conflict, judgePerson, type PersonVerdict } from '../core/retention/judge-person.ts'
import { type RetainRule, retainRules } from '../core/retention/retain-law.ts'
import type { ConfigPort } from './ports/config.ts'
import { faultyRow, pageOrHalves } from './ports/isolate.ts'
import { parkAll, retryParked } from './ports/park.ts'
import type { RawCleared, RetentionTx } from './ports/retention.ts'
import type { Transactions } from './ports/transactions.ts'

export interface PurgeDeps {
  store: Transactions<RetentionTx>
  config: ConfigPort
}

export interface PurgeOptions {
  by: string
  limit: number
  /** Only persons whose day has come; else everybody from this id on. */
  after?: number
  /** True = the run tells what it would take, and changes nothing. */
  dry?: boolean
}

export interface Purged {
  looked: number
  /** What is past its time, by kind. */
  erased: Partial<Record<RecordKind, number>>
  conflicts: Conflict[]
  /** The id of the person to go on after. */
  last: number
  more: boolean
  /** Persons who could not be reviewed: they are put aside, so that the others are. */
  parked: ParkedRow[]
}

/** The last place on earth where a day begins: it has begun for everybody then. */
const LAST_ZONE = 'Etc/GMT+12'

/** A page of persons is reviewed and what is past its time is taken; what was taken is not found again, so that a run may stop anywhere and start anew. */
export async function purgePage({ store, config }: PurgeDeps, options: PurgeOptions): Promise<Purged> {
  const { schedules } = await config.active()
  const rules = retainRules(schedules.packs, schedules.calendars)
  const { limit, after, dry = false } = options
  const day = (now: Instant) => lastDayOf([LAST_ZONE], now)
  const looking = { rules, limit, by: options.by, dry }
  const { done, faulty } = await pageOrHalves({
    page: () =>
      store.transaction(async (tx) =>
        purgeIn(
          tx,
          after === undefined
            ? await tx.lockDue(day(tx.now), limit)
            : await tx.personsAfter(after, limit, !dry),
          looking,
        ),
      ),
    rows: () =>
      store.transaction((tx) =>
        after === undefined ? tx.dueIds(day(tx.now), limit) : tx.personsAfter(after, limit, false),
      ),
    work: (persons) => purgeThese(store, persons, looking),
  })
  const rows = faulty.map(({ row, error }) => faultyPerson(row, error))
  const purged = summed(done)
  return {
    ...purged,
    last: Math.max(purged.last, ...faulty.map(({ row }) => row)),
    more: purged.more || faulty.length > 0,
    parked: dry ? [] : await parkAll(store, rows),
  }
}

/** Whoever was put aside and whose time has come is reviewed again. */
export async function retryPurge({ store, config }: PurgeDeps, { by }: { by: string }): Promise<Purged> {
  const { schedules } = await config.active()
  const looking = { rules: retainRules(schedules.packs, schedules.calendars), limit: 1, by, dry: false }
  const { done, parked } = await retryParked(store, 'purge', {
    refOf: ({ id }) => PersonId.parse(Number(id)),
    work: (person) => purgeThese(store, [person], looking),
    faultyOf: faultyPerson,
  })
  return { ...summed(done), more: false, parked }
}

function faultyPerson(person: PersonId, error: unknown): FaultyRow {
  return faultyRow(error, { loop: 'purge', kind: 'person', id: person, person })
}

interface Looking {
  rules: readonly RetainRule[]
  limit: number
  by: string
  dry: boolean
}

type Page = Omit<Purged, 'parked'>

function purgeThese(
  store: PurgeDeps['store'],
  persons: readonly PersonId[],
  looking: Looking,
): Promise<Page> {
  return store.transaction(async (tx) => ({
    ...(await purgeIn(tx, await tx.lockThese(persons, !looking.dry), looking)),
    more: true,
  }))
}

async function purgeIn(
  tx: RetentionTx,
  persons: readonly PersonId[],
  { rules, limit, by, dry }: Looking,
): Promise<Page> {
  const records = await tx.loadRecords(persons)
  const verdicts = records.map((one) => judgePerson(one, rules, tx.now))
  const purged = sumOf(verdicts, persons, limit)
  if (!dry && verdicts.length > 0) await save(tx, verdicts, { by, counts: purged.erased })
  return purged
}

function summed(pages: readonly Page[]): Page {
  const sum: Page = { looked: 0, erased: {}, conflicts: [], last: 0, more: false }
  for (const page of pages) {
    sum.looked += page.looked
    for (const [kind, count] of Object.entries(page.erased))
      sum.erased[kind as RecordKind] = (sum.erased[kind as RecordKind] ?? 0) + count
    sum.conflicts.push(...page.conflicts)
    sum.last = Math.max(sum.last, page.last)
    sum.more ||= page.more
  }
  return sum
}

/** What belongs to nobody. */
export async function purgeRaw({ store, config }: PurgeDeps): Promise<RawCleared> {
  const { schedules } = await config.active()
  return store.transaction((tx) => tx.clearRaw(schedules.packs.map(({ hash }) => hash)))
}

function save(
  tx: RetentionTx,
  verdicts: readonly PersonVerdict[],
  { by, counts }: { by: string; counts: Purged['erased'] },
): Promise<void> {
  return tx.saveRetention({
    by,
    counts,
    texts: verdicts.flatMap(({ person, texts }) => texts.map(({ sealed }) => ({ person, sealed }))),
    forgotten: verdicts.flatMap(({ person, forget }) => (forget ? [person] : [])),
    looks: verdicts.map(({ person, lookOn }) => ({ person, on: lookOn })),
    conflicts: verdicts.flatMap(({ conflicts }) => conflicts),
  })
}

function sumOf(verdicts: readonly PersonVerdict[], persons: readonly PersonId[], limit: number): Page {
  const erased: Purged['erased'] = {}
  const count = (kind: RecordKind): void => void (erased[kind] = (erased[kind] ?? 0) + 1)
  for (const { texts, forget } of verdicts) {
    for (const { kind } of texts) count(kind)
    if (forget) count('personal_data')
  }
  return {
    looked: verdicts.length,
    erased,
    conflicts: verdicts.flatMap(({ conflicts }) => conflicts),
    last: persons.at(-1) ?? 0,
    more: persons.length === limit,
  }
}
