import type { Instant } from '../base/time.ts'
import type { Sample } from './ringing.ts'

/** How long due work has waited, by the worker that should do it. */
export interface Backlog {
  worker: string
  seconds: number
}

/** How long each worker has stood still: due work waits, and none of its kind has done anything meanwhile. */
export function standingStill(
  backlog: readonly Backlog[],
  lastWork: ReadonlyMap<string, Instant>,
  now: Instant,
): Sample[] {
  const longest = new Map<string, number>()
  for (const { worker, seconds } of backlog) {
    const idle = (now - (lastWork.get(worker) ?? 0)) / 1000
    longest.set(worker, Math.max(longest.get(worker) ?? 0, Math.min(seconds, Math.max(0, idle))))
  }
  return [...longest].map(([worker, measure]) => ({ place: { worker }, measure }))
}
