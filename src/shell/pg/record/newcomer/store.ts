import { faultCode, isRowFault } from '../../../../core/base/fault.ts'
import type { Instant } from '../../../../core/base/time.ts'
import { noteLine } from '../../../../core/fact/apply/feed.ts'
import { type LedgerNeeds, needsOf } from '../../../../core/fact/needs.ts'
import { firstLook, type FirstLook } from '../../../../core/fact/newcomer.ts'
import { heldNames } from '../../../../core/fact/nobody.ts'
import { AHEAD_MS, isLongAgo } from '../../../../core/fact/sense-of-time.ts'
import type { NewIds } from '../../../../core/model/ledger.ts'
import { dayOfFile, type FeedFile, type FeedNews } from '../../../../core/model/feed-file.ts'
import { chainFacts } from '../../base/chain-heads.ts'
import type { Database, SqlTransaction } from '../../base/database.ts'
import { feedFacts, loadFeeds, saveFeedFiles } from '../feed.ts'
import { findNames, type Found } from '../find.ts'
import { heldByNobody, loadHolds } from '../holds.ts'
import { reserved } from '../ids.ts'
import type { MadeRows } from '../../base/copying.ts'
import type { Newcomer, NewPoint } from './newcomer.ts'
import { newAccounts, newFacts, newNumbers, newPersons, newPoints, type Placed, putFacts } from './rows.ts'

/** What became of newcomers; those that were not stored are told as facts. */
export interface StoredNewcomers {
  /** The accounts of those that were. */
  stored: ReadonlySet<string>
  /** Their creditors. */
  creditors: readonly string[]
  /** New facts that were told. */
  taken: number
  /** An account may open a case now: wake detect. */
  look: boolean
  /** Why all of them are told as facts, as a short word; null = nothing went wrong. */
  fault: string | null
}

/** They are taken once for each time that the transaction is begun, and held by nobody once they are written. */
export type StoreNewcomers = (take: () => readonly Newcomer[]) => Promise<StoredNewcomers>

export const NONE_STORED: StoredNewcomers = {
  stored: new Set(),
  creditors: [],
  taken: 0,
  look: false,
  fault: null,
}

/** Newcomers of a page are stored in one transaction, table by table: the same rows, facts and links that their facts would come to one by one. Whoever is known after all, or of whom anything was said before, is left. Accounts and debtors of a book that was empty when the file was begun are looked up once the keys of their tables say that one of them is known. */
export function newcomerStore(db: Database, isBookEmpty = false): StoreNewcomers {
  let isAnybodyKnown = !isBookEmpty
  return async (take) => {
    let isFirst = true
    try {
      return await db.transaction((tx) => {
        // Somebody was known after all, or something else went wrong: from now on names are looked up.
        if (!isFirst) isAnybodyKnown = true
        isFirst = false
        return storeIn(tx, { newcomers: take() }, isAnybodyKnown)
      })
    } catch (error) {
      // One of them spoils the page: each is told by itself.
      if (isRowFault(error)) return { ...NONE_STORED, fault: faultCode(error) }
      throw error
    }
  }
}

/** Newcomers until they are written. Nothing else holds them, so that what was written dies young. */
interface InHand {
  newcomers: readonly Newcomer[]
}

async function storeIn(tx: SqlTransaction, hand: InHand, isAnybodyKnown: boolean): Promise<StoredNewcomers> {
  if (tx.copy === undefined || tx.pipelined === true) return NONE_STORED
  const found = await leaveUnknown(tx, hand, isAnybodyKnown)
  if (hand.newcomers.length === 0) return NONE_STORED
  const feeds = await notedFeeds(tx, hand)
  const ids = await reservedFor(tx, hand)
  const { tables, ...stored } = written(hand, { found, files: feeds.files, ids, now: tx.now })
  for (const table of tables) await table.copy(tx)
  return { ...stored, look: feeds.look || stored.look, fault: null }
}

const NOTHING = needsOf([])

function needsOfAll({ newcomers }: InHand): LedgerNeeds {
  const accounts = newcomers.map(({ account }) => account)
  const debtors = newcomers.map(({ debtor }) => debtor)
  const hashes = new Set<string>()
  for (const { points } of newcomers) for (const { hash } of points) hashes.add(hash)
  const nobody = { numbers: [], accounts, debtors, replies: [] }
  return { ...NOTHING, accounts, debtors, hashes: [...hashes], nobody }
}

/** Those stay in hand whose names are not known, of whom nothing was said before, and who speak of now or of before. */
async function leaveUnknown(tx: SqlTransaction, hand: InHand, isAnybodyKnown: boolean): Promise<Found> {
  const needs = needsOfAll(hand)
  const found = await findNames(tx, isAnybodyKnown ? needs : { ...needs, accounts: [], debtors: [] })
  const { accountOf, personOf, numbers, dead } = found
  const holds = await loadHolds(tx, [], 'standing', heldByNobody(needs, found))
  const waiting = new Set([...holds.values()].map(({ externalId }) => externalId))
  const isDead = ({ hash }: NewPoint): boolean => {
    const number = numbers.get(hash)
    return number !== undefined && dead.has(number)
  }
  const latest = tx.now + AHEAD_MS
  hand.newcomers = hand.newcomers.filter(({ account, debtor, openedAt, figures, points }) => {
    if (openedAt > latest || (figures?.at ?? 0) > latest) return false
    // Whoever sent it is told: the long way does so.
    if (isLongAgo(figures?.anchor ?? openedAt, tx.now) || isLongAgo(openedAt, tx.now)) return false
    if (accountOf.has(account) || personOf.has(debtor) || points.some(isDead)) return false
    return waiting.size === 0 || !heldNames(account, debtor).some((name) => waiting.has(name))
  })
  return found
}

interface NotedFeeds {
  files: ReadonlyMap<string, FeedFile>
  look: boolean
}

/** The days of their files are known from now on. */
async function notedFeeds(tx: SqlTransaction, hand: InHand): Promise<NotedFeeds> {
  const told = daysOf(hand)
  const lines = [...new Set([...told.values()].flatMap((days) => [...days]))].map(dayOfFile)
  const creditors = [...told.keys()]
  const needs = { ...NOTHING, openCases: true, feeds: { creditors, lines, completed: [] } }
  const files = await loadFeeds(tx, needs, [])
  const news = { feeds: [] as FeedNews[], look: false }
  const noting = { now: tx.now, ledger: { feeds: files }, changes: news }
  for (const [creditor, days] of told) for (const at of days) noteLine(noting, creditor, at)
  await chainFacts(tx, feedFacts(news.feeds))
  const named = new Set(news.feeds.map(({ creditor }) => creditor))
  await saveFeedFiles(
    tx,
    [...files.values()].filter(({ creditor }) => named.has(creditor)),
  )
  return { files, look: news.look }
}

/** The days that are told of each creditor. */
function daysOf({ newcomers }: InHand): Map<string, Set<Instant>> {
  const told = new Map<string, Set<Instant>>()
  for (const { creditor, figures } of newcomers) {
    const days = told.get(creditor) ?? new Set()
    told.set(creditor, days)
    if (figures) days.add(figures.at)
  }
  return told
}

function reservedFor(tx: SqlTransaction, { newcomers }: InHand): ReturnType<typeof reserved> {
  const points = newcomers.reduce((sum, one) => sum + one.points.length, 0)
  const [person, account] = [newcomers.length, newcomers.length]
  return reserved(tx, { person, account, point: points, number: points, household: 0, sealed: 0 })
}

interface Placing {
  found: Found
  files: NotedFeeds['files']
  ids: NewIds
  now: Instant
}

interface Written extends Omit<StoredNewcomers, 'fault'> {
  /** The rows, table by table, in the order in which they need each other. */
  tables: readonly Pick<MadeRows<never>, 'copy'>[]
}

/** Each is written at once, and is in no hand any more: persons and accounts by the order of their names, and numbers by their hashes, so that two pages that make the same ones cannot wait for each other. */
function written(hand: InHand, { found, files, ids, now }: Placing): Written {
  const { newcomers } = hand
  hand.newcomers = []
  const [persons, rows] = [newPersons(), { points: newPoints(), accounts: newAccounts(), facts: newFacts() }]
  const numbers = numbersFrom(found, ids)
  const lookOf = firstLooks(files, now)
  const placed: Placed[] = []
  for (const one of newcomers.toSorted((a, b) => (a.debtor < b.debtor ? -1 : 1))) {
    const its = { one, person: ids.person(), account: ids.account(), first: lookOf(one) }
    placed.push(its)
    persons.put(its)
  }
  placed.sort((a, b) => (a.one.account < b.one.account ? -1 : 1))
  for (const one of placed) putAccount(rows, one, { ids, numberOf: numbers.of, now })
  const made = newNumbers()
  for (const number of numbers.made.sort(([a], [b]) => (a < b ? -1 : 1))) made.put(number)
  return {
    tables: [made, persons, rows.points, rows.accounts, rows.facts],
    stored: new Set(newcomers.map(({ account }) => account)),
    creditors: [...new Set(newcomers.map(({ creditor }) => creditor))],
    taken: newcomers.reduce((sum, { figures }) => sum + (figures === null ? 1 : 2), 0),
    look: placed.some(({ first }) => first?.look),
  }
}

interface Numbers {
  of: (hash: string) => number
  /** Those that are new. */
  made: [hash: string, id: number][]
}

function numbersFrom({ numbers }: Found, ids: Pick<NewIds, 'number'>): Numbers {
  const known = new Map<string, number>(numbers)
  const made: Numbers['made'] = []
  const of = (hash: string): number => {
    const before = known.get(hash)
    if (before !== undefined) return before
    const id = ids.number()
    known.set(hash, id)
    made.push([hash, id])
    return id
  }
  return { of, made }
}

interface Rows {
  points: ReturnType<typeof newPoints>
  accounts: ReturnType<typeof newAccounts>
  facts: ReturnType<typeof newFacts>
}

function putAccount(
  rows: Rows,
  placed: Placed,
  { ids, numberOf, now }: { ids: Pick<NewIds, 'point'>; numberOf: Numbers['of']; now: Instant },
): void {
  const { one, person, account } = placed
  const numbers = one.points.map((point) => {
    const number = numberOf(point.hash)
    rows.points.put({ person, id: ids.point(), number, point, by: account, at: one.openedAt })
    return number
  })
  rows.accounts.put({ ...placed, head: putFacts(rows.facts, placed, { numbers, now }) })
}

/** Many accounts of a file have one answer. */
function firstLooks(files: Placing['files'], now: Instant): (one: Newcomer) => FirstLook | null {
  const known = new Map<string, FirstLook>()
  return ({ zones, creditor, figures }) => {
    if (figures === null) return null
    const { at, anchor, pastDue } = figures
    const name = `${zones.join()} ${anchor} ${pastDue > 0} ${at} ${creditor}`
    let look = known.get(name)
    if (!look) {
      const file = files.get(creditor) ?? null
      known.set(name, (look = firstLook({ zones, at, anchor, isOwed: pastDue > 0, file }, now)))
    }
    return look
  }
}
