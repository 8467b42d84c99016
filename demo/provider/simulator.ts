import { openAgenda } from './agenda.ts'
import { apiClient } from './api-client.ts'
import { openDialer } from './dialer.ts'
import { openGateway, type Gateway } from './gateway.ts'
import { openJournal } from './journal.ts'
import { workAll } from './people.ts'
import { openPrintHouse } from './print-house.ts'
import { planReceipt } from './receipts.ts'
import type { SimSettings } from './settings.ts'

export interface Simulator {
  gateway: Gateway
  /** The call, in virtual time, does everything that is due at that instant until nothing is left; then people, unless nobody has anything to take, work until no task is left. */
  advance: (now: number, people?: boolean) => Promise<Idle>
  /** The call, in virtual time, only moves the clock, so that what is sent from now on carries the new time. */
  set: (now: number) => Idle
  close: () => void
}

export interface Idle {
  idle: true
  nextAt: string | null
}

const ROUNDS = 100
const AT_ONCE = 32
const POLL_MS = 1000

export function openSimulator(settings: SimSettings): Simulator {
  const journal = openJournal(settings.log)
  const agenda = openAgenda()
  let virtualNow = 0
  const now = (): number => (settings.virtual ? virtualNow : Date.now())
  const receipts = { settings, agenda, now }
  const gateway = openGateway({ settings, journal, now, taken: (message) => planReceipt(receipts, message) })
  const api = settings.apiUrl === null ? null : apiClient(settings.apiUrl, settings.apiKey)
  const outside = [openPrintHouse({ ...receipts, journal }), openDialer(receipts)]
  const look = (): void => {
    for (const one of outside) one.look()
  }
  const fire = async (): Promise<number> => {
    const fired = agenda.due(now())
    for (let from = 0; from < fired.length; from += AT_ONCE) {
      await Promise.all(fired.slice(from, from + AT_ONCE).map((work) => work()))
    }
    return fired.length
  }
  const work = async (): Promise<number> => (api ? workAll({ settings, api, now }) : 0)
  const idle = (): Idle => {
    const next = agenda.nextAt()
    return { idle: true, nextAt: next === null ? null : new Date(next).toISOString() }
  }
  const stop = settings.virtual
    ? () => {}
    : runByItself(async () => void [look(), await fire(), await work()])
  return {
    gateway,
    async advance(to, people = true) {
      virtualNow = Math.max(virtualNow, to)
      look()
      for (let left = ROUNDS; left > 0 && (await fire()) > 0; left--);
      // Nothing that they do brings a new task at once: the engine has to decide first.
      if (people) await work()
      for (let left = ROUNDS; left > 0 && (await fire()) > 0; left--);
      return idle()
    },
    set: (to) => {
      virtualNow = Math.max(virtualNow, to)
      return idle()
    },
    close: () => {
      stop()
      journal.close()
    },
  }
}

/** Real time: a round now and then; an engine that is away is asked again later. */
function runByItself(round: () => Promise<void>): () => void {
  let timer: NodeJS.Timeout | null = null
  let stopped = false
  const next = (): void => {
    if (!stopped) timer = setTimeout(() => void run(), POLL_MS)
  }
  const run = async (): Promise<void> => {
    try {
      await round()
    } catch (error) {
      console.error(JSON.stringify({ event: 'sim.round_failed', error: String(error) }))
    }
    next()
  }
  next()
  return () => {
    stopped = true
    if (timer) clearTimeout(timer)
  }
}
