import { monitorEventLoopDelay } from 'node:perf_hooks'
import Fastify from 'fastify'
import { recordFacts } from '../src/flow/record.ts'
import { prepareWith } from '../src/shell/feed/prepare.ts'
import { nextTurn } from '../src/shell/http/breath.ts'
import { factRoutes } from '../src/shell/http/facts.ts'
import { DOOR, inBatches } from '../src/shell/batch/in-batches.ts'
import { takeFacts } from '../src/shell/http/take-facts.ts'
import { warmUp } from '../src/shell/http/warm-up.ts'
import { useZod } from '../src/shell/http/zod-routes.ts'
import { memoryRecordStore } from '../src/shell/replay/memory/record/record.ts'
import { emptyWorld } from '../src/shell/replay/memory/world.ts'
import { newVaultKeys, openVault } from '../src/shell/pg/base/vault.ts'
import type { Figure, Work } from './harness.ts'

/** Facts of a kind that does not exist, 7.8 MB of them, and good ones. */
const BAD_ROWS = 78_000
const GOOD_ROWS = 5_000
const MOST_MS = 50

export const B6: Figure = {
  id: 'B6',
  title: `the longest turn that ${BAD_ROWS} bad facts and ${GOOD_ROWS} good ones take of the API, against ${MOST_MS} ms`,
  unit: 'turns a second at the slowest moment',
  reach: 1,
  rounds: 3,
  prepare: async () => ({
    ours: { name: 'longest turn while the facts are taken', round: longestTurn },
    against: { name: `${MOST_MS} ms`, round: async () => ({ units: 1, millis: MOST_MS }) },
    close: async () => {},
  }),
}

async function longestTurn(): Promise<Work> {
  const bad = Array.from({ length: BAD_ROWS }, (_, n) => ({
    type: 'payment.recieved_',
    account: `A${n}`,
    note: 'x'.repeat(50),
  }))
  const good = Array.from({ length: GOOD_ROWS }, (_, n) => ({
    type: 'account.opened',
    at: '2026-02-01T00:00:00Z',
    account: `A${n}`,
    debtor: `D${n}`,
    creditor: 'acme',
    currency: 'USD',
    region: 'US-NY',
    phone: `+1202555${String(n % 10_000).padStart(4, '0')}`,
  }))
  const app = await doors()
  const payloads = [
    JSON.stringify(good),
    bad.map((row) => JSON.stringify(row)).join('\n'),
    JSON.stringify(bad),
  ]
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  for (const [index, payload] of payloads.entries()) {
    const type = index === 1 ? 'application/x-ndjson' : 'application/json'
    await app.inject({ method: 'POST', url: '/v1/facts', payload, headers: { 'content-type': type } })
  }
  delay.disable()
  await app.close()
  return { units: 1, millis: delay.max / 1e6 }
}

async function doors() {
  const app = Fastify()
  useZod(app)
  const vault = openVault(newVaultKeys())
  const world = emptyWorld(Date.parse('2026-03-01T00:00:00Z'))
  const prepare = prepareWith(vault)
  await warmUp(prepare)
  const recording = { store: memoryRecordStore(world), prepare, pause: nextTurn }
  const take = inBatches(
    takeFacts((rows) => recordFacts(recording, rows)),
    DOOR,
  )
  await app.register(async (scope) => factRoutes(scope.withTypeProvider(), { take }))
  await app.ready()
  return app
}
