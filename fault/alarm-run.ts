import { setTimeout as sleep } from 'node:timers/promises'
import { alarmFile } from '../src/core/alarm/alarms.ts'
import type { AlarmState } from '../src/core/alarm/ringing.ts'
import type { Health } from '../src/shell/http/health.ts'
import { PLANTED, type Planted } from './alarms.ts'
import { publishCalendar, yearsUntil } from './published.ts'
import { makeBook, tellBook } from './book.ts'
import { type Engine, startEngine } from './engine.ts'

/** What `/health` of a running engine said before, during and after one fault. */
export interface AlarmResult {
  alarm: string
  place: string
  about: string
  /** Seconds from the fault until it rang; null = it never did. */
  rang: number | null
  /** Seconds within which it should ring, by its file and by how often it is measured. */
  within: number
  /** Seconds from the mending until nothing rang any more; null = something went on. */
  quiet: number | null
  /** What still rang at the end of that wait. */
  still: string[]
  /** What rang meanwhile that has nothing to do with the fault. */
  wrongly: string[]
}

export interface AlarmRun {
  /** Seconds for which nothing was wrong, before the first fault. */
  healthySeconds: number
  /** What rang in that time. */
  wrongly: string[]
  results: AlarmResult[]
}

/** Longer than the time of any alarm: what rings on a healthy engine has rung by then. */
const HEALTHY_MS = 200_000
const LOOK_MS = 500
/** The API asks again after so long, and waits so long for a server that does not answer. */
const MEASURED_EVERY = 10
/** What is measured seldom is measured again by then, and a message that was refused often tried again. */
const QUIET_MS = 330_000

/** Fault after fault on one engine in processes, by the real clock, with calls and visits that nobody takes. */
export async function runAlarms(tell: (result: AlarmResult) => void): Promise<AlarmRun> {
  const engine = await startEngine()
  try {
    await publishCalendar(engine, yearsUntil(2100))
    await tellBook(engine.api, makeBook('healthy', 30, 0), Date.now())
    const wrongly = await rungWithin(engine, HEALTHY_MS)
    const results: AlarmResult[] = []
    for (const planted of PLANTED) {
      const result = await watched(engine, planted)
      tell(result)
      results.push(result)
    }
    return { healthySeconds: HEALTHY_MS / 1000, wrongly, results }
  } finally {
    await engine.stop()
  }
}

export function isSilentOrFalse({ rang, within, quiet, wrongly }: AlarmResult): boolean {
  return rang === null || rang > within || quiet === null || wrongly.length > 0
}

async function rungWithin(engine: Engine, millis: number): Promise<string[]> {
  const rung = new Set<string>()
  for (const end = performance.now() + millis; performance.now() < end; await sleep(LOOK_MS))
    for (const state of await ringing(engine)) rung.add(named(state))
  return [...rung].sort()
}

async function watched(engine: Engine, planted: Planted): Promise<AlarmResult> {
  const { alarm, place, about } = planted
  const within = alarmFile(alarm).ringsAfter + MEASURED_EVERY
  const wrongly = new Set<string>()
  const look = async (): Promise<AlarmState[]> => {
    const states = await ringing(engine)
    for (const state of states) if (!belongs(state, planted)) wrongly.add(named(state))
    return states
  }
  const own = [alarm, place].join(' ').trim()
  const mend = await planted.plant(engine)
  const rang = await secondsUntil(2 * within, async () => (await look()).some((one) => named(one) === own))
  await mend()
  let still: string[] = []
  const quiet = await secondsUntil(QUIET_MS / 1000, async () => {
    still = (await look()).map(named)
    return still.length === 0
  })
  return { alarm, place, about, rang, within, quiet, still, wrongly: [...wrongly].sort() }
}

function belongs({ alarm }: AlarmState, planted: Planted): boolean {
  return alarm === planted.alarm || (planted.with ?? []).includes(alarm)
}

function named({ alarm, place }: AlarmState): string {
  return [alarm, ...Object.values(place)].join(' ')
}

async function secondsUntil(seconds: number, happened: () => Promise<boolean>): Promise<number | null> {
  const begun = performance.now()
  for (;;) {
    const passed = (performance.now() - begun) / 1000
    if (await happened()) return Math.round(passed * 10) / 10
    if (passed > seconds) return null
    await sleep(LOOK_MS)
  }
}

/** The whole answer of `/health`, also of one that fails; an API that is being started rings nothing. */
async function ringing({ api }: Engine): Promise<AlarmState[]> {
  const answer = await fetch(`${api.url}/health`, { signal: AbortSignal.timeout(10_000) }).catch(() => null)
  if (!answer) return []
  const { alarms } = (await answer.json()) as Health
  return alarms.filter(({ rings }) => rings)
}
