import { ProblemError } from '../../core/base/problem.ts'
import { purgePage, type PurgeDeps, purgeRaw, retryPurge } from '../../flow/purge.ts'
import { tellParked } from '../log/parked.ts'
import { connect } from '../pg/base/database.ts'
import { beginTick, endTick } from '../pg/watch/tick-run.ts'
import { retentionStore } from '../pg/retention/retention.ts'
import type { Engine } from './engine.ts'
import type { Running } from './process.ts'
import { startOn } from './queue-start.ts'

/** What is past its time is taken, page after page. This is the only worker that knows the owner of the tables, since the engine's role may not empty what is sealed. */
export function purgeWorker(engine: Engine): Running {
  const url = engine.settings.DATABASE_OWNER_URL
  if (!url) throw new ProblemError([NO_OWNER])
  const owner = connect({ url, max: 2, applicationName: 'arrears purge' })
  const deps = { store: retentionStore(owner), config: engine.config }
  const worker = startOn(engine, 'purge', 1, (_job, signal) => purge(engine, deps, signal))
  return {
    stop: async (seconds) => {
      await worker.stop(seconds)
      await owner.close()
    },
  }
}

async function purge(
  { db, settings, log, worked }: Engine,
  deps: PurgeDeps,
  signal: AbortSignal,
): Promise<void> {
  const began = await beginTick(db, 'purge')
  const raw = await purgeRaw(deps)
  const total: Record<string, number> = { persons: 0, conflicts: 0 }
  const add = (what: string, count: number): void => void (total[what] = (total[what] ?? 0) + count)
  tellParked(log, (await retryPurge(deps, { by: 'purge' })).parked)
  let more = true
  while (more && !signal.aborted) {
    const page = await purgePage(deps, { by: 'purge', limit: settings.PURGE_PAGE })
    worked()
    tellParked(log, page.parked)
    add('persons', page.looked)
    add('conflicts', page.conflicts.length)
    for (const [kind, count] of Object.entries(page.erased)) add(kind, count)
    more = page.more
  }
  if (!more) await endTick(db, 'purge', began)
  log.info({ event: 'purged', ...total, ...raw })
}

const NO_OWNER = {
  code: 'no_owner_url',
  path: 'DATABASE_OWNER_URL',
  message: 'DATABASE_OWNER_URL is not set',
  suggestion: 'the role that owns the tables: what is kept too long may be taken by it alone',
}
