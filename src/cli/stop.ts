import { defineCommand } from 'citty'
import { type Problem, ProblemError } from '../core/base/problem.ts'
import { brakeScope } from '../core/deliver/brake.ts'
import { type BrakeRow, brakesOn, type Stopped, stopBrakes } from '../shell/pg/door/brake.ts'
import { type Held, readHeld } from '../shell/pg/door/brake-scope.ts'
import type { Database } from '../shell/pg/base/database.ts'
import { brakeArgs, brakeJson, brakeLine, brakesOf, namesScope } from './brake-args.ts'
import { printJson } from './print-json.ts'
import { whoami } from './whoami.ts'
import { withDatabase } from './with-database.ts'

export const stopCommand = defineCommand({
  meta: {
    name: 'stop',
    description: `Put brakes on contacts at once, without asking: felt by every redeem within a second, audited. Then tell what each holds back. Without a scope everything is stopped; several names make a brake for each combination. If one of them does not exist, nothing is stopped: exit 2.

Examples:
  arrears stop
  arrears stop --channel sms --channel call --why "wrong text"
  arrears stop --creditor acme --strategy us-card,us-loan
  arrears stop --list`,
  },
  args: {
    ...brakeArgs,
    why: { type: 'string', default: 'stopped by hand', description: 'reason, for the audit' },
    list: { type: 'boolean', default: false, description: 'only list the brakes that are on' },
  },
  run: ({ args, rawArgs }) => {
    const by = whoami(args.by)
    return withDatabase(async (db) => {
      const on = await brakesOn(db)
      if (args.list) {
        if (namesScope(rawArgs)) throw new ProblemError([LIST_ALONE])
        if (on.length === 0 && !args.json) console.log('no brake is on')
        return tell(db, on, args.json)
      }
      const brakes = await brakesOf(db, rawArgs, on)
      return tell(db, await stopBrakes(db, { brakes, why: args.why, by }), args.json)
    })
  },
})

/** The brakes come first: counting what they hold takes a while in a large book, and must not look like a stop that failed. */
async function tell(db: Database, brakes: readonly (BrakeRow | Stopped)[], json: boolean): Promise<void> {
  if (!json) for (const brake of brakes) console.log(`${brakeLine('on', brake)}${wasOn(brake)}`)
  const held = await Promise.all(brakes.map((brake) => readHeld(db, brake))).catch(() => null)
  if (held === null) process.exitCode = 1
  if (json) {
    const rows = brakes.map((brake, index) => ({ ...brakeJson(brake), holds: held?.[index] ?? null }))
    return printJson({ brakes: rows })
  }
  if (held === null) console.error('the brakes are on; what they hold could not be counted')
  for (const [index, brake] of brakes.entries()) {
    const counts = held?.[index]
    if (counts) console.log(`     #${brake.id}  ${brakeScope(brake)}: ${heldWords(counts)}`)
  }
}

function wasOn(brake: BrakeRow | Stopped): string {
  return 'wasOn' in brake && brake.wasOn ? '  it was on already' : ''
}

export function heldWords({ planned, queued, underway, openCases }: Held): string {
  const late = underway > 0 ? `; ${underway} are under way already and cannot be held` : ''
  return `holds ${planned} planned and ${queued} queued contacts; ${openCases} open cases${late}`
}

const LIST_ALONE: Problem = {
  code: 'conflicting_options',
  path: '--list',
  message: '--list only lists, and stops nothing',
  suggestion: 'leave out --list to stop, or the scope to list',
}
