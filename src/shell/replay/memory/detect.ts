import type { CaseId } from '../../../core/base/id.ts'
import { paymentFrom } from './record/money-row.ts'
import { openedCase } from '../../../core/model/case.ts'
import type { DueAccount } from '../../../core/detect/detect.ts'
import type { DetectChanges, QuotaAsk } from '../../../core/detect/quota.ts'
import { quotaKey } from '../../../core/detect/quota.ts'
import { payOrderOf } from '../../../core/model/debt-policy.ts'
import type { LedgerAccount } from '../../../core/model/ledger.ts'
import type { ConfigPort } from '../../../flow/ports/config.ts'
import type { DetectTx, Today } from '../../../flow/ports/detect.ts'
import type { Transactions } from '../../../flow/ports/transactions.ts'
import { affectedBy } from '../../../core/model/ledger-changes.ts'
import { affectedByTurns } from '../../../core/figures/stale-hold.ts'
import { followDebts } from './debts.ts'
import { feedOf, lockFeeds, saveFeeds, wakeAccounts } from './feed.ts'
import { memoryOpenedTx, saveDecisions } from './decide.ts'
import { isAside, memoryParkTx } from './park.ts'
import { saveHolds } from './record/record.ts'
import { accountFrom } from './record/load.ts'
import { noteEngineFacts } from './record/fact.ts'
import { touchCases } from './record/reach.ts'
import { recordIndexOf } from './record/indexes.ts'
import type { AccountRow, World } from './world.ts'
import { ASKED_BY_STORE } from '../../../core/model/asked-by-store.ts'
import { closersOf } from '../../../core/model/human-task.ts'

export function memoryDetectStore(world: World, config?: Pick<ConfigPort, 'active'>): Transactions<DetectTx> {
  return {
    transaction: async (work) => {
      await followDebts(world, config)
      return work({
        now: world.now,
        zoneSets: async () => zoneSets(world),
        lockDue: async (todays, limit) => {
          const found = dueRows(world, todays).filter(
            ({ id }) => !isAside(world, { loop: 'detect', kind: 'account', id }),
          )
          const due = found.slice(0, limit).map((row) => dueFrom(world, row))
          return { due, left: due.length < found.length }
        },
        dueIds: async (todays, limit) =>
          dueRows(world, todays)
            .filter(({ id }) => !isAside(world, { loop: 'detect', kind: 'account', id }))
            .slice(0, limit)
            .map(({ id, person }) => ({ account: id, person })),
        lockThese: async (todays, accounts) => {
          const asked = new Set(accounts.map(({ account }) => account))
          return dueRows(world, todays)
            .filter(({ id }) => asked.has(id))
            .map((row) => dueFrom(world, row))
        },
        ...memoryParkTx(world),
        ...memoryOpenedTx(world),
        takeQuotas: async (asks) => takeQuotas(world, asks),
        freePlaces: async (asks) => freePlaces(world, asks),
        caseIds: async (count) => Array.from({ length: count }, () => world.nextId++ as CaseId),
        dueAmong: async (todays, accounts) => {
          const asked = new Set(accounts.map(({ id }) => id))
          return dueRows(world, todays).flatMap(({ id }) => (asked.has(id) ? [id] : []))
        },
        saveReviews: async (changes, decided) => {
          saveReviews(world, changes)
          return decided ? saveDecisions(world, decided.decisions, decided) : []
        },
        lockFeeds: async (due, limit, names) => lockFeeds(world, due, limit, names),
        feedNames: async (due, limit) => lockFeeds(world, due, limit).map(({ creditor }) => creditor),
        saveFeeds: async (judged, config) => saveFeeds(world, judged, config),
        wakeAccounts: async () => wakeAccounts(world),
      })
    },
  }
}

function dueRows(world: World, todays: readonly Today[]): AccountRow[] {
  const today = new Map(todays.map((each) => [each.zones.join(','), each.today]))
  return [...world.accounts.values()]
    .filter((row) => row.lookOn !== null && row.lookOn <= (today.get(row.zones.join(',')) ?? ''))
    .sort(worstFirst)
}

function zoneSets(world: World): string[][] {
  const sets = new Map<string, string[]>()
  for (const { zones, lookOn } of world.accounts.values())
    if (lookOn !== null) sets.set(zones.join(','), zones)
  return [...sets.values()]
}

function worstFirst(a: AccountRow, b: AccountRow): number {
  const order = byText(a.lookOn, b.lookOn) || byText(a.anchor, b.anchor)
  return order || a.id - b.id
}

/** Null last, as in Postgres. */
function byText(a: string | null, b: string | null): number {
  if (a === b) return 0
  if (a === null || b === null) return a === null ? 1 : -1
  return a < b ? -1 : 1
}

function dueFrom(world: World, row: AccountRow): DueAccount {
  const account: LedgerAccount = accountFrom(row)
  const last = recordIndexOf(world)
    .casesOf.rowsOf(row.id)
    .sort((a, b) => b.number - a.number)[0]
  return {
    account,
    file: feedOf(world, row.creditor),
    pays: payOrderOf(world.debts, {
      creditor: row.creditor,
      regions: world.persons.get(row.person)?.regions ?? [],
    }),
    regions: world.persons.get(row.person)?.regions ?? [],
    sets:
      row.feed === 'ledger'
        ? {
            obligations: world.obligations.get(row.id) ?? [],
            payments: (world.payments.get(row.id) ?? []).map((one) => paymentFrom(one)),
          }
        : null,
    lastCase: last
      ? {
          id: last.id,
          number: last.number,
          open: last.open,
          closeReason: last.closeReason,
          lastAnchor: last.snapshot.lastAnchor,
        }
      : null,
  }
}

function freePlaces(world: World, asks: readonly QuotaAsk[]): Map<string, number> {
  return new Map(
    asks.map(({ strategy, day, perDay }) => {
      const key = quotaKey(strategy, day)
      return [key, Math.max(0, perDay - (world.openings.get(key) ?? 0))]
    }),
  )
}

function takeQuotas(world: World, asks: readonly QuotaAsk[]): Map<string, number> {
  return new Map(
    asks.map(({ strategy, day, perDay, wanted }) => {
      const key = quotaKey(strategy, day)
      const used = world.openings.get(key) ?? 0
      const granted = Math.min(wanted, Math.max(0, perDay - used))
      world.openings.set(key, used + granted)
      return [key, granted]
    }),
  )
}

function saveReviews(world: World, changes: DetectChanges): void {
  for (const account of changes.accounts) world.accounts.set(account.id, { ...account })
  for (const opening of changes.opened) openCase(world, opening)
  for (const { again } of changes.reopened) reopenCase(world, again)
  saveHolds(
    world,
    changes.turns.map(({ hold }) => hold),
  )
  touchCases(world, affectedByTurns(changes.turns))
  for (const account of changes.unplaced) askWhere(world, account)
  touchCases(world, affectedBy(changes.fallen))
  noteEngineFacts(world, changes.facts)
}

function openCase(world: World, opening: DetectChanges['opened'][number]): void {
  const { person } = opening.account
  const { now } = world
  const theCase = openedCase(opening.case, opening, now)
  world.cases.set(theCase.id, { ...theCase, person, openedAt: now, closedAt: null })
}

function reopenCase(world: World, id: CaseId): void {
  const row = world.cases.get(id)
  if (!row) return
  Object.assign(row, { open: true, state: 'opened', stage: null, nextReviewAt: world.now })
  Object.assign(row, { closedOn: null, closedAt: null, closeReason: null, version: row.version + 1 })
}

function askWhere(world: World, { person, id }: LedgerAccount): void {
  const asked = world.humanTasks.some(
    (task) =>
      closersOf(task.kind).includes('case_opened') && task.account === id && task.resolution !== 'arrived',
  )
  if (asked) return
  world.humanTasks.push({
    person,
    account: id,
    case: null,
    ...ASKED_BY_STORE.unplaced,
    due: world.now,
    resolvedAt: null,
  })
}
