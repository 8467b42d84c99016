import type { PersonId } from '../core/base/id.ts'
import { lastDayOf } from '../core/base/time.ts'
import type { RecordKind } from '../core/compliance/parameters.ts'
import { type Conflict, planRetention, type RetentionPlan } from '../core/retention/plan.ts'
import { retainRules } from '../core/retention/retain-law.ts'
import type { ConfigPort } from './ports/config.ts'
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
  /** Looks and tells, and changes nothing. */
  dry?: boolean
}

export interface Purged {
  looked: number
  /** What is past its time, by kind. */
  erased: Partial<Record<RecordKind, number>>
  conflicts: Conflict[]
  /** Whom to go on after. */
  last: number
  more: boolean
}

/** The last place on earth where a day begins: it has begun for everybody then. */
const LAST_ZONE = 'Etc/GMT+12'

/** Looks at a page of persons and takes what is past its time; what was taken is not found again, so that a run may stop anywhere and start anew. */
export async function purgePage({ store, config }: PurgeDeps, options: PurgeOptions): Promise<Purged> {
  const { schedules } = await config.active()
  const rules = retainRules(schedules.packs, schedules.calendars)
  const { limit, after, dry = false } = options
  return store.transaction(async (tx) => {
    const persons =
      after === undefined
        ? await tx.lockDue(lastDayOf([LAST_ZONE], tx.now), limit)
        : await tx.personsAfter(after, limit, !dry)
    const records = await tx.loadRecords(persons)
    const plans = records.map((one) => planRetention(one, rules, tx.now))
    const purged = sumOf(plans, persons, limit)
    if (!dry && plans.length > 0) await save(tx, plans, { by: options.by, counts: purged.erased })
    return purged
  })
}

/** What belongs to nobody. */
export async function purgeRaw({ store }: Pick<PurgeDeps, 'store'>): Promise<RawCleared> {
  return store.transaction((tx) => tx.clearRaw())
}

function save(
  tx: RetentionTx,
  plans: readonly RetentionPlan[],
  { by, counts }: { by: string; counts: Purged['erased'] },
): Promise<void> {
  return tx.saveRetention({
    by,
    counts,
    texts: plans.flatMap(({ person, texts }) => texts.map(({ sealed }) => ({ person, sealed }))),
    forgotten: plans.flatMap(({ person, forget }) => (forget ? [person] : [])),
    looks: plans.map(({ person, lookOn }) => ({ person, on: lookOn })),
    conflicts: plans.flatMap(({ conflicts }) => conflicts),
  })
}

function sumOf(plans: readonly RetentionPlan[], persons: readonly PersonId[], limit: number): Purged {
  const erased: Purged['erased'] = {}
  const count = (kind: RecordKind): void => void (erased[kind] = (erased[kind] ?? 0) + 1)
  for (const { texts, forget } of plans) {
    for (const { kind } of texts) count(kind)
    if (forget) count('personal_data')
  }
  return {
    looked: plans.length,
    erased,
    conflicts: plans.flatMap(({ conflicts }) => conflicts),
    last: persons.at(-1) ?? 0,
    more: persons.length === limit,
  }
}
