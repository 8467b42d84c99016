import { isMissed } from '../core/alarm/missed-run.ts'
import type { ParkedRow } from '../core/base/parked.ts'
import type { Instant } from '../core/base/time.ts'
import { isMessage } from '../core/channel/channel.ts'
import { dueToAsk, type Resolution, resolveUnknown, type Sighting } from '../core/deliver/unknown.ts'
import { blockOf, type ContactJob, type Enqueuer } from './ports/enqueuer.ts'
import type { ContactRef, Provider } from './ports/deliver.ts'
import { isolated, pageOrHalves } from './ports/isolate.ts'
import { parkContacts } from './ports/parked-contacts.ts'
import type { SweepStep, SweepTx, UnknownContact } from './ports/sweep.ts'
import type { MachineClock, Transactions } from './ports/transactions.ts'
import { effectOf } from '../core/model/task-word.ts'

export interface SweepDeps {
  store: Transactions<SweepTx>
  enqueuer: Enqueuer
  machine: MachineClock
  provider: Provider
  /** One page of flow/relay.ts; the answer says whether there is more. */
  relay: () => Promise<{ queued: number; more: boolean }>
  /** Business time after which a query to the provider can be believed. */
  quietMs: number
  /** How long a queued contact may wait before it is enqueued again. */
  enqueueAgainAfterMs: number
  requestMs: number
  /** The last business instant at which the timetable lets detect run. */
  detectDue: (now: Instant) => Promise<Instant>
  /** Who finds out what became of a message where its provider cannot say. */
  unresolvedRole: () => Promise<string>
}

export interface SweepReport {
  lapsed: number
  expired: number
  relayed: number
  rung: number
  reviews: number
  /** The runs of detect that did not come at their time. */
  looks: number
  resolved: number
  freed: number
  closed: number
  breakers: number
  /** Facts of brakes. */
  brakes: number
  /** Rows that are put aside, of all loops. Anything but 0 is an alarm. */
  aside: number
  /** Rows of what is long over, such as the hours of a rate. */
  tidied: number
  /** I5: open cases that nothing would review again. Anything but 0 is an alarm. */
  stuck: number
  /** The steps that threw, with the error's message; the others went on. */
  failed: { step: string; error: unknown }[]
  /** What this sweep put aside. */
  parked: ParkedRow[]
}

const PAGE = 500
/** The most pages of one step in one sweep; what is left is the next sweep's. */
const MOST_PAGES = 400
const PERSONS_PER_PAGE = 200

/** Every row that should have moved is found and put right, whatever was lost on the way: jobs, ticks, workers. Running it again, or many at once, changes nothing more. */
export async function sweep(deps: SweepDeps): Promise<SweepReport> {
  const failed: SweepReport['failed'] = []
  const parked: ParkedRow[] = []
  const step = async (name: string, work: () => Promise<number>): Promise<number> => {
    try {
      return await work()
    } catch (error) {
      failed.push({ step: name, error })
      return 0
    }
  }
  const paged = (name: SweepStep): Promise<number> =>
    step(name, () => allPages(() => stepPage(deps, name, parked)))
  return {
    lapsed: await paged('lapse'),
    freed: await paged('free'),
    closed: (await paged('close')) + (await paged('abandon')),
    expired: await paged('expire'),
    breakers: await step('breaker', () => deps.store.transaction((tx) => tx.closeBreakers())),
    brakes: await step('brakes', () => deps.store.transaction((tx) => tx.tellBrakes())),
    resolved: await step('resolve', () => resolvePage(deps, parked)),
    relayed: await step('relay', () => relayAll(deps)),
    rung: await step('ring', () => enqueueAgain(deps)),
    reviews: await step('reviews', () => enqueueDue(deps)),
    looks: await step('looks', () => enqueueMissed(deps)),
    aside: await step('heal', () => heal(deps)),
    tidied: await step('tidy', () => allPages(() => deps.store.transaction((tx) => tx.tidy(PAGE)))),
    stuck: await step('stuck', () => deps.store.transaction((tx) => tx.stuckCases())),
    failed,
    parked,
  }
}

async function stepPage(deps: SweepDeps, name: SweepStep, parked: ParkedRow[]): Promise<number> {
  const page = { machineNow: deps.machine.now(), limit: PAGE }
  const { done, faulty } = await pageOrHalves({
    page: () => deps.store.transaction((tx) => tx.step(name, page)),
    rows: () => deps.store.transaction((tx) => tx.stepIds(name, page)),
    work: (only) => deps.store.transaction((tx) => tx.step(name, { ...page, only })),
  })
  await putAside(deps, faulty, parked)
  return done.reduce((sum, count) => sum + count, 0)
}

async function putAside(
  { store }: SweepDeps,
  faulty: readonly { row: ContactRef; error: unknown }[],
  parked: ParkedRow[],
): Promise<void> {
  parked.push(...(await parkContacts(store, 'sweep', faulty)))
}

/** Decide and detect are woken for whoever they put aside and are to try again. */
async function heal({ store, enqueuer }: SweepDeps): Promise<number> {
  const { left, retries, looks } = await store.transaction((tx) => tx.heal())
  if (retries > 0) await enqueuer.enqueueDue()
  if (looks > 0) await enqueuer.enqueueDetect()
  return left
}

async function allPages(page: () => Promise<number>): Promise<number> {
  let total = 0
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const count = await page()
    total += count
    if (count < PAGE) break
  }
  return total
}

async function relayAll(deps: SweepDeps): Promise<number> {
  let total = 0
  for (;;) {
    const { queued, more } = await deps.relay()
    total += queued
    if (!more) return total
  }
}

async function enqueueAgain(deps: SweepDeps): Promise<number> {
  let total = 0
  let after: ContactJob | null = null
  for (;;) {
    const last: ContactJob | null = after
    const rings: ContactJob[] = await deps.store.transaction((tx) =>
      tx.unanswered(tx.now - deps.enqueueAgainAfterMs, PAGE, last),
    )
    const whole = rings.length < PAGE ? rings : wholeBlocks(rings)
    if (whole.length > 0) await deps.enqueuer.enqueueContactsAgain(whole)
    total += whole.length
    after = whole.at(-1) ?? null
    if (rings.length < PAGE) return total
  }
}

/** The last block of a page may go on in the next one: it is left to that. */
function wholeBlocks(rings: ContactJob[]): ContactJob[] {
  const last = rings.at(-1)
  const whole = rings.filter((ring) => !last || blockOf(ring) !== blockOf(last))
  return whole.length > 0 ? whole : rings
}

async function enqueueDue(deps: SweepDeps): Promise<number> {
  const persons = await deps.store.transaction((tx) => tx.duePersons(PERSONS_PER_PAGE * 50))
  const pages = Math.ceil(persons.length / PERSONS_PER_PAGE)
  if (pages > 0) {
    await deps.enqueuer.enqueueReviews(
      Array.from({ length: pages }, (_, page) =>
        persons.slice(page * PERSONS_PER_PAGE, (page + 1) * PERSONS_PER_PAGE),
      ),
    )
  }
  return persons.length
}

/** The timetable says when detect runs; the sweep wakes it for a run that was lost on the way. */
async function enqueueMissed({ store, enqueuer, detectDue }: SweepDeps): Promise<number> {
  const [now, run] = await store.transaction(async (tx) => [tx.now, await tx.tickRun('detect')] as const)
  if (!isMissed(await detectDue(now), run, now)) return 0
  await enqueuer.enqueueDetect()
  return 1
}

/** The provider is asked outside any transaction; what a callback resolved meanwhile is left alone when it is saved. */
async function resolvePage(deps: SweepDeps, parked: ParkedRow[]): Promise<number> {
  const { store, quietMs } = deps
  const load = (only?: readonly ContactRef[]) =>
    store.transaction(async (tx) => ({
      now: tx.now,
      unknowns: await tx.unknowns(tx.now - quietMs, PAGE, only),
    }))
  const found = await pageOrHalves({
    page: () => load(),
    rows: () => store.transaction((tx) => tx.unknownIds(tx.now - quietMs, PAGE)),
    work: (only) => load(only),
  })
  const asked = await Promise.all(
    found.done.flatMap(({ now, unknowns }) =>
      unknowns.map((unknown) =>
        isolated([unknown], async () => ({ unknown, resolution: await resolutionOf(deps, unknown, now) })),
      ),
    ),
  )
  const resolved = asked.flatMap(({ done }) => done)
  const role = resolved.length > 0 ? await deps.unresolvedRole() : ''
  const saved = await isolated(resolved, (saves) => store.transaction((tx) => tx.saveResolved(saves, role)))
  const unsaved = saved.faulty.map(({ row, error }) => ({ row: row.unknown, error }))
  await putAside(deps, [...found.faulty, ...asked.flatMap(({ faulty }) => faulty), ...unsaved], parked)
  const rings = saved.done.flat()
  if (rings.length > 0) await deps.enqueuer.enqueueContacts(rings)
  const lost = new Set(unsaved.map(({ row }) => row.contact))
  return asked
    .flatMap(({ done }) => done)
    .filter(
      ({ unknown, resolution: one }) =>
        (one.to === 'sent' || one.to === 'again') && !lost.has(unknown.contact),
    ).length
}

async function resolutionOf(deps: SweepDeps, unknown: UnknownContact, now: Instant): Promise<Resolution> {
  if (unknown.humanSaid !== null) {
    return effectOf(unknown.humanSaid).neverWent ? { to: 'again' } : { to: 'sent', providerRef: null }
  }
  if (!dueToAsk(unknown, now, deps.quietMs)) return { to: 'wait', asked: false }
  return resolveUnknown(unknown, await look(deps, unknown), now, deps.quietMs)
}

async function look(deps: SweepDeps, unknown: UnknownContact): Promise<Sighting> {
  const { channel, provider, reference, at, providerRef } = unknown
  if (!isMessage(channel)) return { seen: 'cannot_ask' }
  const sent = { channel, provider, reference, to: unknown.reveal(), at, providerRef }
  return deps.provider.look(sent, deps.requestMs)
}
