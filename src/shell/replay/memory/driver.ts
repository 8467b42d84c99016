import type { Instant } from '../../../core/base/time.ts'
import { MESSAGE_CHANNELS, TASK_CHANNELS } from '../../../core/channel/channel.ts'
import { redeemBatch, sendPermitted, settleBatch } from '../../../flow/deliver.ts'
import { offerBatch } from '../../../flow/offer.ts'
import type { ContactJob } from '../../../flow/ports/enqueuer.ts'
import { sweep } from '../../../flow/sweep.ts'
import type { World } from './world.ts'
import { doTasks } from '../do-tasks.ts'
import type { MemoryFlows } from './flows.ts'
import type { Speaks, Driver } from '../driver.ts'
import { worldResult } from './result.ts'
import type { WrongLine } from '../engine.ts'
import { toldWrong } from '../../law/wrong-contacts.ts'
import { wrongIn } from './known.ts'
import { isPlanned, isWaiting } from '../../../core/model/contact-state.ts'

const BATCH = 100

/** The flow functions over a world in memory; what is enqueued goes into a list. */
export function memoryDriver(world: World, flows: MemoryFlows): Driver {
  return {
    setNow: async (now) => {
      world.now = now
    },
    record: async (rows) => {
      const found = await flows.record(rows.map((row) => ({ ...row, source: 'replay' })))
      return { problems: found.rejected, warnings: found.warnings, look: found.look }
    },
    detect: async () => {
      while ((await flows.detect()).more);
    },
    decide: async () => {
      while ((await flows.decide()).more);
    },
    act: (speaks) => act(world, flows, speaks),
    nextDue: async (after) => nextDue(world, after),
    isDue: async (now) =>
      [...world.cases.values()].some((theCase) => (theCase.nextReviewAt ?? Infinity) <= now),
    zoneSets: async () => new Set([...world.accounts.values()].map((account) => account.zones.join(','))),
    result: async () => worldResult(world),
    wrong: () => wrongLines(world, flows),
    close: async () => {},
  }
}

async function wrongLines(world: World, { deliver }: MemoryFlows): Promise<WrongLine[]> {
  const found = await wrongIn(world, deliver.config)
  return found.flatMap(({ contact: { at, step, attempt, ...row }, found: one }) => {
    const theCase = row.case === null ? undefined : world.cases.get(row.case)
    const account = theCase && world.accounts.get(theCase.account)
    if (!account || at === null || step === null) return []
    const { words, late } = toldWrong(one)
    return [{ at, account: account.externalId, step, attempt: attempt ?? 1, why: words, late }]
  })
}

async function act(world: World, flows: MemoryFlows, speaks: Speaks): Promise<boolean> {
  const report = await sweep(flows.sweep)
  for (const { step, error } of report.failed) throw new Error(`sweep ${step}`, { cause: error })
  const rings = flows.rings.splice(0)
  for (const channel of MESSAGE_CHANNELS) {
    const own = rings.filter((ring) => ring.channel === channel)
    for (let from = 0; from < own.length; from += BATCH) {
      await send(world, flows, own.slice(from, from + BATCH), speaks)
    }
  }
  for (const kind of TASK_CHANNELS) {
    const own = rings.filter((ring) => ring.channel === kind)
    if (own.length > 0) await offerBatch(flows.task.store, kind, own)
  }
  const done = await doTasks(flows.task, speaks)
  return done || rings.length > 0 || report.expired > 0
}

async function send(
  world: World,
  { deliver }: MemoryFlows,
  rings: ContactJob[],
  speaks: Speaks,
): Promise<void> {
  const redeemed = await redeemBatch(deliver, rings)
  const permitted = redeemed.flatMap((one) => (one.answer === 'send' ? [one.permitted] : []))
  const answers = await Promise.all(
    permitted.map(async (one) => ({ permitted: one, answer: await sendPermitted(deliver, one) })),
  )
  await settleBatch(deliver, answers)
  for (const { contact, account } of permitted) {
    const row = world.contacts.get(contact)
    if (row) speaks({ account, step: row.step ?? '', attempt: row.attempt ?? 1 })
  }
}

function nextDue(world: World, after: Instant): Instant | null {
  let next = Infinity
  const due = (at: Instant | null): void => {
    if (at !== null && at > after && at < next) next = at
  }
  for (const theCase of world.cases.values()) due(theCase.nextReviewAt)
  for (const row of world.contacts.values()) {
    if (isPlanned(row.state)) due(row.notBefore)
    if (isWaiting(row.state)) due(row.expiresAt)
  }
  return next === Infinity ? null : next
}
