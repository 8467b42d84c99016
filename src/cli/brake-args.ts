import { CONTACT_CHANNELS } from '../core/channel/channel.ts'
import { type Problem, ProblemError } from '../core/base/problem.ts'
import { isoOf } from '../core/base/time.ts'
import { type Brake, brakeScope } from '../core/deliver/brake.ts'
import type { BrakeRow } from '../shell/pg/door/brake.ts'
import { creditorsAmong, knownCreditors, knownStrategies } from '../shell/pg/door/brake-scope.ts'
import type { Sql } from '../shell/pg/base/database.ts'
import { valuesOf } from './command-line.ts'
import { didYouMean } from './did-you-mean.ts'

const SEVERAL = 'may be repeated, or several joined by commas'

/** The words that name brakes. */
export const brakeArgs = {
  channel: {
    type: 'string',
    several: true,
    words: CONTACT_CHANNELS,
    valueHint: 'NAME',
    description: `only this channel: ${CONTACT_CHANNELS.join(', ')}; ${SEVERAL}`,
  },
  strategy: {
    type: 'string',
    several: true,
    valueHint: 'NAME',
    description: `only cases of this strategy; ${SEVERAL}`,
  },
  creditor: {
    type: 'string',
    several: true,
    valueHint: 'NAME',
    description: `only accounts of this creditor; ${SEVERAL}`,
  },
  by: { type: 'string', description: 'who does it, for the audit; default: the user of this shell' },
  json: { type: 'boolean', default: false, description: 'print JSON' },
} as const

const DIMENSIONS = ['channel', 'strategy', 'creditor'] as const
type Dimension = (typeof DIMENSIONS)[number]

/** True where a line names any scope. */
export function namesScope(line: readonly string[]): boolean {
  return DIMENSIONS.some((dimension) => valuesOf(dimension, line).length > 0)
}

/** One brake for every combination of what is named; what is not named is any. It throws where something that is named does not exist: a brake on it would hold nothing. Names of brakes that are on exist. */
export async function brakesOf(db: Sql, line: readonly string[], on: readonly Brake[]): Promise<Brake[]> {
  const problems: Problem[] = []
  const named = async (dimension: Dimension): Promise<(string | null)[]> => {
    const values = valuesOf(dimension, line)
    if (values.length === 0) return [null]
    const braked = on.flatMap((brake) => brake[dimension] ?? [])
    const found = await Promise.all(values.map((value) => namesIn(db, dimension, value, braked)))
    for (const { unknown } of found) problems.push(...unknown)
    return [...new Set(found.flatMap(({ names }) => names))]
  }
  const [channels, strategies, creditors] = await Promise.all(DIMENSIONS.map(named))
  if (problems.length > 0) throw new ProblemError(problems)
  return (channels ?? []).flatMap((channel) =>
    (strategies ?? []).flatMap((strategy) =>
      (creditors ?? []).map((creditor) => ({ channel, strategy, creditor })),
    ),
  )
}

/** A name may hold a comma itself: a name that exists with its comma is not cut. */
async function namesIn(
  db: Sql,
  dimension: Dimension,
  value: string,
  braked: readonly string[],
): Promise<{ names: string[]; unknown: Problem[] }> {
  const parts = value.split(',').flatMap((part) => part.trim() || [])
  const existing = new Set([...braked, ...(await existingAmong(db, dimension, [value, ...parts]))])
  if (existing.has(value)) return { names: [value], unknown: [] }
  const names = parts.length === 0 ? [value] : parts
  const missing = names.filter((name) => !existing.has(name))
  if (missing.length === 0) return { names, unknown: [] }
  const all = await KNOWN[dimension](db)
  return { names, unknown: missing.map((name) => unknownName(dimension, name, all)) }
}

const KNOWN: Record<Dimension, (db: Sql) => Promise<readonly string[]>> = {
  channel: () => Promise.resolve(CONTACT_CHANNELS),
  strategy: knownStrategies,
  creditor: knownCreditors,
}

/** Creditors are asked for by name: listing those of a large book takes seconds. */
async function existingAmong(
  db: Sql,
  dimension: Dimension,
  names: readonly string[],
): Promise<readonly string[]> {
  return dimension === 'creditor' ? creditorsAmong(db, names) : KNOWN[dimension](db)
}

function unknownName(dimension: Dimension, name: string, known: readonly string[]): Problem {
  return {
    code: `unknown_${dimension}`,
    path: `--${dimension}`,
    message: `there is no ${dimension} ${name}`,
    suggestion: known.length === 0 ? `no ${dimension} is known yet` : didYouMean(name, known),
  }
}

export function brakeJson({ stoppedAt, ...brake }: BrakeRow): Record<string, unknown> {
  return { ...brake, stoppedAt: isoOf(stoppedAt) }
}

export function brakeLine(mark: 'on' | 'off', brake: BrakeRow): string {
  const { id, why, stoppedBy, stoppedAt } = brake
  return `${mark.padEnd(3)}  #${id}  ${brakeScope(brake)}  since ${isoOf(stoppedAt)} by ${stoppedBy} (${why})`
}
