import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { addDays, dayOf, instantAt } from '../../src/core/base/time.ts'
import type { Agenda } from './agenda.ts'
import { dice } from './dice.ts'
import type { Journal } from './journal.ts'
import { PRINT_HOUSE } from './names.ts'
import { postUntilTaken } from './receipts.ts'
import type { SimSettings } from './settings.ts'
import { demandDigest, type Handed, openIntake } from './taken.ts'

export interface OutsideDeps {
  settings: Pick<
    SimSettings,
    'seed' | 'callbackUrl' | 'callbackSecret' | 'token' | 'printFolder' | 'dialerFolder'
  >
  agenda: Agenda
  now: () => number
}

const Manifest = z.object({
  batch: z.string(),
  day: z.string(),
  cutOff: z.string(),
  files: z.array(z.object({ reference: z.string(), file: z.string(), sha256: z.string() })),
})
type Manifest = z.infer<typeof Manifest>

const POSTED_AT = '08:00'
/** Days from the post box until a letter is back. */
const BACK_AFTER = 6
/** Assumptions: so many of a hundred letters come back, and why. */
const RETURNED = [
  ['unknown_addressee', 4],
  ['moved', 3],
  ['refused', 1],
] as const

/** The print house looks whether a batch was put there: it checks what the manifest says, posts the next morning, and tells which letters come back. */
export function openPrintHouse(deps: OutsideDeps & { journal: Journal }): { look(): void } {
  const { settings, journal, now } = deps
  if (settings.printFolder === null) return { look: () => {} }
  const intake = openIntake(settings.printFolder)
  let isOpen = false
  return {
    look: () => {
      // What an earlier process took is told again: whoever has heard it sees that it is the same.
      if (!isOpen) for (const batch of intake.taken()) plan(deps, manifestOf(batch), now())
      isOpen = true
      for (const batch of intake.fresh()) {
        const manifest = manifestOf(batch)
        for (const { reference, file, sha256 } of manifest.files) {
          demandDigest(join(batch.path, file), sha256)
          journal.accepted({ id: file, reference, to: '', channel: null, at: now() })
        }
        plan(deps, manifest, now())
      }
    },
  }
}

function manifestOf({ path }: Handed): Manifest {
  return Manifest.parse(JSON.parse(readFileSync(join(path, 'manifest.json'), 'utf8')))
}

/** How many come back depends on the seed, the batch and the place in it. */
function plan(deps: OutsideDeps, { batch, cutOff, files }: Manifest, now: number): void {
  const on = (days: number): number =>
    instantAt('UTC', addDays(dayOf('UTC', Date.parse(cutOff)), days), POSTED_AT)
  const tell = (at: number, letters: { reference: string; state: string }[]): void => {
    if (letters.length === 0 || at < now - LOOKS_BACK) return
    const told = letters.map((one) => ({
      ...one,
      item: `${one.state}-${one.reference}`,
      at: new Date(at).toISOString(),
    }))
    deps.agenda.add(at, () => post(deps, `${batch}-${letters[0]?.state}`, { letters: told }))
  }
  tell(
    on(1),
    files.map(({ reference }) => ({ reference, state: 'posted' })),
  )
  for (const [state] of RETURNED) {
    const back = files.filter((_file, place) => stateOf(deps.settings.seed, batch, place) === state)
    tell(
      on(1 + BACK_AFTER),
      back.map(({ reference }) => ({ reference, state })),
    )
  }
}

/** What an earlier process may not have told. */
const LOOKS_BACK = 7 * 24 * 3_600_000

function stateOf(seed: string, batch: string, place: number): string | null {
  let left = dice(seed, 'letter', batch, place) * 100
  for (const [state, share] of RETURNED) if ((left -= share) < 0) return state
  return null
}

function post(deps: OutsideDeps, id: string, body: object): Promise<void> {
  const { callbackUrl, token } = deps.settings
  if (callbackUrl === null) return Promise.resolve()
  const url = callbackUrl.replace('{channel}', `letter/${PRINT_HOUSE}`)
  const headers = { authorization: `Bearer ${token}` }
  return postUntilTaken(deps, { url, id, body: JSON.stringify(body), tries: 1, headers })
}
