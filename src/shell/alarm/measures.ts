import { setTimeout as sleep } from 'node:timers/promises'
import { daysLeft } from '../../core/alarm/calendars.ts'
import { ALARMS, type AlarmName, alarmFile } from '../../core/alarm/alarms.ts'
import type { Measured, Sample } from '../../core/alarm/ringing.ts'
import { standingStill } from '../../core/alarm/standing-still.ts'
import { breakerKindOf } from '../../core/deliver/brake.ts'
import { ProblemError } from '../../core/base/problem.ts'
import { CONTACT_CHANNELS } from '../../core/channel/channel.ts'
import { dayOf } from '../../core/base/time.ts'
import type { Schedules } from '../../core/config/schedules.ts'
import type { MachineClock } from '../../flow/ports/transactions.ts'
import { kept } from '../metrics/kept.ts'
import { configPort } from '../pg/config/config.ts'
import type { Database } from '../pg/base/database.ts'
import { ask } from '../pg/base/statement.ts'
import {
  LACKED_VALUES,
  LATE_CHECKS,
  SHUT_PROVIDERS,
  SIGNS_OF_LIFE,
  STALE_FEEDS,
  TRIED_OFTEN,
} from '../pg/watch/alarm.ts'
import { countParked, countStuck, readBacklog, readBeats, readClocks } from '../pg/watch/health.ts'
import { caseGroups } from '../pg/watch/lawless.ts'
import { readTakesNothing } from '../pg/watch/dialers.ts'
import { readWaitingLetters } from '../pg/watch/letters.ts'
import { housesIn } from '../letter/houses.ts'
import { nextCutOff } from '../../providers/print/cut-off.ts'
import { readLateness } from './lateness.ts'
import { awaySubscriptions, parkedSubscriptions } from '../pg/webhook/subscription.ts'

export interface MeasureDeps {
  db: Database
  clock: MachineClock
  pingRedis: () => Promise<boolean>
  /** Violations by invariant; where it is not wired, nobody asks. */
  invariants?: () => Promise<Record<string, number>>
}

/** What an alarm measures, at every place; nothing is thrown away: what throws is told by whoever asks. */
export type Measures = Record<AlarmName, () => Promise<Sample[]>>

/** The workers without which nothing is found, decided or handed on, and those of the channels on which strategies send (and the one that tells subscriptions, where there are any); the others are missed when they have work. */
function neededBy(schedules: Schedules | null): string[] {
  const sending = schedules?.strategies.filter(({ mode }) => mode === 'live') ?? []
  const steps = sending.flatMap(({ stages }) => stages.flatMap((stage) => stage.steps))
  const channels = CONTACT_CHANNELS.filter((channel) => steps.some((step) => step.channel === channel))
  return ['detect', 'decide', 'relay', 'ticks', ...channels]
}

/** One entry per alarm. */
export function measuresOf(deps: MeasureDeps): Measures {
  const schedules = publishedOn(deps.db)
  return {
    ...ofServers(deps),
    ...ofWorkers(deps, schedules),
    ...ofTheBook(deps, schedules),
    invariant_broken: async () =>
      Object.entries((await deps.invariants?.()) ?? {}).map(([invariant, measure]) => ({
        place: { invariant },
        measure,
      })),
  } satisfies Measures
}

/** Null before anything was published. */
type Published = () => Promise<Schedules | null>

function publishedOn(db: Database): Published {
  const config = configPort(db)
  return () =>
    config.active().then(
      (active) => active.schedules,
      (error: unknown) => {
        if (error instanceof ProblemError) return null
        throw error
      },
    )
}

async function single(measure: Promise<number>): Promise<Sample[]> {
  return [{ place: {}, measure: await measure }]
}

function ofServers({ db, clock, pingRedis }: MeasureDeps) {
  return {
    postgres_down: () =>
      single(
        readClocks(db).then(
          () => 1,
          () => 0,
        ),
      ),
    redis_down: () => single(pingRedis().then(Number, () => 0)),
    clock_skew: () => single(readClocks(db).then(({ machine }) => Math.abs(machine - clock.now()) / 1000)),
  } satisfies Partial<Measures>
}

/** Two alarms that are measured at the same time share what both look at. */
function together<T>(read: () => Promise<T>): () => Promise<T> {
  let underWay: Promise<T> | null = null
  return () => (underWay ??= read().finally(() => (underWay = null)))
}

function ofWorkers({ db, clock }: MeasureDeps, schedules: Published) {
  const backlogNow = together(() => readBacklog(db))
  const latenessNow = together(async () => readLateness(db, await schedules()))
  return {
    worker_silent: async () => {
      const [backlog, { waits }, beats] = await Promise.all([backlogNow(), latenessNow(), readBeats(db)])
      const lastWork = new Map(beats.map(({ worker, lastWorkAt }) => [worker, lastWorkAt]))
      return standingStill([...backlog, ...waits], lastWork, clock.now())
    },
    worker_away: async () =>
      (await ask(db, SIGNS_OF_LIFE, [neededBy(await schedules())])).flatMap(({ worker, age }) =>
        age === null ? [] : [{ place: { worker }, measure: Math.max(0, age) }],
      ),
    value_missing: async () =>
      (await ask(db, LACKED_VALUES)).map(({ worker, what, name, value }) => ({
        place: { worker, needed_by: `${what} ${name}`, value },
        measure: 1,
      })),
    tick_late: async () => (await latenessNow()).ticks,
    work_overdue: async () =>
      (await backlogNow()).map(({ worker, seconds }) => ({ place: { worker }, measure: seconds })),
  } satisfies Partial<Measures>
}

function ofTheBook({ db }: MeasureDeps, schedules: Published) {
  return {
    rows_parked: async () =>
      (await countParked(db)).map(({ loop, kind, rows }) => ({ place: { loop, kind }, measure: rows })),
    stuck_cases: () => single(countStuck(db)),
    retries_grow: async () =>
      (await ask(db, TRIED_OFTEN)).map(({ channel, contacts: measure }) => ({ place: { channel }, measure })),
    provider_shut: async () =>
      (await ask(db, SHUT_PROVIDERS)).map(({ channel, provider, why, seconds }) => ({
        place: { channel, provider, why: breakerKindOf(why) },
        measure: seconds,
      })),
    feed_stale: async () =>
      (await ask(db, STALE_FEEDS)).map(({ creditor, days }) => ({ place: { creditor }, measure: days })),
    calendar_ends: async () => {
      const known = await schedules()
      if (!known) return []
      const [{ business }, groups] = await Promise.all([readClocks(db), caseGroups(db)])
      return daysLeft(known, groups, dayOf('UTC', business))
    },
    late_after_check: async () =>
      (await ask(db, LATE_CHECKS)).map(({ channel, sends }) => ({ place: { channel }, measure: sends })),
    letters_waiting: () => lateLetters(db, schedules),
    dialer_takes_nothing: () => idleDialers(db),
    webhook_away: async () =>
      (await awaySubscriptions(db)).map(({ name, seconds: measure }) => ({
        place: { webhook: name },
        measure,
      })),
    webhook_parked: async () =>
      (await parkedSubscriptions(db)).map(({ name, events }) => ({
        place: { webhook: name },
        measure: Math.max(1, events),
      })),
  } satisfies Partial<Measures>
}

/** A letter that waits for a house which is none any more is late since it was written. */
async function lateLetters(db: Database, schedules: Published): Promise<Sample[]> {
  const waiting = await readWaitingLetters(db)
  if (waiting.length === 0) return []
  const [known, { business }] = await Promise.all([schedules(), readClocks(db)])
  const houses = new Map(housesIn(known ?? {}).map((house) => [house.provider, house]))
  return waiting.map(({ provider, since }) => {
    const house = houses.get(provider)
    const due = house ? nextCutOff(house.handOver, since) : since
    return { place: { provider }, measure: Math.max(0, business - due) / 1000 }
  })
}

async function idleDialers(db: Database): Promise<Sample[]> {
  const idle = await readTakesNothing(db)
  if (idle.length === 0) return []
  const { business } = await readClocks(db)
  return idle.map(({ dialer, since }) => ({
    place: { dialer },
    measure: Math.max(0, business - since) / 1000,
  }))
}

/** `/health` waits no longer for what takes a pass over the book. */
const PATIENCE_MS = 1_000

/** What takes a pass over the whole book is measured now and then, and told as it was. */
export function unhurried(measures: Measures, clock: MachineClock): Measures {
  const entries = Object.entries(measures).map(([alarm, measure]) => {
    if (!isSlow(alarm)) return [alarm, measure]
    const latest = kept(clock, measure)
    return [alarm, () => Promise.race([latest(), notYet()])]
  })
  return Object.fromEntries(entries) as Measures
}

function isSlow(alarm: string): boolean {
  return ALARMS.some((name) => name === alarm && alarmFile(name).slow === true)
}

async function notYet(): Promise<never> {
  await sleep(PATIENCE_MS, undefined, { ref: false })
  throw new Error('it is still being measured')
}

/** Everything is measured side by side; an alarm that cannot be measured is left out. */
export async function measureAll(measures: Partial<Measures>): Promise<Measured> {
  const entries = await Promise.all(
    Object.entries(measures).map(
      async ([alarm, measure]) => [alarm, await measure().catch(() => null)] as const,
    ),
  )
  return Object.fromEntries(entries.filter(([, samples]) => samples !== null)) as Measured
}
