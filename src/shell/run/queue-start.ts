import type { Engine } from './engine.ts'
import type { Running } from './process.ts'
import type { QueueName } from '../queue/queues.ts'
import type { ContactChannel } from '../../core/channel/channel.ts'
import type { ContactRef } from '../../flow/ports/deliver.ts'
import { type InSlot, inSlots } from '../batch/in-slots.ts'
import { CONTACTS_PER_JOB, contactsOf } from '../queue/contact-job.ts'
import { type Processor, type QueueWorker, startQueueWorker } from '../queue/worker.ts'

/** A queue's worker as part of a process. */
export function startOn(
  engine: Engine,
  queue: QueueName,
  concurrency: number,
  processor: Processor,
): Running {
  const worker = workerOn(engine, queue, concurrency, processor)
  return { stop: (seconds) => worker.close(seconds) }
}

function workerOn(engine: Engine, queue: QueueName, concurrency: number, processor: Processor): QueueWorker {
  return startQueueWorker(
    {
      queue,
      concurrency,
      redis: engine.redis,
      log: engine.log,
      worked: engine.worked,
      lockSeconds: engine.settings.LOCK_SECONDS,
    },
    processor,
  )
}

/** A channel's queue: its jobs have several contacts each, and as many contacts are in flight at once as the settings say, whatever jobs they came with. */
export function startContacts(engine: Engine, channel: ContactChannel, work: InSlot<ContactRef>): Running {
  const { CHANNEL_CONCURRENCY: inHand } = engine.settings
  const contacts = inSlots(inHand, work)
  // Some are answered and not settled yet, and a slot that gets free is filled at once.
  const most = Math.ceil(inHand * 1.5) + CONTACTS_PER_JOB
  let jobs = 0
  const wanted = (): number => jobs + Math.ceil(Math.max(0, most - contacts.held()) / CONTACTS_PER_JOB)
  const worker = workerOn(engine, channel, wanted(), async ({ data }) => {
    const refs = contactsOf(data)
    jobs++
    const done = contacts.each(refs)
    worker.take(wanted())
    try {
      await done
    } finally {
      jobs--
      worker.take(wanted())
    }
  })
  return {
    stop: (seconds) => {
      contacts.stop()
      return worker.close(seconds)
    },
  }
}
