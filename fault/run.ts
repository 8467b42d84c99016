import { setTimeout as sleep } from 'node:timers/promises'
import { makeBook, type Member, tellBook } from './book.ts'
import { type Desk, openDesk } from './desk.ts'
import { type Engine, startEngine } from './engine.ts'
import { FAULTS } from './faults.ts'
import { brokenPromises, judged, type Judged, type Outcome, outcomesOf } from './judge.ts'

/** One line of the table. */
export interface Result extends Judged {
  fault: string
  about: string
  contacts: number
  /** How often the harm was done; by a provider, the requests that it harmed. */
  inflicted: number
  seconds: number
}

export interface RunOptions {
  faults: readonly string[]
  /** The number of accounts for each fault. */
  contacts: number
  begin?: (fault: string) => void
  /** The run tells each result as soon as its fault is over. */
  tell?: (result: Result) => void
}

const LONGEST_WAIT_MS = 45_000
const LOOK_MS = 250
/** What was frozen may still send: so long nothing more must come. */
const SILENCE_MS = 1_000

/** The faults one after the other, on one engine, each with a book of its own. */
export async function runFaults({ faults, contacts, begin, tell }: RunOptions): Promise<Result[]> {
  const engine = await startEngine()
  const desk = openDesk(engine.api)
  try {
    const results: Result[] = []
    for (const [index, name] of faults.entries()) {
      begin?.(name)
      const book = makeBook(name, contacts, index * contacts)
      const result = await runFault(engine, { name, book, desk })
      tell?.(result)
      results.push(result)
    }
    return results
  } finally {
    await desk.leave()
    await engine.stop()
  }
}

interface Case {
  name: string
  book: readonly Member[]
  desk: Desk
}

async function runFault(engine: Engine, { name, book, desk }: Case): Promise<Result> {
  const fault = FAULTS[name]
  if (!fault) throw new Error(`there is no fault ${name}`)
  const { db, gateway, workers, api } = engine
  const begun = performance.now()
  const [earlier, broken] = [gateway.accepted().length, new Set(await brokenPromises(db))]
  const inflicted = await fault.inflict(engine, () => tellBook(api, book, Date.now()))
  const look = (): Promise<Outcome[]> =>
    outcomesOf(db, book, { accepted: gateway.accepted(), started: desk.started })
  await untilResolved(look)
  await sleep(SILENCE_MS)

  const outcomes = await look()
  const accepted = gateway.accepted().slice(earlier)
  const violated = (await brokenPromises(db)).filter((one) => !broken.has(one))
  return {
    fault: name,
    about: fault.about,
    contacts: book.length,
    inflicted,
    seconds: Math.round((performance.now() - begun) / 100) / 10,
    ...judged({ outcomes, accepted, violated, deaths: workers.takeDeaths() }),
  }
}

async function untilResolved(look: () => Promise<Outcome[]>): Promise<void> {
  const end = performance.now() + LONGEST_WAIT_MS
  while (performance.now() < end) {
    if ((await look()).every(({ resolved }) => resolved)) return
    await sleep(LOOK_MS)
  }
}
