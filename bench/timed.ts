import { cpuParts, cpuSeconds } from './cpu.ts'
import type { Work } from './harness.ts'

export async function timed(work: () => Promise<number>): Promise<Work> {
  const used = cpuSeconds()
  const start = performance.now()
  const units = await work()
  const millis = performance.now() - start
  const cpu = cpuSeconds() - used
  return { units, millis, ...(!Number.isNaN(cpu) && { cpu }) }
}

/** The same for a worker of this process and its servers, whose processor time is told apart. */
export async function timedWorker<T>(
  units: number,
  run: () => Promise<T>,
): Promise<{ work: Work; result: T }> {
  const before = cpuParts()
  const start = performance.now()
  const result = await run()
  const millis = performance.now() - start
  const after = cpuParts()
  if (!before || !after) return { work: { units, millis }, result }
  const parts = {
    worker: after.worker - before.worker,
    postgres: after.postgres - before.postgres,
    redis: after.redis - before.redis,
  }
  const cpu = parts.worker + parts.postgres + parts.redis
  return { work: { units, millis, cpu, parts }, result }
}
