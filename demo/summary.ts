import type { InvariantResult } from '../src/shell/pg/watch/invariants.ts'
import type { RefusedByRule } from '../src/shell/pg/read/morning.ts'
import type { Made } from '../src/shell/pg/watch/progress.ts'
import type {
  ChargesIn,
  PlansIn,
  PromisesIn,
  Recovery,
  SettlementsIn,
} from '../src/shell/pg/watch/recovery.ts'
import { outsideLines, type OutsideWork } from './outside-work.ts'
import { lawLines } from './summary-law.ts'
import { chargeLines, moneyLines, planLine, promiseLine, settlementLine } from './summary-money.ts'

export interface Summary {
  seconds: number
  /** The seconds from the servers to the first contact; null = none was made. */
  firstContact: number | null
  days: number
  opened: number
  cured: number
  recovery: readonly Recovery[]
  promises: readonly PromisesIn[]
  plans: readonly PlansIn[]
  settlements: readonly SettlementsIn[]
  charges: readonly ChargesIn[]
  made: readonly Made[]
  outside: OutsideWork
  refusals: readonly RefusedByRule[]
  invariants: InvariantResult[]
  /** The seconds from the check to the socket, one row for each quantile. */
  checkToSocket: { quantile: string; seconds: number }[]
}

export function summaryText({
  seconds,
  firstContact,
  days,
  opened,
  cured,
  recovery,
  promises,
  plans,
  settlements,
  charges,
  made,
  outside,
  refusals,
  invariants,
  checkToSocket,
}: Summary): string {
  const violations = invariants.reduce((sum, { count }) => sum + count, 0)
  return [
    '',
    `${days} days in ${Math.round(seconds)} s: ${opened} cases opened, ${cured} cured${firstWords(firstContact)}`,
    '',
    ...moneyLines(recovery),
    promiseLine(promises),
    planLine(plans),
    settlementLine(settlements),
    ...chargeLines(charges),
    '',
    ...lawLines(made, refusals),
    '',
    ...outsideLines(outside),
    '',
    ...invariants.map(lineOf),
    '',
    gapLine(checkToSocket),
    violations === 0 ? 'violations: 0' : `violations: ${violations}`,
  ].join('\n')
}

function firstWords(seconds: number | null): string {
  return seconds === null ? '' : `; the first contact ${Math.round(seconds)} s after the servers were up`
}

/** The gap of I3 is published with it. */
function gapLine(gap: Summary['checkToSocket']): string {
  const of = (quantile: string): string =>
    `${Math.round((gap.find((one) => one.quantile === quantile)?.seconds ?? 0) * 1000)} ms`
  if (gap.length === 0) return 'last check to request: nothing was sent'
  return `last check to request: half within ${of('0.5')}, 99 % within ${of('0.99')}, at most ${of('1.0')}`
}

function lineOf({ id, promise, count, violations }: InvariantResult): string {
  const mark = count === 0 ? 'ok  ' : 'FAIL'
  const which =
    count === 0 ? '' : `\n         ${violations.join(', ')}${count > violations.length ? ', ...' : ''}`
  return `${mark} ${id.padEnd(4)}${promise}${which}`
}
