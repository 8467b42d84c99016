import { existsSync, rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { defineCommand } from 'citty'
import { type Problem, ProblemError } from '../core/base/problem.ts'
import { MESSAGE_CHANNELS } from '../core/channel/channel.ts'
import { urlSetting } from '../shell/env/providers.ts'
import { readMade, readProgress, readRefusals } from '../shell/pg/watch/progress.ts'
import { checkInvariants } from '../shell/pg/watch/invariants.ts'
import { readCheckToSocket } from '../shell/pg/watch/metrics.ts'
import { type DemoChoice, beginDemo, readBook } from '../../demo/open-book.ts'
import type { Child } from '../shell/run/children.ts'
import { openScreen } from '../../demo/live-table.ts'
import { play } from '../../demo/play.ts'
import { providerLog, staffNames, startProvider, startWorkers } from '../../demo/processes.ts'
import { tellProvider } from '../../demo/provider-clock.ts'
import { compareWithProvider } from '../../demo/provider-log.ts'
import { publishFolder } from '../shell/run/publish-folder.ts'
import { summaryText } from '../../demo/summary.ts'
import { bringUp, type Up } from '../../demo/up.ts'

const FIRST_DAY = '2026-03-02'
const STAFF = { agents: 4, collectors: 2 }

export const upCommand = defineCommand({
  meta: {
    name: 'up',
    description:
      'Bring up Postgres, Redis and every worker on this machine, load a synthetic book of invented persons and play it through the real queue',
  },
  args: {
    days: { type: 'string', default: '90', description: 'how many days are played' },
    accounts: { type: 'string', default: '1000', description: 'how many accounts the book has' },
    seed: { type: 'string', default: '1', description: 'of all dice: the same seed, the same book' },
    reset: { type: 'boolean', default: false, description: 'wipe the private servers first' },
    demo: {
      type: 'boolean',
      default: true,
      description: 'play a synthetic book',
      negativeDescription: 'only bring up the engine, in real time',
    },
    port: { type: 'string', default: '8460', description: 'of the API; the board takes the next free one' },
    pace: { type: 'string', default: '0.9', description: 'seconds that a played day takes at least' },
    exit: {
      type: 'boolean',
      default: false,
      description: 'end after the summary; exit code 1 if a promise was broken',
    },
    schedules: { type: 'string', default: 'schedules', description: 'folder that is published' },
  },
  async run({ args }) {
    const choice: DemoChoice = {
      seed: args.seed,
      accounts: numberOf('accounts', args.accounts, 1),
      days: numberOf('days', args.days, 1),
      from: FIRST_DAY,
    }
    const port = numberOf('port', args.port, 1)
    const pace = numberOf('pace', args.pace, 0)
    if (!existsSync(args.schedules)) throw new ProblemError([noFolder(args.schedules)])
    const stopping = onSignals()
    const up = await bringUp({ reset: args.reset, demo: args.demo, port, say: console.log }, stopping.signal)
    try {
      await publishFolder(up.engine.db, args.schedules)
      const options = { up, choice, stopping, pace, exit: args.exit }
      await (args.demo ? demo(options) : realTime(options))
    } finally {
      console.log('stopping ...')
      await up.down()
    }
  },
})

interface RunOptions {
  up: Up
  choice: DemoChoice
  stopping: AbortController
  pace: number
  exit: boolean
}

async function demo({ up, choice, stopping, pace, exit }: RunOptions): Promise<void> {
  const { engine } = up
  const book = await readBook(engine.db)
  refuseForeign(book.accounts > 0 && book.made === null)
  const chosen = book.made ?? choice
  if (book.made && (book.made.seed !== choice.seed || book.made.accounts !== choice.accounts)) {
    console.log('going on with the book that is here; --reset starts another one')
  }
  if (!book.made) {
    rmSync(providerLog(up), { force: true })
    await beginDemo(engine.db, choice)
  }
  const children = [
    ...(await startWorkers(up)),
    await startProvider({ up, seed: chosen.seed, virtual: true, staff: STAFF }),
  ]
  announce(up)
  const screen = openScreen(process.stdout)
  const began = Date.now()
  await orDies(
    children,
    play({
      engine,
      screen,
      signal: stopping.signal,
      playedTo: book.playedTo,
      pacePerDay: pace,
      choice: { ...chosen, days: Math.max(chosen.days, choice.days) },
      staff: staffNames(STAFF),
      world: (now, act) => tellProvider(up.provider, now, act),
    }),
  )
  screen.done()
  if (stopping.signal.aborted) return
  await summarise(up, choice.days, (Date.now() - began) / 1000)
  if (!exit) await stay(up, children, stopping.signal)
}

async function realTime({ up, choice, stopping }: RunOptions): Promise<void> {
  const { playedTo } = await readBook(up.engine.db)
  if (playedTo !== null) throw new ProblemError([DEMO_IS_HERE])
  const children = await startWorkers(up)
  if (MESSAGE_CHANNELS.some((channel) => !process.env[urlSetting(channel)])) {
    children.push(await startProvider({ up, seed: choice.seed, virtual: false, staff: STAFF }))
  }
  announce(up)
  await stay(up, children, stopping.signal)
}

async function summarise(up: Up, days: number, seconds: number): Promise<void> {
  const { db } = up.engine
  const [{ opened, cured }, made, refusals, checkToSocket, own, provider] = await Promise.all([
    readProgress(db),
    readMade(db),
    readRefusals(db, 0),
    readCheckToSocket(db, days),
    checkInvariants(db),
    compareWithProvider(db, providerLog(up)),
  ])
  const invariants = [...own, ...provider].sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }))
  console.log(summaryText({ seconds, days, opened, cured, made, refusals, invariants, checkToSocket }))
  if (invariants.some(({ count }) => count > 0)) process.exitCode = 1
}

function announce({ ports, boardPassword }: Up): void {
  console.log(`\n  Bull Board   http://127.0.0.1:${ports.board}/queues   operator / ${boardPassword}`)
  console.log(`  API          http://127.0.0.1:${ports.api}/docs\n`)
}

async function stay(up: Up, children: Child[], signal: AbortSignal): Promise<void> {
  console.log(`\nup until Ctrl-C; beside it: npx arrears explain <account>/1, npx arrears tasks list`)
  announce(up)
  await orDies(children, new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve())))
}

function orDies(children: Child[], work: Promise<void>): Promise<void> {
  return Promise.race([work, ...children.map((child) => child.died)])
}

/** The first Ctrl-C ends it in order; a second one ends it at once. */
function onSignals(): AbortController {
  const stopping = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (stopping.signal.aborted) void sleep(3000, undefined, { ref: false }).then(() => process.exit(130))
      stopping.abort()
    })
  }
  return stopping
}

function numberOf(name: string, text: string, least: number): number {
  const value = Number(text)
  if (Number.isFinite(value) && value >= least && (name === 'pace' || Number.isInteger(value))) return value
  throw new ProblemError([
    {
      code: 'bad_option',
      path: `--${name}`,
      message: `${text} is not a number from ${least}`,
      suggestion: 'see --help',
    },
  ])
}

/** The folder is checked before anything is wiped or started. */
function noFolder(path: string): Problem {
  return { code: 'no_folder', path: '--schedules', message: `${path} is not there`, suggestion: 'a folder' }
}

function refuseForeign(foreign: boolean): void {
  if (!foreign) return
  throw new ProblemError([
    {
      code: 'book_is_not_a_demo',
      message: 'this database holds accounts that are no demo: nothing is played over them',
      suggestion: '--no-demo runs the engine on them; --reset wipes the private servers',
    },
  ])
}

const DEMO_IS_HERE: Problem = {
  code: 'demo_is_here',
  message: 'this database holds a demo with its own time',
  suggestion: '--reset wipes the private servers',
}
