import { setTimeout as sleep } from 'node:timers/promises'
import { errorWords } from '../log/log.ts'
import { fence } from '../pg/webhook/fence.ts'
import { dueSubscriptions, forgetTaskEvents, lease } from '../pg/webhook/lease.ts'
import { forgetSecrets, parkedSubscriptions } from '../pg/webhook/subscription.ts'
import { poster } from '../webhook/post.ts'
import { takeTurn, type TurnDeps } from '../webhook/turn.ts'
import { type Engine, needKeys } from './engine.ts'
import type { Running } from './process.ts'

/** How often it is looked for something new to tell. */
const EVERY_MS = 500
/** Events of tasks can be told again for so long. */
const KEPT_DAYS = 90
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** Whoever subscribed is told of facts and tasks over HTTP. Any number of such processes may run side by side: a subscription is one's at a time. */
export function webhookWorker(engine: Engine): Running {
  needKeys(engine)
  const { settings } = engine
  const post = poster({
    isPrivate: settings.WEBHOOK_PRIVATE,
    timeoutMs: settings.REQUEST_SECONDS * 1000,
    now: () => engine.machine.now(),
  })
  const deps: TurnDeps = {
    db: engine.db,
    vault: engine.vault,
    post,
    retries: settings.WEBHOOK_RETRIES,
    leaseSeconds: settings.LEASE_SECONDS,
  }
  const stopping = new AbortController()
  const loops = Promise.all([tellLoop(engine, deps, stopping.signal), tidyLoop(engine, stopping.signal)])
  return {
    stop: async (seconds) => {
      stopping.abort()
      await Promise.race([loops, sleep(seconds * 1000, undefined, { ref: false })])
      post.close()
    },
  }
}

async function tellLoop(engine: Engine, deps: TurnDeps, signal: AbortSignal): Promise<void> {
  const sure = fence(engine.db)
  while (!signal.aborted) {
    try {
      const due = await dueSubscriptions(engine.db)
      const until = due.length > 0 ? await sure() : 0
      const more = await Promise.all(due.map((id) => turnOf(engine, deps, { id, until, signal })))
      if (more.some(Boolean)) continue
    } catch (error) {
      engine.log.warn({ event: 'webhooks.interrupted', ...errorWords(error) })
    }
    await sleep(EVERY_MS, undefined, { signal }).catch(() => {})
  }
}

async function turnOf(
  engine: Engine,
  deps: TurnDeps,
  { id, until, signal }: { id: number; until: number; signal: AbortSignal },
): Promise<boolean> {
  const leased = signal.aborted ? null : await lease(engine.db, id, deps.leaseSeconds)
  if (!leased) return false
  try {
    return await takeTurn(deps, leased, until)
  } catch (error) {
    // Its lease runs out before it is tried again; the other subscriptions go on.
    engine.log.error({ event: 'webhook.failed', webhook: leased.name, ...errorWords(error) })
    return false
  } finally {
    engine.worked()
  }
}

/** What was given up is told within a minute, and again every hour, until somebody resumes or removes it. */
async function tidyLoop(engine: Engine, signal: AbortSignal): Promise<void> {
  let [said, saidAt, tidiedAt] = ['', 0, 0]
  while (!signal.aborted) {
    try {
      const now = engine.machine.now()
      const parked = await parkedSubscriptions(engine.db)
      const all = JSON.stringify(parked)
      if (all !== said || now - saidAt >= HOUR_MS) {
        for (const one of parked) engine.log.error({ event: 'webhook.parked', ...one })
        ;[said, saidAt] = [all, now]
      }
      if (now - tidiedAt >= HOUR_MS) {
        await forgetTaskEvents(engine.db, KEPT_DAYS)
        await forgetSecrets(engine.db)
        tidiedAt = now
      }
    } catch (error) {
      engine.log.warn({ event: 'webhooks.interrupted', ...errorWords(error) })
    }
    await sleep(MINUTE_MS, undefined, { signal }).catch(() => {})
  }
}
