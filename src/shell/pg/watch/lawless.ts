import type { Actor } from '../../../core/base/list.ts'
import { gapOf, nameOfGap } from '../../../core/compliance/pack/coverage.ts'
import type { Schedules } from '../../../core/config/schedules.ts'
import type { Product } from '../../../core/model/product.ts'
import type { Sql } from '../base/database.ts'
import { ask, plainStatement, statement } from '../base/statement.ts'
import { kindsWith } from '../../../core/model/human-task.ts'

export interface LawlessCount {
  /** `DE`, or `IN installment_loan`. */
  gap: string
  cases: number
}

/** Open cases that law treats alike. */
export interface CaseGroup {
  regions: string[]
  actor: Actor | null
  product: Product | null
  strategy: string
  cases: number
}

const GROUPS = statement<CaseGroup>({
  name: 'lawless-groups',
  once: true,
  text: `select p.regions, a.actor, a.product, c.strategy, count(*)::int as cases
     from collection_case c
     join account a on a.person_id = c.person_id and a.id = c.account_id
     join person p on p.id = c.person_id
     where c.closed_on is null group by 1, 2, 3, 4`,
  row: { regions: 'text[]', actor: 'text?', product: 'text?', strategy: 'text', cases: 'int4' },
})

/** One pass over the open cases. */
export function caseGroups(db: Sql): Promise<CaseGroup[]> {
  return ask(db, GROUPS)
}

/** The law that is missing for them under these schedules; null = none is. */
export function gapOfGroup({ strategy, ...resident }: CaseGroup, schedules: Schedules): string | null {
  const versions = schedules.strategies.filter((one) => one.strategy === strategy)
  const gap = gapOf(schedules, resident, versions)
  return gap && nameOfGap(gap)
}

/** How many open cases would be held under these schedules because no law is on file. */
export async function lawlessCases(db: Sql, schedules: Schedules): Promise<LawlessCount[]> {
  const counts = new Map<string, number>()
  for (const group of await caseGroups(db)) {
    const gap = gapOfGroup(group, schedules)
    if (gap !== null) counts.set(gap, (counts.get(gap) ?? 0) + group.cases)
  }
  return [...counts].map(([gap, cases]) => ({ gap, cases })).sort((a, b) => (a.gap < b.gap ? -1 : 1))
}

const OPEN_GAPS = plainStatement({
  name: 'lawless-open',
  once: true,
  text: `select reason from human_task where kind = any($1) and resolved_at is null order by id limit 50`,
  row: { reason: 'text' },
})

/** What people were asked about law that is on no file, and have not answered. */
export async function openGaps(db: Sql): Promise<string[]> {
  const rows = await ask(db, OPEN_GAPS, [kindsWith(({ ofGap }) => ofGap === true)])
  return rows.map(({ reason }) => reason)
}
