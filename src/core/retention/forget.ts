import { lastDayOf, type Day, type Instant, type Zone } from '../base/time.ts'
import type { RecordKind } from '../compliance/rule/parameters.ts'
import type { Keep } from './judge-record.ts'
import type { PersonVerdict } from './judge-person.ts'

/** A minimum that still runs, and forbids erasing somebody who asks for it. */
export interface Blocker {
  kind: RecordKind
  rule: string
  pack: string
  citation: string
  /** The last day; null = not known yet. */
  through: Day | null
  waits: Keep['waits']
  /** True = the house's own policy, which may be waived. */
  house: boolean
}

/** Every rule that still keeps something of the person, one for each kind of record: the longest. */
export function blockersOf(
  verdict: PersonVerdict,
  { zones, now, waiveHouse }: { zones: readonly Zone[]; now: Instant; waiveHouse: boolean },
): Blocker[] {
  const today = lastDayOf(zones, now)
  const found = new Map<string, Blocker>()
  const keeps = verdict.records.flatMap(({ record, keep }) => record.kinds.map((kind) => ({ kind, keep })))
  for (const { kind, keep } of [...keeps, { kind: 'personal_data' as const, keep: verdict.own }]) {
    if (keep === null || (keep.by.house && waiveHouse)) continue
    if (keep.through !== null && keep.through < today) continue
    const { by, through, waits } = keep
    const id = `${kind} ${by.rule.rule}`
    const known = found.get(id)
    if (known && (known.through === null || (through !== null && known.through >= through))) continue
    const { rule, citation } = by.rule
    found.set(id, { kind, rule, pack: by.pack.pack, citation, through, waits, house: by.house })
  }
  return [...found.values()].sort((a, b) => order(a) - order(b))
}

/** The longest first. */
function order({ through }: Blocker): number {
  return through === null ? -Infinity : -Date.parse(through)
}
