import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { meaningOf } from '../../src/core/channel/disposition.ts'
import { HOUR } from '../../src/core/base/time.ts'
import { NOT_DIALLED } from '../../src/core/model/dialer.ts'
import { dice } from './dice.ts'
import { DIALER } from './names.ts'
import { callOutcome, noteOn, promiseFor } from './outcomes.ts'
import type { OutsideDeps } from './print-house.ts'
import { postUntilTaken } from './receipts.ts'
import { openIntake, type Handed } from './taken.ts'

const Call = z.object({
  entry: z.string(),
  rank: z.number(),
  dialFrom: z.string(),
  dialBefore: z.string(),
  account: z.string(),
  amount: z.string(),
  dpd: z.number().nullable(),
})
type Call = z.infer<typeof Call>
const List = z.object({ list: z.string(), calls: z.array(Call) })
const Withdrawn = z.object({ withdrawn: z.array(z.object({ entry: z.string() })) })

/** So many lines dial at once; what they do not reach is dialled an hour later, while it may be. */
const LINES = 8
/** The lines are busy for a list in five: it waits for an hour, in which its calls may be withdrawn. */
const BUSY = 0.2
/** A call in a hundred is dialled, and nobody ever says so. */
const NEVER_TOLD = 0.01

/** The dialer works through ranked lists from the top, within the window of each call, leaves out what is withdrawn, and tells what came of each. */
export function openDialer(deps: OutsideDeps): { look(): void } {
  const { settings, now } = deps
  if (settings.dialerFolder === null) return { look: () => {} }
  const intake = openIntake(settings.dialerFolder)
  const withdrawn = new Set<string>()
  let isOpen = false
  return {
    look: () => {
      // A process that begins anew dials nothing twice: it says again what it said, and that is known.
      const handed = isOpen ? intake.fresh() : [...intake.taken(), ...intake.fresh()]
      isOpen = true
      for (const one of handed) for (const entry of withdrawnIn(one)) withdrawn.add(entry)
      for (const one of handed) plan(deps, withdrawn, one, now())
    },
  }
}

function withdrawnIn({ path }: Handed): string[] {
  const file = join(path, 'withdrawn.json')
  if (!existsSync(file)) return []
  return Withdrawn.parse(JSON.parse(readFileSync(file, 'utf8'))).withdrawn.map(({ entry }) => entry)
}

function plan(deps: OutsideDeps, withdrawn: ReadonlySet<string>, { path }: Handed, now: number): void {
  const file = join(path, 'list.json')
  if (!existsSync(file)) return
  const { list, calls } = List.parse(JSON.parse(readFileSync(file, 'utf8')))
  const open = calls.filter(({ dialBefore }) => Date.parse(dialBefore) > now)
  const waits = dice(deps.settings.seed, 'busy', list) < BUSY ? 1 : 0
  for (let first = 0; first < open.length; first += LINES) {
    const some = open.slice(first, first + LINES)
    const from = Math.max(...some.map(({ dialFrom }) => Date.parse(dialFrom)))
    deps.agenda.add(from + (first / LINES + waits) * HOUR, () => dial(deps, { list, calls: some, withdrawn }))
  }
}

interface Round {
  list: string
  calls: Call[]
  withdrawn: ReadonlySet<string>
}

async function dial(deps: OutsideDeps, { list, calls, withdrawn }: Round): Promise<void> {
  const { callbackUrl, callbackSecret, seed } = deps.settings
  const now = deps.now()
  const told = calls.filter(({ account }) => dice(seed, 'never told', list, account) >= NEVER_TOLD)
  if (callbackUrl === null || told.length === 0) return
  const words = told.map((call) =>
    withdrawn.has(call.entry) || Date.parse(call.dialBefore) <= now
      ? { entry: call.entry, result: NOT_DIALLED }
      : wordOn(seed, { list, call, now }),
  )
  await postUntilTaken(deps, {
    url: callbackUrl.replace('{channel}', `call/${DIALER}`),
    id: `${list}-${calls[0]?.rank}`,
    body: JSON.stringify(words),
    tries: 1,
    secret: callbackSecret,
  })
}

function wordOn(seed: string, { list, call, now }: { list: string; call: Call; now: number }): object {
  const { entry, account, amount, dpd } = call
  const number = Math.floor(dice(seed, 'dial', list, account) * 1_000_000_000)
  const result = callOutcome(seed, { contact: number, dpd })
  const note = noteOn(result, number)
  return {
    entry,
    result,
    dialledAt: new Date(now).toISOString(),
    ...(note !== undefined && { note }),
    ...(meaningOf(result).effect === 'promise' && {
      promise: promiseFor(seed, { contact: number, amount, now }),
    }),
  }
}
