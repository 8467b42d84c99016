import {
  type FaultyRow,
  type Loop,
  LOOPS,
  type ParkedKind,
  type ParkedRow,
  parkedWords,
  retryAfter,
} from '../../../core/base/parked.ts'
import type { AccountId } from '../../../core/base/id.ts'
import { DAY_MS, type Instant } from '../../../core/base/time.ts'
import { NOBODY } from '../../../core/model/ledger.ts'
import type { ParkTx } from '../../../flow/ports/park.ts'
import type { World } from './world.ts'
import { ASKED_BY_STORE } from '../../../core/model/asked-by-store.ts'

/** Whether a loop has put that row aside; `now` = only while its time has not come. */
export function isAside(
  world: World,
  { loop, kind, id }: { loop: Loop; kind: ParkedKind; id: number | string },
  now?: Instant,
): boolean {
  const row = world.parked.get(`${loop}/${kind}/${id}`)
  return row !== undefined && row.clearedAt === null && (now === undefined || row.retryAt > now)
}

/** The same rules as in Postgres, but for lost keys: nothing is sealed here. */
export function memoryParkTx(world: World): Omit<ParkTx, 'now'> {
  return {
    park: async (rows) => rows.map((row) => keep(world, row)),
    retriesDue: async (loop, limit) =>
      [...world.parked.values()]
        .filter((row) => row.loop === loop && row.clearedAt === null && row.retryAt <= world.now)
        .sort((a, b) => a.retryAt - b.retryAt || (a.id < b.id ? -1 : 1))
        .slice(0, limit)
        .map(({ id, person, account }) => ({ id, person, account })),
    unpark: async (loop, ids) => {
      for (const row of world.parked.values()) {
        if (row.loop === loop && row.clearedAt === null && ids.includes(row.id)) unparkRow(world, row)
      }
    },
  }
}

/** What was asked of humans about it is answered. */
export function unparkRow(world: World, row: MapValue<World['parked']>): void {
  row.clearedAt = world.now
  const task = row.task === null ? undefined : world.humanTasks[row.task - 1]
  if (task?.resolvedAt === null) Object.assign(task, { resolvedAt: world.now, resolution: 'went_through' })
}

/** What was put aside and is mended is tried again at once. */
export function retryOf(world: World, task: number): void {
  for (const row of world.parked.values())
    if (row.task === task && row.clearedAt === null) Object.assign(row, { retryAt: world.now, task: null })
}

type MapValue<M> = M extends Map<unknown, infer Value> ? Value : never

function keep(world: World, row: FaultyRow): ParkedRow {
  const key = `${row.loop}/${row.kind}/${row.id}`
  const { now } = world
  const known = world.parked.get(key)
  if (known && known.clearedAt === null && known.retryAt > now) return { ...known, told: false }
  const isOld = known?.clearedAt !== null && (known?.clearedAt ?? 0) < now - DAY_MS
  const attempts = known && !isOld ? known.attempts + 1 : 1
  const open = known?.clearedAt === null ? known : null
  const parked: ParkedRow = {
    ...row,
    attempts,
    since: open?.since ?? now,
    retryAt: now + retryAfter(attempts),
    told: true,
  }
  world.parked.set(key, { ...parked, clearedAt: null, task: open?.task ?? ask(world, row) })
  return parked
}

/** What belongs to no person, such as a creditor, is asked of nobody in particular. */
function ask(world: World, row: FaultyRow): number {
  const own = [...world.accounts.values()].find(({ person }) => person === row.person)
  return world.humanTasks.push({
    person: row.person ?? NOBODY,
    account: row.account ?? own?.id ?? (0 as AccountId),
    case: null,
    kind: ASKED_BY_STORE.parked.kind,
    reason: parkedWords(row),
    role: LOOPS[row.loop],
    due: world.now,
    resolvedAt: null,
  })
}
