import { cpus as processors, totalmem } from 'node:os'
import { cpuSeconds } from './cpu.ts'
import type { Servers } from './servers.ts'

/** One of the two that are compared. Round 0 warms up and is not counted. */
export interface Side {
  name: string
  round(number: number): Promise<Work>
}

export interface Work {
  units: number
  millis: number
  /** Seconds of processor time of all processes; absent = not measured. */
  cpu?: number
  /** The most memory that this process held meanwhile, in MB; absent = not measured. */
  memory?: number
}

/** How large a figure is, where it can be of several sizes. */
export interface Size {
  /** The lines of a file. */
  lines: number
}

export const USUAL: Size = { lines: 100_000 }

export interface Contest {
  ours: Side
  against: Side
  /** What nobody can do without: it is shown beside, and wins nothing. */
  floor?: Side
  close(): Promise<void>
}

export interface Figure {
  id: string
  title: string
  unit: string
  /** The ratio ours / against that holds now. */
  reach: number
  /** The most that the memory of ours may be of the other's; absent = not asked. */
  memory?: number
  rounds: number
  prepare(servers: Servers, size: Size): Promise<Contest>
}

export interface Spread {
  name: string
  min: number
  median: number
  max: number
  /** Seconds of processor time of all processes per 1,000 units, of the median round. */
  cpu?: number
  /** The most memory of any round, in MB. */
  memory?: number
}

export interface Result {
  id: string
  title: string
  unit: string
  reach: number
  ours: Spread
  against: Spread
  floor?: Spread
  /** The ratio of the medians; min and max are those of the rounds, pair by pair. */
  ratio: { min: number; median: number; max: number }
  reached: boolean
}

/** The warm-up comes first, then the rounds; who begins alternates, so that neither always runs on the quieter machine. */
export async function measure(figure: Figure, servers: Servers, size: Size = USUAL): Promise<Result> {
  const contest = await figure.prepare(servers, size)
  try {
    const { ours, against, floor } = contest
    const seen = new Map<Side, Seen>()
    for (let round = 0; round <= figure.rounds; round++) {
      const order = round % 2 === 0 ? [ours, against] : [against, ours]
      for (const side of floor ? [...order, floor] : order) {
        const { units, millis, cpu, memory } = await side.round(round)
        if (units === 0) throw new Error(`${figure.id}: ${side.name} did no work in round ${round}`)
        if (round === 0) continue
        const { rates, cpus, memories } = seenOf(seen, side)
        if (memory !== undefined) memories.push(memory)
        rates.push((units * 1000) / millis)
        if (cpu !== undefined) cpus.push((cpu * 1000) / units)
      }
    }
    const spread = (side: Side): Spread => {
      const { rates, cpus, memories } = seenOf(seen, side)
      return { ...spreadOf(side.name, rates, cpus), ...mostOf(memories) }
    }
    const rounds = { ours: seenOf(seen, ours).rates, against: seenOf(seen, against).rates }
    const result = resultOf(figure, spread(ours), spread(against), rounds)
    return floor ? { ...result, floor: spread(floor) } : result
  } finally {
    await contest.close()
  }
}

/** What one side showed, round by round. */
interface Seen {
  rates: number[]
  cpus: number[]
  memories: number[]
}

function seenOf(seen: Map<Side, Seen>, side: Side): Seen {
  let own = seen.get(side)
  if (!own) seen.set(side, (own = { rates: [], cpus: [], memories: [] }))
  return own
}

export async function timed(work: () => Promise<number>): Promise<Work> {
  const used = cpuSeconds()
  const start = performance.now()
  const units = await work()
  const millis = performance.now() - start
  const cpu = cpuSeconds() - used
  return { units, millis, ...(!Number.isNaN(cpu) && { cpu }) }
}

/** `cpu` = seconds per 1,000 units, round by round. */
export function spreadOf(name: string, rates: readonly number[], cpu: readonly number[] = []): Spread {
  const sorted = rates.toSorted((a, b) => a - b)
  const spread = { name, min: sorted[0] ?? 0, median: medianOf(sorted), max: sorted.at(-1) ?? 0 }
  return cpu.length === 0 ? spread : { ...spread, cpu: medianOf(cpu.toSorted((a, b) => a - b)) }
}

function mostOf(megabytes: readonly number[]): Pick<Spread, 'memory'> {
  return megabytes.length === 0 ? {} : { memory: Math.max(...megabytes) }
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
  const most = figure.memory === undefined ? Infinity : (against.memory ?? 0) * figure.memory
  const held = (ours.memory ?? 0) <= most
  return { id, title, unit, reach, ours, against, ratio, reached: median >= reach && held }
}

export function machineLine(): string {
  const all = processors()
  const memory = Math.round(totalmem() / 2 ** 30)
  return `${all.length} x ${all[0]?.model.trim() ?? 'processor'}, ${memory} GB, ${process.platform} ${process.arch}, Node ${process.versions.node}`
}

function medianOf(sorted: readonly number[]): number {
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2
}
