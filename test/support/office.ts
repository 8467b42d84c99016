import type { ContactJob } from '../../src/flow/ports/enqueuer.ts'
import { redeemBatch, sendPermitted, settleBatch } from '../../src/flow/deliver.ts'
import { offerBatch } from '../../src/flow/offer.ts'
import { relayPage } from '../../src/flow/relay.ts'
import { sweep } from '../../src/flow/sweep.ts'
import { claimTask, startTask } from '../../src/flow/task.ts'
import { disposeTask } from '../../src/flow/task-outcome.ts'
import { listTasks } from '../../src/flow/task-list.ts'
import type { ContactId } from '../../src/core/base/id.ts'
import { TICKS } from '../../src/core/model/ticks.ts'
import { calmProvider } from '../../src/shell/replay/calm-provider.ts'
import { asBestAgent } from '../../src/shell/replay/do-tasks.ts'
import { heartbeat } from '../../src/shell/pg/watch/heartbeat.ts'
import { beginTick, endTick } from '../../src/shell/pg/watch/tick-run.ts'
import { deliverDeps, relayDeps, sweepDeps, taskDeps } from '../../src/shell/run/wire.ts'
import type { RealEngine } from './real-engine.ts'

const AGENT = 'agent-1'

/** The engine by hand at one instant after the other, with an agent who takes calls when told to. */
export function office(real: RealEngine) {
  const { engine, db } = real
  const rings: ContactJob[] = []
  const enqueuer = {
    ...engine.enqueuer,
    enqueueContacts: async (more: ContactJob[]) => void rings.push(...more),
    enqueueContactsAgain: async (more: ContactJob[]) => void rings.push(...more),
  }
  const relaying = { ...relayDeps(engine), enqueuer }
  const delivering = { ...deliverDeps(engine), enqueuer, provider: calmProvider() }
  const tasks = { ...taskDeps(engine), permit: asBestAgent(taskDeps(engine).permit) }
  const sweeping = {
    ...sweepDeps(engine),
    enqueuer,
    provider: calmProvider(),
    relay: () => relayPage(relaying),
  }

  async function makeContacts(): Promise<void> {
    const due = rings.splice(0)
    const messages = due.filter(({ channel }) => channel === 'sms')
    for (const one of await redeemBatch(delivering, messages)) {
      if (one.answer !== 'send') continue
      const answer = await sendPermitted(delivering, one.permitted)
      await settleBatch(delivering, [{ permitted: one.permitted, answer }])
    }
    const calls = due.filter(({ channel }) => channel === 'call')
    await offerBatch(tasks.store, 'call', calls)
  }

  return {
    /** Every worker does what is due, and gives its sign of life; who dials is another matter. */
    work: async (instant: string): Promise<void> => {
      await real.at(instant)
      for (const tick of TICKS) await endTick(db, tick, await beginTick(db, tick))
      await real.detect()
      await real.decide()
      await sweep(sweeping)
      await makeContacts()
      await real.decide()
      for (const worker of ['detect', 'decide', 'relay', 'sms', 'ticks']) {
        const beating = heartbeat(db, worker, 'office')
        beating.worked()
        await beating.flush()
      }
    },
    /** The calls that the agent could take. */
    offered: async (): Promise<number> => (await listTasks(tasks, 'call', 100)).length,
    /** The agent takes a call and dials. */
    dial: async (): Promise<ContactId | null> => {
      const claimed = await claimTask(tasks, { kind: 'call', agent: AGENT })
      if (!claimed.ok || claimed.task === null) return null
      const { contact } = claimed.task
      const started = await startTask(tasks, { contact, agent: AGENT })
      return started.ok ? contact : null
    },
    hangUp: async (contact: ContactId): Promise<void> => {
      await disposeTask(tasks, { contact, agent: AGENT, disposition: 'no_answer' })
    },
  }
}
