import type { ContentHash } from '../../../core/base/id.ts'
import type { LedgerChanges } from '../../../core/model/ledger-changes.ts'
import type { LedgerNeeds } from '../../../core/fact/needs.ts'
import type { FeedFile } from '../../../core/model/feed-file.ts'
import type { FeedJudgement, FeedRow } from '../../../core/figures/judge-feed.ts'
import type { DueFeeds } from '../../../flow/ports/detect.ts'
import { feedFact } from '../../feed/feed-fact.ts'
import { isAside } from './park.ts'
import { noteFact } from './record/fact.ts'
import type { World } from './world.ts'

/** Copies, of the creditors named and of those of the accounts. */
export function feedsFor(
  world: World,
  { feeds, openCases }: LedgerNeeds,
  accounts: readonly { creditor: string }[],
): Map<string, FeedFile> {
  if (!openCases && feeds.completed.length === 0) return new Map()
  const names = new Set([...feeds.creditors, ...accounts.map(({ creditor }) => creditor)])
  return new Map([...names].flatMap((name) => (world.feeds.has(name) ? [[name, fileOf(world, name)]] : [])))
}

/** What a look sees of a creditor's files. */
export function feedOf(world: World, creditor: string): FeedFile | null {
  return world.feeds.has(creditor) ? fileOf(world, creditor) : null
}

function fileOf(world: World, name: string): FeedFile {
  const row = world.feeds.get(name)
  if (!row) throw new Error('no such feed')
  const { creditor, completed, lines, age, sends } = row
  return { creditor, completed, lines, age, sends }
}

export function saveFeedFiles(world: World, { feeds, feedFiles }: LedgerChanges): void {
  for (const { creditor, completed, lines, age, sends } of feedFiles) {
    const known = world.feeds.get(creditor) ?? { age, sends, staleOn: null, wokenOn: null, wake: null }
    world.feeds.set(creditor, { ...known, creditor, completed, lines, judged: null })
  }
  for (const news of feeds) if (news.by === 'lines') noteFact(world, { ...feedFact(news), digest: '' })
}

export function lockFeeds(
  world: World,
  { config, day }: DueFeeds,
  limit: number,
  names?: readonly string[],
): FeedRow[] {
  return [...world.feeds.values()]
    .filter(
      ({ judged, staleOn, wokenOn }) =>
        judged !== config || (staleOn !== null && staleOn <= day && wokenOn !== staleOn),
    )
    .filter(({ creditor }) =>
      names ? names.includes(creditor) : !isAside(world, { loop: 'figures', kind: 'creditor', id: creditor }),
    )
    .sort((a, b) => (a.creditor < b.creditor ? -1 : 1))
    .slice(0, limit)
    .map((row) => ({ ...row }))
}

export function saveFeeds(world: World, judged: readonly FeedJudgement[], config: ContentHash): void {
  for (const { creditor, age, sends, staleOn, wokenOn, wake } of judged) {
    const row = world.feeds.get(creditor)
    if (!row) continue
    Object.assign(row, { age, sends, staleOn, wokenOn, judged: config })
    if (wake !== null && (row.wake === null || wake < row.wake)) row.wake = wake
  }
}

/** All at once: nobody waits for a map. */
export function wakeAccounts(world: World): boolean {
  const woken = [...world.feeds.values()].filter(({ wake }) => wake !== null)
  if (woken.length === 0) return false
  const days = new Map(woken.map(({ creditor, wake }) => [creditor, wake]))
  for (const row of world.accounts.values()) {
    const day = days.get(row.creditor)
    if (!day || row.anchor === null || row.pastDue === 0) continue
    if (row.lookOn === null || row.lookOn > day) row.lookOn = day
  }
  for (const row of woken) row.wake = null
  return false
}
