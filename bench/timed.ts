import { type CpuParts, cpuParts } from './cpu.ts'
import type { Work } from './harness.ts'

export async function timed(work: () => Promise<number>): Promise<Work> {
  const { result, used, millis } = await measured(work)
  return { units: result, millis, ...(used && { cpu: sumOf(used), parts: used }) }
}

/** The same of a worker of this process and its servers, and of nothing else that it started. */
export async function timedWorker<T>(
  units: number,
  run: () => Promise<T>,
): Promise<{ work: Work; result: T }> {
  const { result, used, millis } = await measured(run)
  const parts = used && { ...used, others: 0 }
  return { work: { units, millis, ...(parts && { cpu: sumOf(parts), parts }) }, result }
}

async function measured<T>(run: () => Promise<T>) {
  const before = cpuParts()
  const start = performance.now()
  const result = await run()
  const millis = performance.now() - start
  const after = cpuParts()
  return { result, millis, used: before && after && difference(after, before) }
}

function difference(after: CpuParts, before: CpuParts): CpuParts {
  return {
    worker: after.worker - before.worker,
    postgres: after.postgres - before.postgres,
    redis: after.redis - before.redis,
    others: after.others - before.others,
  }
}

function sumOf({ worker, postgres, redis, others }: CpuParts): number {
  return worker + postgres + redis + others
}
