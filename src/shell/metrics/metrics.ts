import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { ALARMS, alarmFile } from '../../core/alarm/alarms.ts'
import type { ConfigPort } from '../../flow/ports/config.ts'
import type { MachineClock } from '../../flow/ports/transactions.ts'
import type { Measures } from '../alarm/measures.ts'
import { brakesOn } from '../pg/door/brake.ts'
import type { Sql } from '../pg/base/database.ts'
import { countOpenCases } from '../pg/read/cases.ts'
import { countAgreed } from '../pg/watch/agreed-count.ts'
import { countStale } from '../pg/watch/figures.ts'
import { readBeats, readClocks } from '../pg/watch/health.ts'
import {
  countContactsInHand,
  countContactsOfLastDay,
  countOpenTasks,
  countRefusalsOfLastDay,
  readCheckToSocket,
} from '../pg/watch/metrics.ts'
import { dialerReadings } from './dialers.ts'
import { kept } from './kept.ts'
import { providerReadings } from './providers.ts'

export interface MetricsDeps {
  db: Sql
  clock: MachineClock
  queueCounts: () => Promise<Record<string, Record<string, number>>>
  measures: Measures
  tasks: { config: Pick<ConfigPort, 'active'> }
}

export interface Metrics {
  registry: Registry
  request: Histogram<'route' | 'method' | 'status'>
  receipts: Counter<'way'>
}

type Sample = [labels: Record<string, string>, value: number]

/** Everything that /metrics tells: counts by words of closed lists, and the names of strategies and creditors that are stopped; never an id or a value of a person. */
export function openMetrics(deps: MetricsDeps): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  for (const reading of readingsOf(deps)) gauge(registry, deps.clock, reading)
  const request = new Histogram({
    name: 'arrears_http_request_seconds',
    help: 'HTTP requests by route',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  })
  const receipts = new Counter({
    name: 'arrears_receipts_total',
    help: 'Receipts of providers by the way on which they were stored: short, general, or fell_back where a page could not go the short way',
    labelNames: ['way'],
    registers: [registry],
  })
  return { registry, request, receipts }
}

interface Reading {
  name: string
  help: string
  labels: string[]
  read(): Promise<Sample[]>
}

/** A gauge whose source cannot be read shows nothing, and the others show. */
function gauge(registry: Registry, clock: MachineClock, reading: Reading): void {
  const { name, help, labels } = reading
  const latest = kept(clock, () => reading.read())
  const shown: Gauge = new Gauge({
    name,
    help,
    labelNames: labels,
    registers: [],
    async collect() {
      const samples = await latest().catch((): Sample[] => [])
      shown.reset()
      if (labels.length === 0 && samples.length === 0) shown.remove()
      for (const [sampleLabels, value] of samples) shown.set(sampleLabels, value)
    },
  })
  registry.registerMetric(shown)
}

function readingsOf(deps: MetricsDeps): Reading[] {
  return [
    ...caseReadings(deps),
    ...contactReadings(deps),
    ...providerReadings(deps.db, async () => deps.tasks.config.active()),
    ...dialerReadings(deps.db),
    ...operationReadings(deps),
    ...alarmReadings(deps),
  ]
}

function caseReadings({ db }: MetricsDeps): Reading[] {
  return [
    {
      name: 'arrears_open_cases',
      help: 'Open cases by state and stage',
      labels: ['state', 'stage'],
      read: async () =>
        (await countOpenCases(db)).map(({ state, stage, cases }) => [{ state, stage: stage ?? '' }, cases]),
    },
    ...figureReadings(db),
    {
      name: 'arrears_agreed',
      help: 'Promises, plans and settlements by creditor, and whether they are open, kept or broken',
      labels: ['what', 'creditor', 'became'],
      read: async () => (await countAgreed(db)).map(({ agreed, ...labels }) => [labels, agreed]),
    },
    {
      name: 'arrears_open_human_tasks',
      help: 'Open tasks for people by kind',
      labels: ['kind'],
      read: async () => (await countOpenTasks(db)).map(({ kind, tasks }) => [{ kind }, tasks]),
    },
  ]
}

function figureReadings(db: Sql): Reading[] {
  return [
    {
      name: 'arrears_stale_creditors',
      help: 'Creditors whose figures are older than is stated: nobody is contacted on them',
      labels: [],
      read: async () => [[{}, (await countStale(db)).creditors]],
    },
    {
      name: 'arrears_stale_accounts',
      help: 'Accounts that are held because their figures are stale, alone or with all of their creditor',
      labels: [],
      read: async () => [[{}, (await countStale(db)).accounts]],
    },
  ]
}

function contactReadings({ db }: MetricsDeps): Reading[] {
  return [
    {
      name: 'arrears_contacts_in_hand',
      help: 'Contacts on their way by state and channel',
      labels: ['state', 'channel'],
      read: async () => (await countContactsInHand(db)).map(({ contacts, ...labels }) => [labels, contacts]),
    },
    {
      name: 'arrears_contacts_last_day',
      help: 'Contacts planned in the last business day by what became of them, and channel',
      labels: ['state', 'channel'],
      read: async () =>
        (await countContactsOfLastDay(db)).map(({ contacts, ...labels }) => [labels, contacts]),
    },
    {
      name: 'arrears_check_to_socket_seconds',
      help: 'Between the last check of a contact and the request to its provider, over the last business day',
      labels: ['quantile'],
      read: async () => (await readCheckToSocket(db)).map(({ quantile, seconds }) => [{ quantile }, seconds]),
    },
    {
      name: 'arrears_refusals_last_day',
      help: 'Refusals of the last business day by rule',
      labels: ['rule'],
      read: async () => (await countRefusalsOfLastDay(db)).map(({ rule, refusals }) => [{ rule }, refusals]),
    },
  ]
}

function operationReadings({ db, queueCounts }: MetricsDeps): Reading[] {
  return [
    {
      name: 'arrears_queue_jobs',
      help: 'Jobs by queue and state; a job of a channel carries up to a page of contacts, which arrears_contacts_in_hand counts',
      labels: ['queue', 'state'],
      read: async () =>
        Object.entries(await queueCounts()).flatMap(([queue, counts]) =>
          Object.entries(counts).map(([state, jobs]): Sample => [{ queue, state }, jobs]),
        ),
    },
    {
      name: 'arrears_worker_last_work_timestamp_seconds',
      help: 'When each kind of worker last did something, in machine time',
      labels: ['worker'],
      read: async () =>
        (await readBeats(db)).map(({ worker, lastWorkAt }) => [{ worker }, lastWorkAt / 1000]),
    },
    {
      name: 'arrears_brakes',
      help: 'Brakes that are on: what is stopped by hand',
      labels: [],
      read: async () => [[{}, (await brakesOn(db)).length]],
    },
    {
      name: 'arrears_brake_since_timestamp_seconds',
      help: 'Since when each brake is on, by what it stops; an empty label = any',
      labels: ['channel', 'strategy', 'creditor'],
      read: async () =>
        (await brakesOn(db)).map(({ channel, strategy, creditor, stoppedAt }) => [
          { channel: channel ?? '', strategy: strategy ?? '', creditor: creditor ?? '' },
          stoppedAt / 1000,
        ]),
    },
    {
      name: 'arrears_business_clock_timestamp_seconds',
      help: 'Business now',
      labels: [],
      read: async () => [[{}, (await readClocks(db)).business / 1000]],
    },
  ]
}

/** What each alarm measures: it rings by the same figure as /health. */
function alarmReadings({ measures }: MetricsDeps): Reading[] {
  return ALARMS.map((name): Reading => {
    const { metric, measures: help, labels } = alarmFile(name)
    return {
      name: metric,
      help,
      labels: [...labels],
      read: async () => (await measures[name]()).map(({ place, measure }): Sample => [{ ...place }, measure]),
    }
  })
}
