import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ALARMS, type AlarmName, alarmFile } from '../../../src/core/alarm/alarms.ts'
import { type AlarmState, judgeAlarms } from '../../../src/core/alarm/ringing.ts'
import { measureAll, measuresOf, type Measures } from '../../../src/shell/alarm/measures.ts'
import type { Health } from '../../../src/shell/http/health.ts'
import { publishSchedules } from '../../../src/shell/pg/config/publish.ts'
import { withTrial } from '../../support/on-trial.ts'
import { storySchedules } from '../../support/story-engine.ts'
import { testApi, type TestApi } from './api.ts'
import { AWAY, HEALTHY, LACKING, LATE_LETTER, seedCase, SHUT, UNTOLD } from './seed.ts'

let api: TestApi
let measures: Measures
let redisUp = true
let skewMs = 0
let violations: Record<string, number> = { I1: 0 }

beforeAll(async () => {
  api = await testApi(() => ({ clock: { now: () => Date.now() + skewMs }, pingRedis: async () => redisUp }))
  const { db } = api.database
  await seedCase(db)
  await publish([2024])
  for (const statement of HEALTHY) await api.database.owner.query(statement)
  measures = measuresOf({
    db,
    clock: { now: () => Date.now() + skewMs },
    pingRedis: async () => redisUp,
    invariants: async () => violations,
  })
  await publish(years(2100))
})
afterAll(() => api.close())

const years = (last: number) => Array.from({ length: last - 2023 }, (_, index) => 2024 + index)

const { schedules } = storySchedules()

/** The law of the house goes by a calendar of these years. */
async function publish(known: number[]): Promise<void> {
  const calendar = { calendar: 'house', years: known, holidays: [], workdays: [], source: 'test' }
  const packs = schedules.packs
    .filter(({ pack }) => pack === 'xx-house')
    .map((pack) => ({ ...pack, clock: { ...pack.clock, calendar: 'house' } }))
  const strategies = withTrial(schedules.strategies, 'email')
  const version = { ...schedules, strategies, packs, calendars: [calendar] }
  await publishSchedules(api.database.db, {
    schedules: version,
    hash: String(known.length).padStart(64, '0') as never,
    by: 'test',
  })
  await api.database.db.query('update tick_run set asked_at = null')
}

async function judged(): Promise<AlarmState[]> {
  return judgeAlarms(await measureAll(measures), { virtual: false })
}

async function ringing(): Promise<string[]> {
  return (await judged())
    .filter(({ rings }) => rings)
    .map(({ alarm, place }) => [alarm, ...Object.values(place)].join(' '))
}

type Plant = [rings: string, plant: string | (() => unknown), heal: string | (() => unknown)]

/** What makes each alarm ring, and what ends it. */
const FAULTS: Record<Exclude<AlarmName, 'postgres_down'>, Plant[]> = {
  redis_down: [['', () => (redisUp = false), () => (redisUp = true)]],
  worker_silent: [
    [
      'detect',
      `update heartbeat set last_work_at = now() - interval '3 hours', detail = jsonb_build_object('beatAt', now());
       update tick_run set ran_at = now() - interval '3 hours' where tick = 'detect'`,
      `update heartbeat set last_work_at = now(); update tick_run set ran_at = now()`,
    ],
    [
      'decide',
      `update heartbeat set last_work_at = now() - interval '3 minutes', detail = jsonb_build_object('beatAt', now());
       update collection_case set next_review_at = now() - interval '3 minutes'`,
      `update heartbeat set last_work_at = now(); update collection_case set next_review_at = now() + interval '1 day'`,
    ],
    [
      'call',
      `update heartbeat set last_work_at = now() - interval '3 hours', detail = jsonb_build_object('beatAt', now()) where worker = 'call';
       update call_task set state = 'withdrawn' where state = 'open'`,
      `update heartbeat set last_work_at = now(); update call_task set state = 'open' where state = 'withdrawn'`,
    ],
  ],
  worker_away: [
    [
      'relay',
      `update heartbeat set last_work_at = now() - interval '3 minutes', detail = '{}' where worker = 'relay'`,
      `update heartbeat set last_work_at = now()`,
    ],
    UNTOLD,
    // A channel that a strategy uses needs its worker before anything is due on it.
    [
      'sms',
      `update heartbeat set last_work_at = now() - interval '3 minutes', detail = '{}' where worker = 'sms'`,
      `update heartbeat set last_work_at = now()`,
    ],
  ],
  tick_late: [
    [
      'relay',
      `update tick_run set began_at = now() - interval '4 minutes' where tick = 'relay'`,
      'update tick_run set began_at = now()',
    ],
    [
      'detect',
      `update tick_run set began_at = now() - interval '124 minutes' where tick = 'detect'`,
      'update tick_run set began_at = now()',
    ],
  ],
  webhook_away: [AWAY],
  webhook_parked: [
    [
      'ledger',
      `insert into webhook (name, url, secret_sealed, key_id, position, parked_at, parked_why)
       values ('ledger', 'https://ledger.example.com', '', 'k', 0, now(), 'gone')`,
      'delete from webhook',
    ],
  ],
  letters_waiting: [LATE_LETTER],
  provider_shut: [SHUT],
  value_missing: [LACKING],
  dialer_takes_nothing: [
    [
      'acme',
      `insert into dialer_list (dialer, day, number, name, state, made_at, lease_token)
       select 'acme', current_date, n, 'acme-' || n, s, now() - make_interval(mins => m), gen_random_uuid()
       from (values (1, 'out', 60), (2, 'dropped', 16), (3, 'dropped', 1)) as v (n, s, m)`,
      'delete from dialer_list',
    ],
    [
      'beta',
      `insert into dialer_list (dialer, day, number, name, state, made_at, lease_token)
       values ('beta', current_date, 1, 'beta-1', 'ready', now() - interval '16 minutes', gen_random_uuid())`,
      `update dialer_list set state = 'out'`,
    ],
    [
      'gamma',
      `insert into dialer_list (dialer, day, number, name, state, made_at, lease_token)
       values ('gamma', current_date, 1, 'gamma-1', 'filled', now() - interval '16 minutes', gen_random_uuid())`,
      `update dialer_list set state = 'dropped'`,
    ],
  ],
  work_overdue: [
    [
      'decide',
      `update collection_case set next_review_at = now() - interval '61 minutes'`,
      `update collection_case set next_review_at = now() + interval '1 day'`,
    ],
  ],
  rows_parked: [
    [
      'decide person',
      `insert into parked (loop, kind, id, code, since, retry_at) values ('decide', 'person', '7', '22P02', now(), now())`,
      'delete from parked',
    ],
  ],
  stuck_cases: [
    [
      '',
      'update collection_case set next_review_at = null',
      `update collection_case set next_review_at = now() + interval '1 day'`,
    ],
  ],
  retries_grow: [
    [
      'sms',
      `update contact set tries = 5 where state = 'planned'`,
      `update contact set tries = 4 where state = 'planned'`,
    ],
  ],
  feed_stale: [
    ['acme', 'update creditor_feed set stale_on = current_date', 'update creditor_feed set stale_on = null'],
  ],
  calendar_ends: [['house', () => publish([2024]), () => publish(years(2100))]],
  clock_skew: [['', () => (skewMs = 3_000), () => (skewMs = 0)]],
  late_after_check: [
    [
      'sms',
      `update contact set late_checks = 101, created_at = now() where state = 'planned'`,
      'update contact set late_checks = 0',
    ],
  ],
  invariant_broken: [['I3', () => (violations = { I3: 2 }), () => (violations = { I3: 0 })]],
}

/** They come with others by their nature. */
const COMES_WITH: Record<string, readonly string[]> = {
  'rows_parked decide person': ['stuck_cases'],
  'worker_silent call': ['work_overdue call'],
  'webhook_away ledger': ['webhook_parked given-up'],
}

async function act(what: string | (() => unknown)): Promise<void> {
  if (typeof what !== 'string') await what()
  else for (const statement of what.split(';')) await api.database.owner.query(statement)
}

describe('an engine that works', () => {
  it('the engine rings nothing and answers 200 while people leave an offered call alone, talk for 40 minutes and hold the brake', async () => {
    expect(await ringing()).toEqual([])
    const answer = await api.app.inject({ url: '/health' })
    expect([answer.statusCode, answer.json<Health>().problems]).toEqual([200, []])
    expect(answer.json<Health>().warnings.map(({ code }) => code)).toEqual(['stopped_by_hand'])
  })

  it('the engine tells of every alarm what it measures, after what time it rings, and the way out', async () => {
    const told = new Set((await judged()).map(({ alarm }) => alarm))
    // These measure nothing where nothing is wrong.
    const silent: AlarmName[] = [
      'rows_parked',
      'retries_grow',
      'feed_stale',
      'late_after_check',
      'webhook_away',
      'webhook_parked',
      'work_overdue',
      'letters_waiting',
      'value_missing',
      'provider_shut',
      'dialer_takes_nothing',
    ]
    expect([...told, ...silent].toSorted()).toEqual([...ALARMS].toSorted())
    const [line] = (await api.app.inject({ url: '/health' })).json<Health>().alarms
    expect(line).toMatchObject({ alarm: 'postgres_down', ringsAfter: 10, rings: false, wayOut: /Postgres/ })
  })
})

describe('a fault that is planted', () => {
  const all = Object.entries(FAULTS).flatMap(([alarm, plants]) =>
    plants.map(([place, plant, heal]) => ({ alarm: alarm as AlarmName, place, plant, heal })),
  )
  it.each(all)('$alarm $place rings, alone, until it is mended', async ({ alarm, place, plant, heal }) => {
    const name = [alarm, place].join(' ').trim()
    await act(plant)
    expect((await ringing()).toSorted()).toEqual([name, ...(COMES_WITH[name] ?? [])].toSorted())
    const { fails, slow } = alarmFile(alarm)
    const answer = await api.app.inject({ url: '/health' })
    expect(answer.statusCode).toBe(fails ? 503 : 200)
    const remarks = answer.json<Health>()[fails ? 'problems' : 'warnings'].map(({ code }) => code)
    if (!slow) expect(remarks).toContain(alarm)
    await act(heal)
    expect(await ringing()).toEqual([])
  })
})
