import { createHash } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { type Fate, FATES, type Message, type Protocol } from '../../demo/vendor/vendor.ts'
import { HOUR, MINUTE } from '../../src/core/base/time.ts'
import { redeemBatch, sendPermitted } from '../../src/flow/deliver.ts'
import { relayPage } from '../../src/flow/relay.ts'
import { sweep } from '../../src/flow/sweep.ts'
import type { HttpReply, HttpRequest, WireRequest } from '../../src/providers/adapter.ts'
import { traitsOf } from '../../src/providers/class.ts'
import { providersOver } from '../../src/shell/provider/providers.ts'
import { sendAll } from '../shell/deliver/deliver.contract.ts'
import { memoryStage } from '../shell/deliver/memory-stage.ts'
import { type Account, type Depot, depotOf, NOW, refOf, type Stage } from '../shell/deliver/stage.ts'
import { CANDIDATES, type Candidate } from './every-provider.ts'

/** 13 in 100 sends end in a way that nobody can read, and of every 50 workers one dies before it could settle. */
const SENDS = Number(process.env['PROVIDER_SENDS'] ?? 100)
const AMBIGUOUS: readonly Fate[] = [
  'reset_before',
  'reset_after',
  'error_500_before',
  'error_500_after',
  'timeout_408',
]
const QUIET = 10 * MINUTE
const ACCOUNT: Account = 41

let stage: Stage
afterEach(() => stage.close())

test.for(CANDIDATES)(
  '$name: nothing is accepted twice, and its class says what stays unknown',
  async (candidate) => {
    stage = await memoryStage()
    const vendor = playedVendor(candidate)
    const depot = depotOf(stage, {
      provider: vendor.provider,
      permit: ({ at }) => ({ answer: 'permit', until: at + 8 * HOUR, duties: [], warnings: [] }),
      perHour: 1_000_000,
    })
    const ids = Array.from({ length: SENDS }, (_, index) => index + 1)
    await stage.contacts(ids.map((id) => ({ id, account: ACCOUNT })))
    for (let from = 0; from < SENDS; from += 50) await sendPage(depot, ids.slice(from, from + 50))
    for (let round = 1; round <= 6; round++) await resolve(depot, vendor, { ids, now: NOW + round * QUIET })
    // One that can be asked, and never says no, is a human's affair after a day.
    await resolve(depot, vendor, { ids, now: NOW + 25 * HOUR })
    const taken = new Map<string, number>()
    for (const { reference } of vendor.taken) taken.set(reference, (taken.get(reference) ?? 0) + 1)
    expect([...taken.values()].filter((count) => count > 1)).toEqual([])
    const states = await Promise.all(ids.map(async (id) => (await stage.contact(id)).state))
    const unresolved = states.filter((state) => state === 'unknown').length
    expect(await stage.humanTasks()).toHaveLength(unresolved)
    if (!traitsOf(candidate.class).byItself) return expect(unresolved).toBeGreaterThan(0)
    expect(unresolved).toBe(0)
    expect(new Set(states)).toEqual(new Set(['sent']))
    expect(taken.size).toBe(SENDS)
  },
)

/** The first of a page is sent by a worker that dies before it settles. */
async function sendPage(depot: Depot, [first = 0, ...ids]: readonly number[]): Promise<void> {
  const [redeemed] = await redeemBatch(depot.deliver, [refOf(first, ACCOUNT)])
  if (redeemed?.answer === 'send') await sendPermitted(depot.deliver, redeemed.permitted)
  await sendAll(
    depot,
    ids.map((id) => [id, ACCOUNT]),
  )
}

async function resolve(
  depot: Depot,
  vendor: { now: number },
  { ids, now }: { ids: readonly number[]; now: number },
): Promise<void> {
  vendor.now = now
  depot.machine.now += 10 * MINUTE
  await stage.setNow(now)
  expect((await sweep(depot.sweep)).failed).toEqual([])
  await relayPage({ store: stage.relay, enqueuer: depot.sweep.enqueuer })
  const states = await Promise.all(ids.map(async (id) => ({ id, state: (await stage.contact(id)).state })))
  const queued = states.filter(({ state }) => state === 'queued')
  if (queued.length > 0) {
    await sendAll(
      depot,
      queued.map(({ id }) => [id, ACCOUNT]),
    )
  }
}

/** A vendor without sockets: each first send of a reference meets a fate of its own, and later ones are taken. */
function playedVendor(candidate: Candidate) {
  const protocol = candidate.protocol()
  const adapter = candidate.adapterAt('http://127.0.0.1:1')
  const met = new Set<string>()
  const vendor = { taken: [] as Message[], now: NOW }
  const exchange = async (request: WireRequest): Promise<HttpReply> => {
    if ('mail' in request) throw new Error('it has a test of its own')
    const asked = askedOf(request)
    const brought = protocol.sendIn(asked)
    if (brought === 'stranger') throw new Error('a stranger')
    if (brought === null) return heard(protocol.other(asked, vendor.taken))
    const fate = met.has(brought.reference) ? 'accept' : fateOf(brought.reference)
    met.add(brought.reference)
    const message = { ...brought, id: `v-${vendor.taken.length + 1}`, at: vendor.now }
    if (FATES[fate].takes && !isRepeat(candidate, vendor.taken, message)) vendor.taken.push(message)
    if (fate === 'accept') return heard(protocol.accepted(message))
    return fate.startsWith('reset')
      ? { kind: 'ambiguous', code: 'econnreset' }
      : heard({ status: 500, body: '' })
  }
  const client = { exchange, close: () => {} }
  const provider = providersOver({ client, adapterOf: () => adapter, machine: { now: () => vendor.now } })
  return Object.assign(vendor, { provider })
}

/** One of class A takes one message for one reference. */
function isRepeat(candidate: Candidate, taken: readonly Message[], { reference }: Message): boolean {
  return candidate.class === 'A' && taken.some((one) => one.reference === reference)
}

function fateOf(reference: string): Fate {
  // References that differ in their last digits alone must not share a fate.
  const roll = createHash('sha256').update(reference).digest().readUInt32BE() / 2 ** 32
  return roll < 0.13 ? (AMBIGUOUS[Math.floor((roll / 0.13) * AMBIGUOUS.length)] ?? 'accept') : 'accept'
}

function askedOf({ method, url, headers, body }: HttpRequest): Parameters<Protocol['sendIn']>[0] {
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])
  return {
    method,
    url: new URL(url),
    headers: Object.fromEntries(lower) as Record<string, string>,
    body: body ?? '',
  }
}

function heard({ status, body }: { status: number; body: unknown }): HttpReply {
  return { kind: 'answered', status, retryAfterMs: null, body }
}
