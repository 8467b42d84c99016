import { cpus as processors, totalmem } from 'node:os'
import type { CpuParts } from './cpu.ts'
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
  /** The same by who used it; absent = not told apart. */
  parts?: CpuParts
  /** The most memory that this process held meanwhile, in MB; absent = not measured. */
  memory?: number
}

/** How large a figure is, where it can be of several sizes. */
export interface Size {
  /** The lines of a file. */
  lines: number
  /** The messages of a round of B3. */
  messages: number
}

export const USUAL: Size = { lines: 100_000, messages: 4_000 }

export interface Contest {
  ours: Side
  against: Side
  /** What nobody can do without: it is shown beside, and wins nothing. */
  floor?: Side
  /** What else is compared in the same run. */
  duels?: readonly Duel[]
  close(): Promise<void>
}

/** Another pair of sides; either may be one that is there already. */
export interface Duel {
  ours: Side
  against: Side
  /** Null = it is shown beside, and nothing is to be reached. */
  reach: number | null
}

export interface Figure {
  id: string
  title: string
  unit: string
  /** The ratio ours / against that holds now. */
  reach: number
  /** The share of the floor's ratio that is to be reached where that is less; absent = what nobody can do without asks for nothing. */
  ofFloor?: number
  /** The most that the memory of ours may be of the other's; absent = not asked. */
  memory?: number
  /** The most seconds of processor time that ours may use for 1,000 units; absent = not asked. */
  cpu?: number
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
  /** The same by who used it. */
  parts?: CpuParts
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
  ratio: Ratio
  duels?: DuelResult[]
  /** The most processor time that ours may use, where that is asked. */
  cpu?: number
  reached: boolean
}

/** The ratio of the medians; min and max are those of the rounds, pair by pair. */
export interface Ratio {
  min: number
  median: number
  max: number
}

export interface DuelResult {
  ours: Spread
  against: Spread
  ratio: Ratio
  reach: number | null
}

/** The warm-up comes first, then the rounds; who begins alternates, so that neither always runs on the quieter machine. */
export async function measure(figure: Figure, servers: Servers, size: Size = USUAL): Promise<Result> {
  const contest = await figure.prepare(servers, size)
  try {
    const { ours, against, floor, duels = [] } = contest
    const sides = [...new Set([ours, against, ...duels.flatMap((duel) => [duel.ours, duel.against])])]
    const seen = new Map<Side, Seen>()
    for (let round = 0; round <= figure.rounds; round++) {
      const order = round % 2 === 0 ? sides : sides.toReversed()
      for (const side of floor ? [...order, floor] : order) {
        const work = await side.round(round)
        if (work.units === 0) throw new Error(`${figure.id}: ${side.name} did no work in round ${round}`)
        if (round > 0) keep(seenOf(seen, side), work)
      }
    }
    const told = ({ ours: one, against: other, reach }: Duel): DuelResult => {
      const [a, b] = [seenOf(seen, one), seenOf(seen, other)]
      return { ours: spread(one, a), against: spread(other, b), ratio: ratioOf(a.rates, b.rates), reach }
    }
    const bound = floor && ratioOf(seenOf(seen, floor).rates, seenOf(seen, against).rates)
    const reach = Math.min(figure.reach, bound && figure.ofFloor ? figure.ofFloor * bound.median : Infinity)
    return {
      ...resultOf({ ...figure, reach }, told({ ours, against, reach }), duels.map(told)),
      ...(floor && { floor: spread(floor, seenOf(seen, floor)) }),
    }
  } finally {
    await contest.close()
  }
}

/** What one side showed, round by round. */
interface Seen {
  rates: number[]
  cpus: number[]
  parts: CpuParts[]
  memories: number[]
}

function seenOf(seen: Map<Side, Seen>, side: Side): Seen {
  let own = seen.get(side)
  if (!own) seen.set(side, (own = { rates: [], cpus: [], parts: [], memories: [] }))
  return own
}

function keep(
  { rates, cpus, parts: kept, memories }: Seen,
  { units, millis, cpu, parts, memory }: Work,
): void {
  const each = 1000 / units
  rates.push((units * 1000) / millis)
  if (cpu !== undefined) cpus.push(cpu * each)
  if (parts) {
    const { worker, postgres, redis, others } = parts
    kept.push({
      worker: worker * each,
      postgres: postgres * each,
      redis: redis * each,
      others: others * each,
    })
  }
  if (memory !== undefined) memories.push(memory)
}

function spread({ name }: Side, { rates, cpus, parts, memories }: Seen): Spread {
  const part = (key: keyof CpuParts): number => medianOf(parts.map((one) => one[key]).toSorted(byNumber))
  return {
    ...spreadOf(name, rates, cpus),
    ...(parts.length > 0 && {
      parts: {
        worker: part('worker'),
        postgres: part('postgres'),
        redis: part('redis'),
        others: part('others'),
      },
    }),
    ...mostOf(memories),
  }
}

/** `cpu` = seconds per 1,000 units, round by round. */
export function spreadOf(name: string, rates: readonly number[], cpu: readonly number[] = []): Spread {
  const sorted = rates.toSorted(byNumber)
  const spread = { name, min: sorted[0] ?? 0, median: medianOf(sorted), max: sorted.at(-1) ?? 0 }
  return cpu.length === 0 ? spread : { ...spread, cpu: medianOf(cpu.toSorted(byNumber)) }
}

function mostOf(megabytes: readonly number[]): Pick<Spread, 'memory'> {
  return megabytes.length === 0 ? {} : { memory: Math.max(...megabytes) }
}

function resultOf(figure: Figure, { ours, against, ratio }: DuelResult, duels: DuelResult[]): Result {
  const { id, title, unit, reach, cpu } = figure
  const most = figure.memory === undefined ? Infinity : (against.memory ?? 0) * figure.memory
  const held = (ours.memory ?? 0) <= most && (ours.cpu ?? 0) <= (cpu ?? Infinity)
  const won = duels.every((duel) => duel.reach === null || duel.ratio.median >= duel.reach)
  const reached = ratio.median >= reach && held && won
  return {
    id,
    title,
    unit,
    reach,
    ours,
    against,
    ratio,
    reached,
    ...(duels.length > 0 && { duels }),
    ...(cpu !== undefined && { cpu }),
  }
}

/** Both sides' rates of every round, in the order they were run. */
function ratioOf(ours: readonly number[], against: readonly number[]): Ratio {
  const pairs = ours.map((rate, round) => rate / (against[round] ?? Number.NaN))
  const median = medianOf(ours.toSorted(byNumber)) / medianOf(against.toSorted(byNumber))
  return { min: Math.min(...pairs), median, max: Math.max(...pairs) }
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

function byNumber(a: number, b: number): number {
  return a - b
}
