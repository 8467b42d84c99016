import { setTimeout as sleep } from 'node:timers/promises'
import { type Member, makeBook, tellPortion } from './book.ts'
import { type Desk, openDesk } from './desk.ts'
import { type Engine, startEngine } from './engine.ts'
import { brokenPromises, type Judged, judged, type Outcome, outcomesOf } from './judge.ts'
import { type Growth, growthOfLives, lookAt, type Sample } from './soak-sample.ts'
import { WORKER_NAMES } from './worker-processes.ts'

/** What a long run under kills left behind. */
export interface SoakResult extends Judged {
  minutes: number
  /** Accounts told per second, each with one contact that is due. */
  rate: number
  contacts: number
  kills: number
  memoryPerHour: Growth
  /** Bytes of Postgres, with indexes, per contact. */
  postgresPerContact: number
  /** MB of Redis after the first minute, and at the end. */
  redis: { first: number; last: number }
  /** ms between the last check and the request. */
  checkToRequest: { p50: number; p99: number; most: number }
}

export interface SoakOptions {
  minutes: number
  rate: number
  tell?: (sample: Sample) => void
}

const SECOND = 1000
const SAMPLE_MS = 15 * SECOND
const KILL_MS = 60 * SECOND
const SETTLE_MS = 120 * SECOND
const LOOK_MS = 1000
const OUTCOME_PAGE = 2000

/** New accounts come steadily, and once a minute a worker is killed. Half of the workers are spared in each half of
 * the run, so that every worker has one long life whose memory can be watched. */
export async function soak({ minutes, rate, tell }: SoakOptions): Promise<SoakResult> {
  const engine = await startEngine()
  const desk = openDesk(engine.api)
  try {
    const end = performance.now() + minutes * KILL_MS
    const book = makeBook('soak', Math.round(minutes * 60 * rate), 0)
    const watching = watch(engine, end, tell)
    // The failure of the run itself is what is told, and not what whoever watched met afterwards.
    watching.catch(() => {})
    const [kills] = await Promise.all([killInTurn(engine, end), tellSteadily(engine, book, rate)])
    const outcomes = await settled(engine, book, desk)
    return await resultOf(engine, { minutes, rate, kills, outcomes, ...(await watching) })
  } finally {
    await desk.leave()
    await engine.stop()
  }
}

async function tellSteadily({ api }: Engine, book: readonly Member[], rate: number): Promise<void> {
  const begun = performance.now()
  let before: readonly Member[] = []
  for (let second = 0; second * rate < book.length; second++) {
    const portion = book.slice(second * rate, (second + 1) * rate)
    await tellPortion(api, { portion, before, now: Date.now() })
    before = portion
    await sleep(Math.max(0, begun + (second + 1) * SECOND - performance.now()))
  }
  await tellPortion(api, { portion: [], before, now: Date.now() })
}

async function killInTurn({ workers }: Engine, end: number): Promise<number> {
  let kills = 0
  const half = performance.now() + (end - performance.now()) / 2
  const middle = Math.ceil(WORKER_NAMES.length / 2)
  const [first, second] = [WORKER_NAMES.slice(0, middle), WORKER_NAMES.slice(middle)]
  for (let next = performance.now() + KILL_MS / 2; next < end; next += KILL_MS) {
    await sleep(Math.max(0, next - performance.now()))
    const turn = next < half ? first : second
    const worker = turn[kills % turn.length]
    if (!worker) throw new Error('there are no workers')
    await workers.kill(worker)
    kills++
  }
  return kills
}

interface Watched {
  samples: Sample[]
  violated: string[]
}

async function watch(engine: Engine, end: number, tell: SoakOptions['tell']): Promise<Watched> {
  const begun = performance.now()
  const samples: Sample[] = []
  const violated = new Set<string>()
  while (performance.now() < end) {
    await sleep(SAMPLE_MS)
    for (const one of await brokenPromises(engine.db)) violated.add(one)
    const sample = await lookAt(engine, { begun, violations: violated.size })
    samples.push(sample)
    tell?.(sample)
  }
  return { samples, violated: [...violated] }
}

/** All outcomes, when nothing is on its way any more or the wait is over. */
async function settled({ db, gateway }: Engine, book: readonly Member[], desk: Desk): Promise<Outcome[]> {
  const end = performance.now() + SETTLE_MS
  for (;;) {
    const made = { accepted: gateway.accepted(), started: desk.started }
    const outcomes: Outcome[] = []
    for (let at = 0; at < book.length; at += OUTCOME_PAGE)
      outcomes.push(...(await outcomesOf(db, book.slice(at, at + OUTCOME_PAGE), made)))
    if (outcomes.every(({ resolved }) => resolved) || performance.now() > end) return outcomes
    await sleep(LOOK_MS)
  }
}

interface Seen extends Watched {
  minutes: number
  rate: number
  kills: number
  outcomes: Outcome[]
}

async function resultOf(engine: Engine, seen: Seen): Promise<SoakResult> {
  const { outcomes, samples, minutes, rate, kills } = seen
  const violated = new Set([...seen.violated, ...(await brokenPromises(engine.db))])
  const [first, last] = [samples.find(({ minute }) => minute >= 1), samples.at(-1)]
  if (!first || !last) throw new Error('a soak lasts more than a minute')
  return {
    minutes,
    rate,
    kills,
    contacts: outcomes.length,
    memoryPerHour: growthOfLives(
      samples.flatMap(({ lives }) => lives),
      minutes,
    ),
    postgresPerContact: Math.round(
      ((last.postgresMb - first.postgresMb) * 2 ** 20) / (last.contacts - first.contacts),
    ),
    redis: { first: first.redisMb, last: last.redisMb },
    checkToRequest: last.checkToRequest,
    ...judged({
      outcomes,
      accepted: engine.gateway.accepted(),
      violated: [...violated],
      deaths: engine.workers.takeDeaths(),
    }),
  }
}
