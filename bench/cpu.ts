import { readdirSync, readFileSync } from 'node:fs'

/** Linux counts a process's time in hundredths of a second. */
const TICKS = 100

interface Times {
  parent: number
  seconds: number
}

/** Seconds of processor time that this process and all that came of it have used: the servers, their backends and the workers, also those that have ended. NaN where the system does not tell. */
export function cpuSeconds(): number {
  let pids: number[]
  try {
    pids = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []))
  } catch {
    return Number.NaN
  }
  const all = new Map(pids.flatMap((pid) => timesOf(pid)))
  let sum = 0
  for (const [pid, { seconds }] of all) if (isOurs(pid, all)) sum += seconds
  return sum
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
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const seconds = [11, 12, 13, 14].reduce((sum, place) => sum + Number(fields[place]), 0) / TICKS
    return [[pid, { parent: Number(fields[1]), seconds }]]
  } catch {
    return []
  }
}
