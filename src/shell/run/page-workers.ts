import { z } from 'zod'
import { PersonId } from '../../core/base/id.ts'
import { decidePage, decidesOpened, retryDecide } from '../../flow/decide.ts'
import { type Detected, detectPage, retryDetect } from '../../flow/detect.ts'
import { relayPage } from '../../flow/relay.ts'
import { decideStore } from '../pg/decide/decide.ts'
import { beginTick, endTick } from '../pg/watch/tick-run.ts'
import { tellParked } from '../log/parked.ts'
import { detectStore } from '../pg/detect/detect.ts'
import type { Engine } from './engine.ts'
import type { Running } from './process.ts'
import { startOn } from './queue-start.ts'
import { relayDeps } from './wire.ts'

/** The accounts whose day has come are reviewed, page after page, and so many pages at once; the cases that open are decided with them, and decide is woken for those that are left. */
export function detectWorker(engine: Engine): Running {
  const { config, settings, enqueuer, log } = engine
  const deps = { store: detectStore(engine.db), config, decider: decidesOpened({ config, enqueuer }) }
  return startOn(engine, 'detect', 1, async (_job, signal) => {
    const total = { opened: 0, reopened: 0, rolled: 0 }
    const decided = { persons: 0, planned: 0, refused: 0, moved: 0 }
    const began = await beginTick(engine.db, 'detect')
    const again = await retryDetect(deps)
    tellParked(log, again.parked)
    if (again.opened + again.reopened > 0) await enqueuer.enqueueDue()
    const end = await inLanes(settings.DETECT_CONCURRENCY, signal, async () => {
      const page = await detectPage(deps, settings.DETECT_PAGE)
      engine.worked()
      add(total, page)
      add(decided, page.decided)
      tellParked(log, page.parked)
      if (page.undecided > 0) await enqueuer.enqueueDue()
      if (page.decided.planned > page.queued) await enqueuer.enqueueRelay()
      return page
    })
    if (end === 'held') await enqueuer.enqueueDetectSoon()
    if (end !== 'stopped') await endTick(engine.db, 'detect', began)
    if (total.opened + total.reopened > 0) log.info({ event: 'detected', ...total })
    if (decided.persons > 0) log.info({ event: 'decided', ...decided })
  })
}

type End = 'done' | 'held' | 'stopped'

/** Page after page, as long as there are more: several at once as soon as one does not have all. What a page of this process holds is done by that page, so that the last lane alone says what is in other hands. */
async function inLanes(
  lanes: number,
  signal: AbortSignal,
  page: () => Promise<Pick<Detected, 'more' | 'held'>>,
): Promise<End> {
  const lane = async (): Promise<End> => {
    while (!signal.aborted) {
      const { more, held } = await page()
      if (!more) return held ? 'held' : 'done'
    }
    return 'stopped'
  }
  const { more, held } = await page()
  if (!more) return held ? 'held' : 'done'
  const ends = await Promise.allSettled(Array.from({ length: lanes }, lane))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  return ends.some((end) => end.status === 'fulfilled' && end.value !== 'done') ? lane() : 'done'
}

function add<K extends string>(total: Record<K, number>, more: Readonly<Record<NoInfer<K>, number>>): void {
  for (const key of Object.keys(total) as K[]) total[key] += more[key]
}

const DecideJob = z.strictObject({ persons: z.array(PersonId) })

/** One job = one page of persons with a due case; an empty page = whoever is due, and then each full page wakes another worker. */
export function decideWorker(engine: Engine): Running {
  const { config, settings, enqueuer, log } = engine
  const deps = { store: decideStore(engine.db), config, enqueuer }
  return startOn(engine, 'decide', settings.DECIDE_CONCURRENCY, async ({ data }, signal) => {
    const { persons } = DecideJob.parse(data)
    const total = { persons: 0, planned: 0, refused: 0, moved: 0 }
    if (persons.length === 0) {
      const again = await retryDecide(deps)
      tellParked(log, again.parked)
      if (again.planned > again.queued) await enqueuer.enqueueRelay()
    }
    for (let more = true; more && !signal.aborted; ) {
      const page = await decidePage(deps, settings.DECIDE_PAGE, persons.length > 0 ? persons : undefined)
      engine.worked()
      add(total, page)
      tellParked(log, page.parked)
      more = page.more
      if (more && persons.length === 0) await enqueuer.enqueueDue()
      if (page.planned > page.queued) await enqueuer.enqueueRelay()
    }
    if (total.persons > 0) log.info({ event: 'decided', ...total })
  })
}

/** The relay hands what is due to the channels' queues. */
export function relayWorker(engine: Engine): Running {
  const deps = relayDeps(engine)
  return startOn(engine, 'relay', 1, async (_job, signal) => {
    let queued = 0
    for (let more = true; more && !signal.aborted; ) {
      const page = await relayPage(deps, engine.settings.RELAY_PAGE)
      engine.worked()
      queued += page.queued
      more = page.more
    }
    if (queued > 0) engine.log.info({ event: 'relayed', queued })
  })
}
