import type { Engine } from './engine.ts'
import type { Running } from './process.ts'
import type { QueueName } from '../queue/queues.ts'
import type { Settings } from '../env/settings.ts'
import type { ContactChannel } from '../../core/channel/channel.ts'
import type { ContactRef } from '../../flow/ports/deliver.ts'
import { CONTACTS_PER_JOB } from '../../flow/ports/enqueuer.ts'
import { type InSlot, inSlots } from '../batch/in-slots.ts'
import { contactsOf } from '../queue/contact-job.ts'
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

/** What a queue's worker needs of its process. */
type OnQueue<Setting extends keyof Settings> = Pick<Engine, 'redis' | 'log' | 'worked'> & {
  settings: Pick<Settings, 'LOCK_SECONDS' | Setting>
}

function workerOn(
  engine: OnQueue<never>,
  queue: QueueName,
  concurrency: number,
  processor: Processor,
): QueueWorker {
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
export function startContacts(
  engine: OnQueue<'CHANNEL_CONCURRENCY'>,
  channel: ContactChannel,
  work: InSlot<ContactRef>,
): Running {
  const { CHANNEL_CONCURRENCY: inHand } = engine.settings
  // Some are answered and not settled yet, and a slot that gets free is filled at once.
  const most = Math.ceil(inHand * 1.5) + CONTACTS_PER_JOB
  let jobs = 0
  const contacts = inSlots(inHand, inHands, refill)
  const wanted = (): number => jobs + Math.ceil(Math.max(0, most - contacts.held()) / CONTACTS_PER_JOB)
  let taken = wanted()
  const worker = workerOn({ ...engine, worked: () => {} }, channel, taken, async ({ data }) => {
    const refs = contactsOf(data)
    jobs++
    const done = contacts.each(refs)
    worker.take((taken = wanted()))
    try {
      await done
    } finally {
      jobs--
      worker.take((taken = wanted()))
    }
  })
  /** Each contact is a sign of life: a job may take as long as all of its contacts. */
  async function inHands(ref: ContactRef, free: () => void): Promise<void> {
    await work(ref, free)
    engine.worked()
  }
  /** One slow contact keeps its job in hand: slots that are empty meanwhile are filled from other jobs. */
  function refill(): void {
    if (contacts.held() < inHand && wanted() > taken) worker.takeNow((taken = wanted()))
  }
  return {
    stop: (seconds) => {
      contacts.stop()
      return worker.close(seconds)
    },
  }
}
