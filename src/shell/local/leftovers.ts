import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { stopLeftover } from './process-of.ts'

/** The servers that a run left behind in that folder when it was killed are stopped: their data is ours again once they are gone. */
export async function stopLeftovers(home: string): Promise<void> {
  const data = join(home, 'postgres')
  await stopLeftover(firstNumber(join(data, 'postmaster.pid')), data, 'SIGINT')
  await stopLeftover(firstNumber(join(home, 'redis.pid')), '-server', 'SIGTERM')
}

export function firstNumber(file: string): number {
  return existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) || 0 : 0
}
