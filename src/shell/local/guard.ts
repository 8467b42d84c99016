import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { firstNumber, stopLeftovers } from './leftovers.ts'

/** A process that waits for the one that started it: where that one is killed, it stops the servers of the folder and removes the folder. A process whose id is in `frozen` is woken, so that it can end too. */
const [folder = ''] = process.argv.slice(2)

process.once('disconnect', () => void cleanUp().finally(() => process.exit(0)))
process.once('SIGTERM', () => process.exit(0))
process.send?.({ started: 'guard' })

async function cleanUp(): Promise<void> {
  const frozen = firstNumber(join(folder, 'frozen'))
  if (frozen > 0) process.kill(frozen, 'SIGCONT')
  await stopLeftovers(folder)
  rmSync(folder, { recursive: true, force: true })
}
