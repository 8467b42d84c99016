import { defineCommand } from 'citty'
import { type Problem, ProblemError } from '../core/base/problem.ts'
import { toldAt, toldOrNull } from '../core/base/told.ts'
import type { Database } from '../shell/pg/base/database.ts'
import { openVault } from '../shell/pg/base/vault.ts'
import {
  listSubscriptions,
  removeSubscription,
  type SubscriptionRow,
} from '../shell/pg/webhook/subscription.ts'
import { replay, rotate, subscribe } from '../shell/webhook/subscribe.ts'
import { wholeNumber } from './number.ts'
import { printJson } from './print-json.ts'
import { vaultKeys } from './vault-keys.ts'
import { whoami } from './whoami.ts'
import { withDatabase } from './with-database.ts'

const json = { type: 'boolean', default: false, description: 'print JSON' } as const
const name = { type: 'positional', required: true, description: 'what the subscription is called' } as const

const add = defineCommand({
  meta: { name: 'add', description: 'Tell an address of facts and tasks; the secret is shown once' },
  args: {
    name,
    url: { type: 'string', required: true, description: 'an https address of the public internet' },
    kinds: { type: 'string', description: 'of facts and tasks, joined by commas; none = every kind' },
    bodies: {
      type: 'boolean',
      default: false,
      description: 'more than ids: amounts, days, words of closed lists',
    },
    from: {
      type: 'string',
      description: 'begin after that position; default: with what happens from now on',
    },
    json,
  },
  async run({ args }) {
    const kinds = args.kinds ? args.kinds.split(',').map((kind) => kind.trim()) : []
    const wanted = { name: args.name, url: args.url, kinds, bodies: args.bodies, from: positionOf(args.from) }
    const made = await withDatabase((db) => subscribe({ ...depsOf(db), isPrivate: isPrivate() }, wanted))
    if (made === 'taken') {
      const message = `there is a subscription ${args.name} already`
      throw new ProblemError([
        { code: 'webhook_exists', message, suggestion: 'remove it first, or take another name' },
      ])
    }
    if ('problems' in made) throw ofOptions(made.problems)
    if (args.json) return printJson({ name: args.name, secret: made.secret })
    console.log(made.secret)
  },
})

const list = defineCommand({
  meta: { name: 'list', description: 'Subscriptions, and how far each has been told; never a secret' },
  args: { json },
  async run({ args }) {
    const rows = (await withDatabase(listSubscriptions)).map(({ retryAt, parkedAt, createdAt, ...row }) => {
      const instants = { retryAt: toldOrNull(retryAt), parkedAt: toldOrNull(parkedAt) }
      return { ...row, ...instants, createdAt: toldAt(createdAt) }
    })
    if (args.json) return printJson({ webhooks: rows })
    if (rows.length === 0) console.log('nobody has subscribed')
    for (const row of rows)
      console.log(`${row.name.padEnd(24)}${row.position}/${row.last}  ${stateOf(row)}  ${row.url}`)
  },
})

interface Shown extends Pick<SubscriptionRow, 'parkedWhy' | 'failures' | 'failedWhy' | 'late' | 'parked'> {
  parkedAt: string | null
  retryAt: string | null
}

/** `TAKES NOTHING, tried 4 times: 0 late, 0 given up (http_503, nothing before 2026-03-10T15:00:00Z)`. */
function stateOf({ parkedAt, parkedWhy, failures, failedWhy, retryAt, late, parked }: Shown): string {
  if (parkedAt !== null) return `GIVEN UP: ${parkedWhy ?? ''}`
  const tried = failures > 0 ? `TAKES NOTHING, tried ${failures} time${failures === 1 ? '' : 's'}: ` : ''
  const why = [failedWhy, retryAt && `nothing before ${retryAt}`].filter(Boolean).join(', ')
  return `${tried}${late} late, ${parked} given up${why && ` (${why})`}`
}

const remove = defineCommand({
  meta: { name: 'remove', description: 'Tell it no more' },
  args: { name, json },
  async run({ args }) {
    print(args, await withDatabase((db) => removeSubscription(db, args.name, whoami())), 'removed')
  },
})

const rotateCommand = defineCommand({
  meta: {
    name: 'rotate',
    description: 'Make a new secret, which is shown once; the one before signs too for a day',
  },
  args: { name, json },
  async run({ args }) {
    const rotated = await withDatabase((db) => rotate(depsOf(db), args.name))
    if (rotated === null) throw new ProblemError([unknown(args.name)])
    if (args.json) return printJson({ name: args.name, ...rotated })
    console.log(rotated.secret)
    if (rotated.silenced > 0) console.error(`${rotated.silenced} earlier of that day sign no more: five do`)
  },
})

const replayCommand = defineCommand({
  meta: { name: 'replay', description: 'Tell everything after a position again, under the same ids' },
  args: {
    name,
    from: { type: 'string', required: true, description: 'the position after which to begin' },
    json,
  },
  async run({ args }) {
    const from = positionOf(args.from)
    print(args, await withDatabase((db) => again(db, args.name, from)), 'told again')
  },
})

const resume = defineCommand({
  meta: { name: 'resume', description: 'Try anew what was given up' },
  args: { name, json },
  async run({ args }) {
    print(args, await withDatabase((db) => again(db, args.name, null)), 'resumed')
  },
})

export const webhooksCommand = defineCommand({
  meta: { name: 'webhooks', description: 'Who is told of facts and tasks over HTTP' },
  subCommands: { add, list, remove, rotate: rotateCommand, replay: replayCommand, resume },
})

async function again(db: Database, one: string, from: number | null): Promise<boolean> {
  const told = await replay({ db, who: whoami() }, { name: one, from })
  if (typeof told === 'object') throw ofOptions(told.problems)
  return told
}

function ofOptions(problems: readonly Problem[]): ProblemError {
  return new ProblemError(problems.map((problem) => ({ ...problem, path: `--${problem.path ?? ''}` })))
}

function depsOf(db: Database) {
  return { db, vault: openVault(vaultKeys()), who: whoami() }
}

function isPrivate(): boolean {
  return ['1', 'true'].includes(process.env['WEBHOOK_PRIVATE'] ?? '')
}

function positionOf(text: string | undefined): number | null {
  return text === undefined ? null : wholeNumber('--from', text, [0], 'arrears webhooks list')
}

function print(
  { name: one, json: asJson }: { name: string; json: boolean },
  done: boolean,
  word: string,
): void {
  if (!done) throw new ProblemError([unknown(one)])
  if (asJson) return printJson({ name: one, [word.replace(' ', '_')]: true })
  console.log(`${word}: ${one}`)
}

function unknown(one: string): Problem {
  return {
    code: 'unknown_webhook',
    message: `there is no subscription ${one}`,
    suggestion: 'arrears webhooks list',
  }
}
