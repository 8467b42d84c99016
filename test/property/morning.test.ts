import fc from 'fast-check'
import { expect, test } from 'vitest'
import { knownReplies } from '../../src/shell/config/known-replies.ts'
import { prepareWith } from '../../src/shell/feed/prepare.ts'
import { memoryConfig } from '../../src/shell/replay/memory/config.ts'
import { memoryDecideStore } from '../../src/shell/replay/memory/decide.ts'
import { memoryDetectStore } from '../../src/shell/replay/memory/detect.ts'
import { clearVault } from '../../src/shell/replay/memory/record/vault.ts'
import { memoryRecordStore } from '../../src/shell/replay/memory/record/record.ts'
import { emptyWorld, type World } from '../../src/shell/replay/memory/world.ts'
import { type Morning, morning, type MorningStores, twoMornings } from '../support/drawn/morning.ts'
import { storySchedules } from '../support/story-engine.ts'
import { drawn, LONG_ENOUGH } from './drawn.ts'

const schedules = new Map(
  [4, 1000].map((perDay) => [
    perDay,
    storySchedules((text) => text.replace('perDay: 1000', `perDay: ${perDay}`)),
  ]),
)

function storesOf(world: World, perDay: number): MorningStores {
  const given = schedules.get(perDay)
  if (!given) throw new Error(`no schedules of ${perDay} a day`)
  const config = memoryConfig(given.schedules, given.hash)
  return {
    record: {
      store: memoryRecordStore(world),
      prepare: prepareWith(clearVault),
      replies: knownReplies(config),
    },
    detect: memoryDetectStore(world),
    decide: memoryDecideStore(world),
    config,
    setNow: async (now) => void (world.now = now),
  }
}

/** Everything of the world, by names instead of ids. */
function told(world: World): string[] {
  const nameOf = (id: number | null): string => (id === null ? '-' : (names.get(id) ?? String(id)))
  const names = new Map<number, string>([...world.accounts.values()].map((row) => [row.id, row.externalId]))
  for (const row of world.cases.values()) names.set(row.id, `${nameOf(row.account)}/${row.number}`)
  const { accounts, cases, contacts, decisions, facts, humanTasks, holds, openings, promises } = world
  const rows = { accounts, cases, facts, humanTasks, holds, openings, promises }
  const parts = { ...rows, contacts, decisions }
  return Object.entries(parts).flatMap(([table, of]) => {
    const list = of instanceof Map ? [...of.values()] : of
    return list.map(
      (row) => `${table} ${JSON.stringify(row, (key, value: unknown) => named(key, value, nameOf))}`,
    )
  })
}

const IDS = new Set(['case', 'account'])
/** An id of its own, and what is made of it. */
const OWN = new Set(['id', 'clientRef', 'hash', 'key'])

function named(key: string, value: unknown, nameOf: (id: number | null) => string): unknown {
  if (OWN.has(key)) return undefined
  return IDS.has(key) && typeof value === 'number' ? nameOf(value) : value
}

async function worldAfter(given: Morning, isJoined: boolean): Promise<{ world: World; decided: number }> {
  const world = emptyWorld(0)
  const decided = await twoMornings(storesOf(world, given.perDay), given, isJoined)
  return { world, decided }
}

test(
  'a morning that decides while it detects ends as one that detects first',
  async () => {
    let decided = 0
    let planned = 0
    await fc.assert(
      fc.asyncProperty(morning, async (given) => {
        const [first, joined] = [await worldAfter(given, false), await worldAfter(given, true)]
        expect(told(joined.world).sort()).toEqual(told(first.world).sort())
        expect(first.decided).toBe(0)
        decided += joined.decided
        planned += joined.world.contacts.size
      }),
      drawn(60),
    )
    expect(Math.min(decided, planned)).toBeGreaterThan(0)
  },
  LONG_ENOUGH,
)
