import { randomUUID } from 'node:crypto'
import { agentOf, type Dialer } from '../../core/model/dialer.ts'
import type { ConfigPort } from '../../flow/ports/config.ts'
import type { MachineClock } from '../../flow/ports/transactions.ts'
import type { HttpClient } from '../provider/http-client.ts'
import { freeEntries, lapseDue } from '../pg/dialer/free.ts'
import { deltaTold, untoldDeltas, withdrawGone } from '../pg/dialer/withdraw.ts'
import { dialersOf, type Environment } from './dialers.ts'
import { type HandDeps, type Handed, handList } from './hand-list.ts'
import { deltaDocument, nameOfDelta } from './list-file.ts'
import { type DialerOutlet, dialerOutlet } from './outlet.ts'

export interface DialerDeps extends HandDeps {
  config: ConfigPort
  environment: Environment
  client: HttpClient
  machine: MachineClock
  /** It is called with the dialer whose place or address nobody knows. */
  tellMissing?: (dialer: string) => void
}

/** What one turn did for one dialer. */
export interface Turned {
  dialer: string
  handed: Handed['handed']
  withdrawn: number
  /** Why the dialer did not take what it was told. */
  codes: string[]
  error?: unknown
}

interface Wishes {
  /** False = no new list is made for that dialer now. */
  mayHand?: (dialer: string) => boolean
}

export interface Turn {
  /** Calls of which nothing was told in time. */
  lapsed: number
  dialers: Turned[]
}

/** Each dialer is told first what was withdrawn, then handed what is due; one that fails, or answers slowly, keeps no other waiting. */
export async function turnDialers(deps: DialerDeps, { mayHand = () => true }: Wishes = {}): Promise<Turn> {
  const lapsed = await lapseDue(deps.db)
  const dialers = (await dialersOf(deps.config)).map(async (dialer): Promise<Turned> => {
    const told = await tellDialer(deps, dialer)
    if (told.error !== undefined) return told
    const { codes, withdrawn, ...handed } = await handDialer(deps, dialer, mayHand(dialer.dialer))
    return { ...handed, withdrawn: told.withdrawn + withdrawn, codes: [...told.codes, ...codes] }
  })
  return { lapsed, dialers: await Promise.all(dialers) }
}

/** The dialer is told what was withdrawn, also of a list that it has not answered yet. */
export function tellDialer(deps: DialerDeps, dialer: Dialer): Promise<Turned> {
  return turnOf(deps, dialer, (outlet, turned) => tellWithdrawn(deps, { dialer, outlet }, turned))
}

/** The dialer is handed what is due. */
export function handDialer(deps: DialerDeps, dialer: Dialer, mayHand: boolean): Promise<Turned> {
  return turnOf(deps, dialer, async (outlet, turned) => {
    const { handed, code } = await handList(deps, { dialer, outlet, mayHand })
    turned.handed = handed
    if (code !== null) turned.codes.push(code)
    if (handed) await tellWithdrawn(deps, { dialer, outlet }, turned)
  })
}

async function turnOf(
  deps: DialerDeps,
  dialer: Dialer,
  work: (outlet: DialerOutlet, turned: Turned) => Promise<void>,
): Promise<Turned> {
  const turned: Turned = { dialer: dialer.dialer, handed: null, withdrawn: 0, codes: [] }
  try {
    const outlet = dialerOutlet(dialer, deps)
    if (outlet) await work(outlet, turned)
    else deps.tellMissing?.(dialer.dialer)
  } catch (error) {
    turned.error = error
  }
  return turned
}

/** What was withdrawn is told under a number of its own, until the dialer has it. */
async function tellWithdrawn(
  { db }: DialerDeps,
  { dialer, outlet }: { dialer: Dialer; outlet: DialerOutlet },
  turned: Turned,
): Promise<void> {
  turned.withdrawn += await withdrawGone(db, dialer.dialer)
  for (const delta of await untoldDeltas(db, dialer.dialer)) {
    const name = nameOfDelta(delta)
    const document = deltaDocument(delta, dialer.dialer)
    const staged = await outlet.stage(name, 'withdrawn', document, randomUUID())
    const given = await outlet.give(staged, name, outlet.body('dialer.withdrawn', document))
    if (given.fate === 'taken') {
      await deltaTold(db, delta)
      const only = given.notDialled
      if (only.length > 0) await freeEntries(db, { list: delta.listId, agent: agentOf(dialer), only })
    } else turned.codes.push(given.code)
  }
}
