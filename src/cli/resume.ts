import { defineCommand } from 'citty'
import { isSameScope, stops } from '../core/base/brake.ts'
import { type Problem, ProblemError } from '../core/base/problem.ts'
import { brakeScope } from '../core/deliver/brake.ts'
import { type BrakeRow, brakesOn, resumeBrakes } from '../shell/pg/door/brake.ts'
import type { Mass } from '../shell/access/second-person.ts'
import type { Database } from '../shell/pg/base/database.ts'
import { heldSize, readHeld } from '../shell/pg/door/brake-scope.ts'
import { brakeArgs, brakeJson, brakeLine, brakesOf, namesScope } from './brake-args.ts'
import { agreedByTwo } from './agreed-by-two.ts'
import { confirm, yesArgument } from './confirm.ts'
import { printJson } from './print-json.ts'
import { heldWords } from './stop.ts'
import { whoami } from './whoami.ts'
import { withDatabase } from './with-database.ts'

export const resumeCommand = defineCommand({
  meta: {
    name: 'resume',
    description:
      'Take off the brakes that were put on with the same words; without a scope, the one on everything. Tells what they hold back and asks. Exit 0 done, 1 no such brake was on, 2 not done',
  },
  args: {
    ...brakeArgs,
    all: { type: 'boolean', default: false, description: 'every brake that is on' },
    yes: yesArgument,
  },
  run: ({ args, rawArgs }) => {
    if (args.all && namesScope(rawArgs)) throw new ProblemError([ALL_ALONE])
    const by = whoami(args.by)
    return withDatabase(async (db) => {
      const on = await brakesOn(db)
      const named = args.all ? on : await brakesOf(db, rawArgs, on)
      const meant = on.filter((brake) => named.some((one) => isSameScope(one, brake)))
      if (meant.length > 0 && !args.yes) {
        const held = await Promise.all(meant.map((brake) => readHeld(db, brake)))
        const touches = meant.map((brake, index) => {
          const counts = held[index]
          return `${brakeLine('off', brake)}${counts ? `: it ${heldWords(counts)}` : ''}`
        })
        await confirm(touches, args.yes)
      }
      await agreedByTwo(db, { what: 'resume', ...(await massOf(db, meant)), by })
      const off = await resumeBrakes(db, { ids: meant.map(({ id }) => id), by })
      tell(off, on, args.json)
    })
  },
})

async function massOf(
  db: Database,
  brakes: readonly BrakeRow[],
): Promise<Pick<Mass, 'of' | 'touches' | 'size'>> {
  // What a wider brake of the same line holds counts once.
  const apart = brakes.filter((brake) => !brakes.some((wider) => wider !== brake && stops(wider, brake)))
  const held = await Promise.all(apart.map((brake) => readHeld(db, brake)))
  return {
    of: brakes.map(({ id }) => String(id)).sort(),
    touches: brakes.map((brake) => brakeLine('off', brake)),
    size: held.reduce((sum, one) => sum + heldSize(one), 0),
  }
}

function tell(off: readonly BrakeRow[], on: readonly BrakeRow[], json: boolean): void {
  if (off.length === 0) process.exitCode = 1
  if (json) return printJson({ brakes: off.map(brakeJson) })
  for (const brake of off) console.log(brakeLine('off', brake))
  if (off.length > 0) return
  const others = on.map((brake) => `#${brake.id} ${brakeScope(brake)}`).join('; ')
  console.log(on.length === 0 ? 'no brake is on' : `no such brake was on; on are: ${others}`)
}

const ALL_ALONE: Problem = {
  code: 'conflicting_options',
  path: '--all',
  message: '--all takes off every brake, and a scope only some',
  suggestion: 'say one of the two',
}
