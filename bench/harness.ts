import { cpus, totalmem } from 'node:os'
import type { Servers } from './servers.ts'

/** One of the two that are compared. Round 0 warms up and is not counted. */
export interface Side {
  name: string
  round(number: number): Promise<Work>
}

export interface Work {
  units: number
  millis: number
}

export interface Contest {
  ours: Side
  against: Side
  close(): Promise<void>
}

export interface Figure {
  id: string
  title: string
  unit: string
  /** The ratio ours / against that holds now. */
  reach: number
  rounds: number
  prepare(servers: Servers): Promise<Contest>
}

export interface Spread {
  name: string
  min: number
  median: number
  max: number
}

export interface Result {
  id: string
  title: string
  unit: string
  reach: number
  ours: Spread
  against: Spread
  /** The ratio of the medians; min and max are those of the rounds, pair by pair. */
  ratio: { min: number; median: number; max: number }
  reached: boolean
}

/** The warm-up comes first, then the rounds; who begins alternates, so that neither always runs on the quieter machine. */
export async function measure(figure: Figure, servers: Servers): Promise<Result> {
  const contest = await figure.prepare(servers)
  try {
    const ours: number[] = []
    const against: number[] = []
    for (let round = 0; round <= figure.rounds; round++) {
      const order = round % 2 === 0 ? [contest.ours, contest.against] : [contest.against, contest.ours]
      for (const side of order) {
        const { units, millis } = await side.round(round)
        if (units === 0) throw new Error(`${figure.id}: ${side.name} did no work in round ${round}`)
        if (round > 0) (side === contest.ours ? ours : against).push((units * 1000) / millis)
      }
    }
    return resultOf(figure, spreadOf(contest.ours.name, ours), spreadOf(contest.against.name, against), {
      ours,
      against,
    })
  } finally {
    await contest.close()
  }
}

export async function timed(work: () => Promise<number>): Promise<Work> {
  const start = performance.now()
  const units = await work()
  return { units, millis: performance.now() - start }
}

export function spreadOf(name: string, rates: readonly number[]): Spread {
  const sorted = rates.toSorted((a, b) => a - b)
  return { name, min: sorted[0] ?? 0, median: medianOf(sorted), max: sorted.at(-1) ?? 0 }
}

/** Both sides' rates of every round, in the order they were run. */
interface Rounds {
  ours: readonly number[]
  against: readonly number[]
}

export function resultOf(figure: Figure, ours: Spread, against: Spread, rounds: Rounds): Result {
  const pairs = rounds.ours.map((rate, round) => rate / (rounds.against[round] ?? Number.NaN))
  const median = ours.median / against.median
  const { id, title, unit, reach } = figure
  const ratio = { min: Math.min(...pairs), median, max: Math.max(...pairs) }
  return { id, title, unit, reach, ours, against, ratio, reached: median >= reach }
}

export function machineLine(): string {
  const processors = cpus()
  const memory = Math.round(totalmem() / 2 ** 30)
  return `${processors.length} x ${processors[0]?.model.trim() ?? 'processor'}, ${memory} GB, ${process.platform} ${process.arch}, Node ${process.versions.node}`
}

function medianOf(sorted: readonly number[]): number {
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2
}
