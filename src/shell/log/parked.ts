import { HOUR } from '../../core/base/time.ts'
import type { ParkedKind, ParkedRow } from '../../core/base/parked.ts'
import type { MachineClock } from '../../flow/ports/transactions.ts'
import type { Log } from './log.ts'

/** The most lines of one page: the number of the others is said. */
const MOST_LINES = 20

/** Their ids are names, not numbers. */
const NAMED: ReadonlySet<ParkedKind> = new Set(['key', 'creditor', 'breaker'])

/** What was put aside is named by its ids; what is known already is not told again. */
export function tellParked(log: Log, parked: readonly ParkedRow[]): void {
  const told = parked.filter((row) => row.told)
  for (const { loop, kind, id, person, account, code, attempts } of told.slice(0, MOST_LINES)) {
    // A fact's key is the sender's own word.
    const named = kind === 'fact' ? {} : { [kind]: NAMED.has(kind) ? id : Number(id) }
    log.error({ event: 'parked', loop, ...named, person, account, code, attempts })
  }
  if (told.length > MOST_LINES) log.error({ event: 'parked.more', rows: told.length - MOST_LINES })
}

/** How many rows are aside is told when it changes, and once an hour while there are any. */
export function tellingAside({ log, machine }: { log: Log; machine: MachineClock }): (rows: number) => void {
  let told = { rows: 0, at: 0 }
  return (rows) => {
    const now = machine.now()
    if (rows === told.rows && (rows === 0 || now - told.at < HOUR)) return
    told = { rows, at: now }
    if (rows > 0) log.error({ event: 'aside', rows })
  }
}
