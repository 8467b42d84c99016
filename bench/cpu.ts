import { readdirSync, readFileSync } from 'node:fs'

/** Linux counts a process's time in hundredths of a second. */
const TICKS = 100

interface Times {
  parent: number
  /** The name of its program. */
  name: string
  seconds: number
}

/** Seconds of processor time, by who used them. */
export interface CpuParts {
  /** This process. */
  worker: number
  postgres: number
  redis: number
  /** What else it started: workers, the load. */
  others: number
}

/** Seconds of processor time that this process and all that came of it have used: the servers, their backends and the workers, also those that have ended. Null where the system does not tell. */
export function cpuParts(): CpuParts | null {
  const all = ownProcesses()
  if (!all) return null
  const { user, system } = process.cpuUsage()
  const parts = { worker: (user + system) / 1e6, postgres: 0, redis: 0, others: 0 }
  for (const [pid, { name, seconds }] of all) {
    if (name === 'postgres') parts.postgres += seconds
    else if (/^(redis|valkey)/.test(name)) parts.redis += seconds
    // What children have used that have ended is in this process's own time.
    else parts.others += pid === process.pid ? Math.max(0, seconds - parts.worker) : seconds
  }
  return parts
}

function ownProcesses(): Map<number, Times> | null {
  let pids: number[]
  try {
    pids = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []))
  } catch {
    return null
  }
  const all = new Map(pids.flatMap((pid) => timesOf(pid)))
  return new Map([...all].filter(([pid]) => isOurs(pid, all)))
}

function isOurs(pid: number, all: ReadonlyMap<number, Times>): boolean {
  for (let at: number | undefined = pid; at !== undefined && at > 1; at = all.get(at)?.parent)
    if (at === process.pid) return true
  return false
}

/** The time of children that have ended is in their parent's. */
function timesOf(pid: number): [number, Times][] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const end = text.lastIndexOf(')')
    const fields = text.slice(end + 2).split(' ')
    const seconds = [11, 12, 13, 14].reduce((sum, place) => sum + Number(fields[place]), 0) / TICKS
    const name = text.slice(text.indexOf('(') + 1, end)
    return [[pid, { parent: Number(fields[1]), name, seconds }]]
  } catch {
    return []
  }
}
