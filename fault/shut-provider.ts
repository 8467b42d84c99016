import { setTimeout as sleep } from 'node:timers/promises'
import type { Engine } from './engine.ts'

const WITHIN_MS = 120_000

/** The engine leaves the provider of texts alone by itself; that this began is put ten minutes back, since nobody waits for so long. */
export async function untilShut(db: Engine['db']): Promise<void> {
  for (const end = performance.now() + WITHIN_MS; performance.now() < end; await sleep(500)) {
    const shut = await db.query(
      `update breaker set opened_at = opened_at - interval '10 minutes' where channel = 'sms' returning provider`,
    )
    if (shut.length > 0) return
  }
  throw new Error('the engine does not leave a silent provider alone')
}

/** What the engine remembers of it ends at once, since nobody waits for that either. */
export async function forgetShut(db: Engine['db']): Promise<void> {
  await db.query(`update breaker set retry_at = retry_at - interval '1 hour' where channel = 'sms'`)
}
