import { prepareWith } from '../feed/prepare.ts'
import { buildApi } from '../http/api.ts'
import { warmUp } from '../http/warm-up.ts'
import { invariantCounts } from '../pg/watch/invariants.ts'
import { humanTaskStore } from '../pg/task/human-task.ts'
import { isSeparated } from '../pg/base/roles.ts'
import { QUEUES } from '../queue/queues.ts'
import { isUp } from '../queue/redis.ts'
import { type Engine, needKeys } from './engine.ts'
import { listen } from './listen.ts'
import type { Running } from './process.ts'
import { redisAnswers } from './redis-answers.ts'
import { adaptersIn, dialerDoor, taskDeps } from './wire.ts'

export async function apiWorker(engine: Engine): Promise<Running> {
  const { settings, db } = engine
  const adapterOf = adaptersIn(engine, 'hear')
  needKeys(engine)
  await warmUp(prepareWith(engine.vault))
  const app = await buildApi({
    db,
    log: engine.log,
    clock: engine.machine,
    record: async (rows) => {
      const recorded = await engine.record(rows)
      engine.worked()
      return recorded
    },
    worked: engine.worked,
    tasks: taskDeps(engine),
    humanTasks: humanTaskStore(db, () => engine.vault),
    vault: engine.vault,
    privateWebhooks: settings.WEBHOOK_PRIVATE,
    callbackSecrets: settings.CALLBACK_SECRETS?.split(',').map((secret) => secret.trim()) ?? [],
    readerOf: async (provider, channel) => (await adapterOf(provider, channel))?.callback ?? null,
    dialers: dialerDoor(engine),
    pingRedis: () => redisAnswers(engine),
    queueCounts: () => queueCounts(engine),
    separated: await isSeparated((text) => db.query(text)),
    alone: { above: settings.SECOND_PERSON_ABOVE, hours: settings.SECOND_PERSON_HOURS },
    showsEngine: settings.API_OPEN ?? isLoopback(settings.API_HOST),
    invariants: () => invariantCounts(db),
  })
  return listen(app, { host: settings.API_HOST, port: settings.API_PORT, log: engine.log, what: 'api' })
}

/** Nobody but this machine can ask. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}

async function queueCounts({ queues }: Engine): Promise<Record<string, Record<string, number>>> {
  if (!(await isUp(queues.redis, 200))) return {}
  const entries = await Promise.all(
    QUEUES.map(async (name) => [name, await queues.byName[name].getJobCounts()] as const),
  )
  return Object.fromEntries(entries)
}
