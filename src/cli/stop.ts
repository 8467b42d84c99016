import { defineCommand } from 'citty'
import { ProblemError } from '../core/base/problem.ts'
import { CHANNELS } from '../core/base/list.ts'
import type { Brake } from '../core/deliver/brake.ts'
import { type BrakeRow, brakesOn, stopBrake } from '../shell/pg/brake.ts'
import { connect, type Database } from '../shell/pg/database.ts'

export const brakeArgs = {
  channel: { type: 'string', description: 'only this channel: sms, call, visit' },
  strategy: { type: 'string', description: 'only cases of this strategy' },
  creditor: { type: 'string', description: 'only accounts of this creditor' },
  by: { type: 'string', description: 'who does it, for the audit; default: the user of this shell' },
  json: { type: 'boolean', default: false, description: 'print JSON' },
} as const

export const stopCommand = defineCommand({
  meta: {
    name: 'stop',
    description: 'Put a brake on contacts: felt by every redeem within a second, audited',
  },
  args: {
    ...brakeArgs,
    why: { type: 'string', default: 'stopped by hand', description: 'reason, for the audit' },
    list: { type: 'boolean', default: false, description: 'only list the brakes that are on' },
  },
  async run({ args }) {
    const brakes = await withDatabase(async (db) =>
      args.list
        ? brakesOn(db)
        : [await stopBrake(db, { brake: brakeOf(args), why: args.why, by: args.by ?? whoami() })],
    )
    print(brakes, args)
  },
})

export function brakeOf(args: {
  channel?: string | undefined
  strategy?: string | undefined
  creditor?: string | undefined
}): Brake {
  if (args.channel !== undefined && !(CHANNELS as readonly string[]).includes(args.channel)) {
    throw new ProblemError([
      {
        code: 'unknown_channel',
        message: `there is no channel ${args.channel}`,
        suggestion: `one of ${CHANNELS.join(', ')}`,
      },
    ])
  }
  return {
    channel: args.channel ?? null,
    strategy: args.strategy ?? null,
    creditor: args.creditor ?? null,
  }
}

export function print(brakes: BrakeRow[], { json, off = false }: { json: boolean; off?: boolean }): void {
  if (json) return console.log(JSON.stringify({ brakes }))
  if (brakes.length === 0) return console.log(off ? 'no such brake was on' : 'no brake is on')
  for (const { id, channel, strategy, creditor, why } of brakes) {
    const scope = [channel, strategy, creditor].filter((part) => part !== null).join(' ') || 'everything'
    console.log(`${off ? 'off' : 'on'}  #${id}  ${scope}  (${why})`)
  }
}

export function whoami(): string {
  return process.env['USER'] ?? process.env['LOGNAME'] ?? 'cli'
}

export async function withDatabase<T>(work: (db: Database) => Promise<T>): Promise<T> {
  const url = process.env['DATABASE_URL']
  if (!url) {
    throw new ProblemError([
      {
        code: 'no_database_url',
        message: 'DATABASE_URL is not set',
        suggestion: 'run npm start in another terminal, or set it',
      },
    ])
  }
  const db = connect({ url, max: 1, applicationName: 'arrears-cli' })
  try {
    return await work(db)
  } finally {
    await db.close()
  }
}
