import {
  CONTACT_CHANNELS,
  type ContactChannel,
  isMessage,
  messageKind,
  taskKind,
  type MessageChannel,
  type TaskChannel,
} from '../../core/channel/channel.ts'
import type { DeliverDeps } from '../../flow/deliver.ts'
import { tellParked } from '../log/parked.ts'
import { taskStore } from '../pg/task/task.ts'
import { loadDossiers } from '../pg/dossier/dossier.ts'
import { messageJob, offerJob } from '../provider/message-job.ts'
import { type Engine, needKeys } from './engine.ts'
import type { Running } from './process.ts'
import { startContacts } from './queue-start.ts'
import { dialing } from './dialing.ts'
import { handingOver } from './handing-over.ts'
import { inRealTime } from './real-time.ts'
import { deliverDeps } from './wire.ts'

type Starts = (engine: Engine) => Running

/** One worker for each channel that the engine makes contacts on, under its name and on its queue: one program for all that a provider sends, one for all that people do. */
export const CHANNEL_WORKERS = Object.fromEntries(
  CONTACT_CHANNELS.map((channel): [ContactChannel, Starts] => [
    channel,
    (engine) => (isMessage(channel) ? sending(engine, channel) : offering(engine, channel)),
  ]),
) as Record<ContactChannel, Starts>

/** Each message is redeemed and settled together with the others in flight. */
function sending(engine: Engine, channel: MessageChannel): Running {
  needKeys(engine)
  const deps = deliverDeps(engine)
  const running = startMessages(engine, channel, deps)
  const handing = messageKind(channel).onPaper ? inRealTime(engine, handingOver) : null
  return {
    stop: async (seconds) => {
      await Promise.all([running.stop(seconds), handing?.stop()])
      deps.close()
    },
  }
}

/** The messages alone, over connections to providers that somebody else opens and closes. */
export function startMessages(engine: Engine, channel: MessageChannel, deps: DeliverDeps): Running {
  const send = messageJob(deps, {
    inFlight: engine.settings.CHANNEL_CONCURRENCY,
    tellGathered: (size) => engine.log.warn({ event: 'gathers', channel, size }),
  })
  return startContacts(engine, channel, send)
}

/** Each call or visit is offered to whoever claims it over HTTP, or handed to a dialer with others. */
function offering(engine: Engine, kind: TaskChannel): Running {
  const store = taskStore(engine.db, { vault: engine.vault, loadDossiers })
  const offer = offerJob(store, kind, (parked) => tellParked(engine.log, parked))
  const running = startContacts(engine, kind, offer)
  const lists = taskKind(kind).dialled ? inRealTime(engine, dialing) : null
  return {
    stop: async (seconds) => {
      await Promise.all([running.stop(seconds), lists?.stop()])
    },
  }
}
