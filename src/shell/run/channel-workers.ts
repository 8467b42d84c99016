import type { TaskKind } from '../../core/deliver/task-row.ts'
import { tellParked } from '../log/parked.ts'
import { taskStore } from '../pg/task.ts'
import { loadDossiers } from '../pg/dossier.ts'
import { messageJob, offerJob } from '../provider/message-job.ts'
import type { Engine } from './engine.ts'
import type { Running } from './process.ts'
import { startOn } from './queue-start.ts'
import { deliverDeps } from './wire.ts'

/** One job = one message: redeemed and settled together with the others in flight. */
export function smsWorker(engine: Engine): Running {
  const deps = deliverDeps(engine)
  const send = messageJob(deps)
  const running = startOn(engine, 'sms', engine.settings.CHANNEL_CONCURRENCY, ({ data }) => send(data))
  return {
    stop: async (seconds) => {
      await running.stop(seconds)
      deps.close()
    },
  }
}

export function callWorker(engine: Engine): Running {
  return offering(engine, 'call')
}

export function visitWorker(engine: Engine): Running {
  return offering(engine, 'visit')
}

/** One job = one call or visit, offered to whoever claims it over HTTP. */
function offering(engine: Engine, kind: TaskKind): Running {
  const store = taskStore(engine.db, { vault: engine.vault, loadDossiers })
  const offer = offerJob(store, kind, (parked) => tellParked(engine.log, parked))
  return startOn(engine, kind, engine.settings.CHANNEL_CONCURRENCY, ({ data }) => offer(data))
}
