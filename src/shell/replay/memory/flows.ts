import type { MachineClock } from '../../../flow/ports/transactions.ts'
import { decidePage, decidesOpened } from '../../../flow/decide.ts'
import { detectPage } from '../../../flow/detect.ts'
import type { DeliverDeps } from '../../../flow/deliver.ts'
import type { ConfigPort } from '../../../flow/ports/config.ts'
import type { IncomingRow } from '../../../flow/ports/record.ts'
import { recordFacts } from '../../../flow/record.ts'
import type { Recorded } from '../../../flow/record.ts'
import { relayPage } from '../../../flow/relay.ts'
import type { SweepDeps } from '../../../flow/sweep.ts'
import type { TaskDeps } from '../../../flow/task.ts'
import type { OutcomeDeps } from '../../../flow/task-outcome.ts'
import { unresolvedRole } from '../../../core/model/asked-by-store.ts'
import { permitUnder } from '../../../core/deliver/ask-law.ts'
import type { Enqueuer, ContactJob } from '../../../flow/ports/enqueuer.ts'
import { knownReplies } from '../../config/known-replies.ts'
import { prepareWith } from '../../feed/prepare.ts'
import { memoryDecideStore } from './decide.ts'
import { memoryDeliverStore } from './deliver.ts'
import { memoryDetectStore } from './detect.ts'
import { memoryDossiers } from './dossier.ts'
import { clearVault } from './record/vault.ts'
import { memoryRecordStore } from './record/record.ts'
import { memoryRelayStore } from './relay.ts'
import { memorySweepStore } from './sweep.ts'
import { memoryTaskStore } from './task.ts'
import type { World } from './world.ts'
import { calmProvider } from '../calm-provider.ts'
import { asBestAgent } from '../do-tasks.ts'

/** Every arrow of the pipeline over one world in memory. */
export interface MemoryFlows {
  record(rows: IncomingRow[]): Promise<Recorded>
  detect(): Promise<{ more: boolean }>
  decide(): Promise<{ more: boolean }>
  deliver: DeliverDeps
  task: TaskDeps & OutcomeDeps
  sweep: SweepDeps
  /** The jobs that were enqueued since the list was last emptied. */
  rings: ContactJob[]
}

const PAGE = 500
const HOUR_MS = 3_600_000
const VOICE = { callback: '+12025550199', paylink: 'https://pay.example/a', optout: 'STOP' }

export function memoryFlows(world: World, config: ConfigPort): MemoryFlows {
  const load = (persons: Parameters<typeof memoryDossiers>[1]) => memoryDossiers(world, persons)
  const recording = {
    store: memoryRecordStore(world, config),
    prepare: prepareWith(clearVault),
    replies: knownReplies(config),
  }
  const record = (rows: IncomingRow[]) => recordFacts(recording, rows)
  const rings: ContactJob[] = []
  const enqueuer = listEnqueuer(rings)
  const machine: MachineClock = { now: () => world.now }
  const provider = calmProvider()
  const permit: DeliverDeps['permit'] = ({ schedules }) => permitUnder(schedules)
  const asking = { config, permit, machine, voice: VOICE, record }
  const relaying = { store: memoryRelayStore(world), enqueuer }
  const detecting = { store: memoryDetectStore(world, config), config, decider: decidesOpened({ config }) }
  const deciding = { store: memoryDecideStore(world), config }
  return {
    record,
    detect: () => detectPage(detecting, PAGE),
    decide: () => decidePage(deciding, PAGE),
    deliver: {
      ...asking,
      store: memoryDeliverStore(world, load),
      provider,
      leaseMs: HOUR_MS,
      requestMs: 1000,
      sendWithinMs: 2000,
      enqueuer,
    },
    task: { ...asking, permit: asBestAgent(permit), store: memoryTaskStore(world, load) },
    sweep: {
      store: memorySweepStore(world),
      enqueuer,
      machine,
      provider,
      relay: () => relayPage(relaying, PAGE),
      quietMs: HOUR_MS,
      enqueueAgainAfterMs: 0,
      requestMs: 1000,
      detectDue: async (now) => now,
      unresolvedRole: async () => unresolvedRole((await config.active()).schedules.routes),
    },
    rings,
  }
}

function listEnqueuer(rings: ContactJob[]): Enqueuer {
  return {
    enqueueContacts: async (more) => void rings.push(...more),
    enqueueContactsAgain: async (more) => void rings.push(...more),
    enqueueReviews: async () => {},
    enqueueDue: async () => {},
    enqueueDetect: async () => {},
    enqueueRelay: async () => {},
  }
}
