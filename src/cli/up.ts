import { existsSync, rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { defineCommand } from 'citty'
import { type Problem, ProblemError } from '../core/base/problem.ts'
import { MESSAGE_CHANNELS } from '../core/channel/channel.ts'
import { urlSetting } from '../shell/env/providers.ts'
import { LAST_PORT } from '../shell/local/port.ts'
import { beginDemo, readBook } from '../../demo/open-book.ts'
import { numberFrom, wholeNumber } from './number.ts'
import type { Child } from '../shell/run/children.ts'
import { type Asked, bookToPlay, bookWords, optionsIn, USUAL } from '../../demo/second-start.ts'
import { openScreen } from '../../demo/live-table.ts'
import { openHandOvers } from '../../demo/hand-over.ts'
import { layOutside, withOutside } from '../../demo/outside.ts'
import { play } from '../../demo/play.ts'
import {
  peopleKey,
  providerLog,
  staffNames,
  startProvider,
  startWorkers,
  supervisorKey,
} from '../../demo/processes.ts'
import { openSupervisor } from '../../demo/debtors/supervisor.ts'
import { tellProvider } from '../../demo/provider-clock.ts'
import { publishFolder } from '../shell/run/publish-folder.ts'
import { summarise } from '../../demo/summarise.ts'
import { bringUp, type Up } from '../../demo/up.ts'

const STAFF = { agents: 4, collectors: 2 }

export const upCommand = defineCommand({
  meta: {
    name: 'up',
    description:
      'Bring up Postgres, Redis and every worker on this machine, load a synthetic book of invented persons and play it through the real queue',
  },
  args: {
    days: { type: 'string', description: 'how many days are played; default: 90' },
    accounts: { type: 'string', description: 'how many accounts the book has; default: 1000' },
    seed: { type: 'string', description: 'of all dice: the same seed, the same book; default: 1' },
    reset: { type: 'boolean', default: false, description: 'wipe the private servers first' },
    demo: {
      type: 'boolean',
      default: true,
      description: 'play a synthetic book',
      negativeDescription: 'only bring up the engine, in real time',
    },
    port: {
      type: 'string',
      description:
        'of the API; the board takes the next free one; default: 8460, or the first free one after it',
    },
    pace: {
      type: 'string',
      default: '0.9',
      description: 'seconds that a played day takes at least, on the whole',
    },
    exit: {
      type: 'boolean',
      default: false,
      description: 'end after the summary; exit code 1 if a promise was broken',
    },
    schedules: { type: 'string', default: 'schedules', description: 'folder that is published' },
    json: { type: 'boolean', default: false, description: 'each day and the summary as a line of JSON' },
  },
  async run({ args }) {
    const asked = askedOf(args)
    const port = args.port === undefined ? null : wholeNumber('--port', args.port, [1, LAST_PORT])
    const pace = numberFrom('--pace', args.pace, 0)
    if (!existsSync(args.schedules)) throw new ProblemError([noFolder(args.schedules)])
    const stopping = onSignals()
    const say = args.json ? console.error : console.log
    const up = await bringUp({ reset: args.reset, demo: args.demo, port, say }, stopping.signal)
    try {
      const { exit, schedules, json } = args
      const options = { up, asked, stopping, pace, exit, schedules, json, say }
      await (args.demo ? demo(options) : realTime(options))
    } finally {
      say('stopping ...')
      await up.down()
    }
  },
})

function askedOf({ days, accounts, seed }: { [K in keyof Asked]?: string | undefined }): Asked {
  return {
    ...(days !== undefined && { days: wholeNumber('--days', days, [1]) }),
    ...(accounts !== undefined && { accounts: wholeNumber('--accounts', accounts, [1]) }),
    ...(seed !== undefined && { seed }),
  }
}

interface RunOptions {
  up: Up
  asked: Asked
  stopping: AbortController
  pace: number
  exit: boolean
  schedules: string
  json: boolean
  say: (text: string) => void
}

async function demo(options: RunOptions): Promise<void> {
  const { up, asked, stopping, pace, exit, schedules, json, say } = options
  const { engine } = up
  const served = Date.now()
  const book = await readBook(engine.db)
  refuseForeign(book.accounts > 0 && book.made === null)
  const choice = bookToPlay(book, asked)
  for (const line of bookWords(book, asked)) say(line)
  if (!book.made) {
    rmSync(providerLog(up), { force: true })
    layOutside(up.env, true)
    await beginDemo(engine.db, choice)
  }
  layOutside(up.env, false)
  const handOvers = openHandOvers(engine, up.env)
  up.atEnd(() => handOvers.close())
  say('starting the workers, publishing schedules/, drawing the book ...')
  const key = await peopleKey(up)
  const ownKey = await supervisorKey(up)
  const [workers, provider] = await allOrNone(
    startWorkers(up),
    startProvider({ up, seed: choice.seed, key, staff: STAFF }),
    publishFolder(engine.db, schedules, withOutside),
  )
  const children = [...workers, provider]
  announce(options)
  const screen = openScreen(process.stdout, json)
  const began = Date.now()
  const played = await orDies(
    children,
    play({
      engine,
      screen,
      signal: stopping.signal,
      playedTo: book.playedTo,
      pacePerDay: pace,
      choice,
      staff: staffNames(STAFF),
      handOvers,
      world: (now, telling) => tellProvider(up.provider, now, telling),
      supervise: openSupervisor({ url: up.env['API_URL'] ?? '', key: ownKey, seed: choice.seed }),
    }),
  )
  screen.done()
  if (stopping.signal.aborted) return
  const firstContact = played.firstContactAt === null ? null : (played.firstContactAt - served) / 1000
  const ran = { days: choice.days, seconds: (Date.now() - began) / 1000, firstContact }
  if (!(await summarise(up, ran, json))) process.exitCode = 1
  if (!exit) await stay(options, children)
}

/** What has begun is waited for, also where another part has failed: else nobody would end it. */
async function allOrNone<T extends unknown[]>(...works: { [K in keyof T]: Promise<T[K]> }): Promise<T> {
  await Promise.allSettled(works)
  return Promise.all(works) as Promise<T>
}

async function realTime(options: RunOptions): Promise<void> {
  const { up, asked, schedules, say } = options
  const { playedTo } = await readBook(up.engine.db)
  if (playedTo !== null) throw new ProblemError([DEMO_IS_HERE])
  if (Object.keys(asked).length > 0) say(`without a demo nothing heeds ${optionsIn(asked)}`)
  await publishFolder(up.engine.db, schedules)
  const children = await startWorkers(up)
  if (MESSAGE_CHANNELS.some((channel) => !process.env[urlSetting(channel)])) {
    children.push(await startProvider({ up, seed: asked.seed ?? USUAL.seed, key: null, staff: STAFF }))
  }
  announce(options)
  await stay(options, children)
}

function announce({ up: { ports, boardPassword }, say }: RunOptions): void {
  say(`\n  Overview     http://127.0.0.1:${ports.board}/   operator / ${boardPassword}`)
  say(`  Bull Board   http://127.0.0.1:${ports.board}/queues`)
  say(`  API          http://127.0.0.1:${ports.api}/docs\n`)
}

async function stay(options: RunOptions, children: Child[]): Promise<void> {
  const { say, stopping } = options
  say('\nup until Ctrl-C')
  announce(options)
  await orDies(
    children,
    new Promise<void>((resolve) => stopping.signal.addEventListener('abort', () => resolve())),
  )
}

function orDies<T>(children: Child[], work: Promise<T>): Promise<T> {
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
