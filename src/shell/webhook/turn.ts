import type { Database } from '../pg/base/database.ts'
import type { Vault } from '../pg/base/vault.ts'
import { eventsIn, eventsOf, type EventRow } from '../pg/webhook/event.ts'
import {
  endTurn,
  type LateEvent,
  lateEvents,
  type Leased,
  renewLease,
  type Turned,
  type Untold,
  waitingAmong,
} from '../pg/webhook/lease.ts'
import { messageId, messageOf } from './message.ts'
import type { Post, Posted } from './post.ts'

export interface TurnDeps {
  db: Database
  vault: Pick<Vault, 'open'>
  post: Post
  /** Seconds before each further try; then it is given up. */
  retries: readonly number[]
  leaseSeconds: number
}

/** Events that are looked at in one turn, and numbers that are looked through for them. */
const WINDOW = 200
const SPAN = 20_000
/** Persons whose events are told at the same time; one person's are told one after the other. */
const AT_ONCE = 16
/** The longest that a receiver may ask us to wait. */
const LONGEST_PAUSE = 24 * 3600

/** One person's events in their order, and how often each was tried. */
interface Chain {
  person: number
  events: { row: EventRow; attempts: number; late: boolean }[]
}

interface Told {
  chain: Chain
  /** How many of its events were told. */
  told: number
  /** What came of the next one; null = all were told. */
  failed: (Posted & { is: 'failed' }) | null
}

/** A subscription is told what is behind its place, up to `until`. True = there is more to do at once. */
export async function takeTurn(deps: TurnDeps, leased: Leased, until: number): Promise<boolean> {
  const { db } = deps
  const late = await lateEvents(db, leased, AT_ONCE * 4, WINDOW)
  // Nothing is sure yet in a process that has just begun: a place never goes back for that.
  const to = Math.max(leased.position, Math.min(until, leased.position + SPAN))
  const { position, kinds } = leased
  const fresh = await eventsIn(db, { after: position, until: to, kinds, limit: WINDOW })
  const waiting = await waitingAmong(db, leased, [...new Set(fresh.map(({ person }) => person))])
  const behind = fresh.filter(({ person }) => waiting.has(person))
  const chains = [
    ...chainsOf(await eventsOf(db, late), late),
    ...chainsOf(
      fresh.filter(({ person }) => !waiting.has(person)),
      [],
    ),
  ]
  const told = await tellAll(deps, leased, chains)
  if (told === null) return false
  const passed = fresh.length < WINDOW ? to : (fresh.at(-1)?.id ?? to)
  const turned = outcomeOf(deps, { leased, late, chains, told, behind, passed })
  const held = await endTurn(db, leased, turned)
  return held && turned.pause === 0 && (turned.position < until || late.length > 0)
}

/** Late events that are no longer there are told as far as anybody can. */
function chainsOf(rows: readonly EventRow[], late: readonly LateEvent[]): Chain[] {
  const attempts = new Map(late.map((one) => [one.event, one.attempts]))
  const chains = new Map<number, Chain>()
  for (const row of rows) {
    const chain = chains.get(row.person) ?? { person: row.person, events: [] }
    chain.events.push({ row, attempts: attempts.get(row.id) ?? 0, late: attempts.has(row.id) })
    chains.set(row.person, chain)
  }
  return [...chains.values()]
}

/** Null = the lease went to another process meanwhile. A receiver that wants a pause, or takes nothing from anybody, is not asked about the rest. */
async function tellAll(deps: TurnDeps, leased: Leased, chains: readonly Chain[]): Promise<Told[] | null> {
  const secrets = leased.secrets.map(({ value, keyId }) => deps.vault.open(value, keyId))
  const lasts = leaseKept(deps, leased)
  const queue = [...chains]
  const told: Told[] = []
  const work = async (): Promise<void> => {
    for (let chain = queue.shift(); chain && lasts.held() && !hasEnough(told); chain = queue.shift())
      told.push(await tellChain(chain, (row) => tell(deps, leased, secrets, row), lasts.held))
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return (await lasts.end()) ? told : null
}

function hasEnough(told: readonly Told[]): boolean {
  if (told.some(({ failed }) => failed?.whose === 'pace' || failed?.whose === 'gone')) return true
  return told.length >= AT_ONCE && told.every(isAway)
}

/** The receiver took nothing of it, and that says nothing of the event. */
function isAway({ told, failed }: Told): boolean {
  return told === 0 && (failed?.whose === 'receiver' || failed?.whose === 'pace')
}

async function tellChain(
  chain: Chain,
  tellOne: (row: EventRow) => Promise<Posted>,
  held: () => boolean,
): Promise<Told> {
  let told = 0
  for (const { row } of chain.events) {
    if (!held()) break
    const posted = await tellOne(row)
    if (posted.is === 'failed') return { chain, told, failed: posted }
    told++
  }
  return { chain, told, failed: null }
}

function tell(
  { post }: TurnDeps,
  { url, bodies }: Leased,
  secrets: string[],
  row: EventRow,
): Promise<Posted> {
  const body = JSON.stringify(messageOf(row, { bodies }))
  return post(url, { id: messageId(row), body, secrets })
}

/** The lease is renewed while the turn lasts; who has lost it sends nothing more. */
function leaseKept({ db, leaseSeconds }: TurnDeps, leased: Leased) {
  let held = true
  const renew = async (): Promise<void> => {
    held &&= await renewLease(db, leased, leaseSeconds).catch(() => false)
  }
  const timer = setInterval(() => void renew(), (leaseSeconds * 1000) / 3)
  return {
    held: () => held,
    end: async () => {
      clearInterval(timer)
      await renew()
      return held
    },
  }
}

interface Outcome {
  leased: Leased
  late: readonly LateEvent[]
  chains: readonly Chain[]
  /** They are those of the chains that were begun. */
  told: readonly Told[]
  /** Fresh events of persons of whom something is late. */
  behind: readonly EventRow[]
  /** The place behind the last event that was looked at. */
  passed: number
}

/** Where the receiver takes nothing at all, the subscription waits as a whole, and its place stays; where it takes others, what it does not take is late. */
function outcomeOf(deps: TurnDeps, outcome: Outcome): Turned {
  const { leased, late, chains, told } = outcome
  const down = whatEnds(told)
  if (down) {
    const seconds = deps.retries[leased.failures]
    const parked = down.whose === 'gone' ? 'gone' : seconds === undefined ? 'gave_up' : null
    const unmoved = { position: leased.position, told: [], untold: [] }
    return {
      ...unmoved,
      failures: leased.failures + 1,
      pause: pauseOf(seconds, down),
      failedWhy: down.code,
      took: false,
      parked: parked && `${parked}: ${down.code}`,
    }
  }
  const gotThrough = new Set(
    told.flatMap((one) => one.chain.events.slice(0, one.told).map(({ row }) => row.id)),
  )
  const known = new Set(chains.flatMap(({ events }) => events.map(({ row }) => row.id)))
  const paces = told.flatMap(({ failed }) => (failed?.whose === 'pace' ? [failed] : []))
  return {
    ...placeOf(outcome),
    told: late.filter(({ event }) => gotThrough.has(event) || !known.has(event)),
    untold: [...told.flatMap((one) => untoldOf(deps, one)), ...leftOf(outcome)],
    failures: 0,
    pause: Math.max(0, ...paces.map((failed) => pauseOf(deps.retries[0], failed))),
    failedWhy: paces[0]?.code ?? null,
    took: told.length === 0 ? null : gotThrough.size > 0,
    parked: null,
  }
}
/** Why the whole subscription waits, or is told no more; null = somebody was told something. */
function whatEnds(told: readonly Told[]): (Posted & { is: 'failed' }) | null {
  const failures = told.flatMap(({ failed }) => failed ?? [])
  const gone = failures.find(({ whose }) => whose === 'gone')
  if (gone) return gone
  const away = failures.find(({ whose }) => whose === 'receiver' || whose === 'pace')
  return away && told.every(({ told: count }) => count === 0) ? away : null
}

function pauseOf(seconds: number | undefined, { retryAfter }: Posted & { is: 'failed' }): number {
  return Math.min(LONGEST_PAUSE, Math.max(seconds ?? 0, retryAfter ?? 0))
}

/** Where nothing fresh was begun, what is fresh is looked at again later, and is not late. */
function isUnmoved({ chains, told }: Outcome): boolean {
  return told.length < chains.length && told.every(({ chain }) => chain.events[0]?.late === true)
}

function placeOf(outcome: Outcome): { position: number } {
  return { position: isUnmoved(outcome) ? outcome.leased.position : outcome.passed }
}

/** Fresh events that nobody was asked about: they are late, and no try nearer to being given up. */
function leftOf(outcome: Outcome): Untold[] {
  if (isUnmoved(outcome)) return []
  const begun = new Set(outcome.told.map(({ chain }) => chain))
  const left = outcome.chains.filter((chain) => !begun.has(chain)).flatMap(({ events }) => events)
  return [...left.filter((one) => !one.late).map(({ row }) => row), ...outcome.behind].map(waitsBehind)
}

/** The event that failed is tried again by and by; those behind it wait. A pause that the receiver wants is no try. */
function untoldOf({ retries }: TurnDeps, { chain, told, failed }: Told): Untold[] {
  const [head, ...rest] = chain.events.slice(told)
  if (!head) return []
  const seconds = retries[head.attempts]
  const behind = rest.filter(({ late }) => !late).map(({ row }) => waitsBehind(row))
  const first = { ...waitsBehind(head.row), attempts: head.attempts, code: failed?.code ?? null }
  if (!failed || failed.whose === 'pace') return [first, ...behind]
  const tried = { attempts: head.attempts + 1, seconds: pauseOf(seconds, failed) }
  return [{ ...first, ...tried, parked: seconds === undefined }, ...behind]
}

function waitsBehind({ person, id }: EventRow): Untold {
  return { person, event: id, attempts: 0, seconds: 0, code: null, parked: false }
}
