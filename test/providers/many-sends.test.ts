import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { type Fate, FATES, type Message, type Protocol } from '../../demo/vendor/vendor.ts'
import { saveSends } from '../../fault/reliability.ts'
import { machineLine } from '../../bench/harness.ts'
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

/** 13 in 100 sends end in a way that nobody can read, and of every 50 workers one dies before it could settle. `PROVIDER_SENDS` of them through each provider; `npm run sends` keeps what came of them. */
const SENDS = Number(process.env['PROVIDER_SENDS'] ?? 100)
const KEEPS = process.env['PROVIDER_SENDS_KEPT'] === 'true'
/** So many are sent through one vendor, whose lists grow with them. */
const AT_ONCE = 400
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

test.for(CANDIDATES)(
  '$name: nothing is accepted twice, and its class says what stays unknown',
  { timeout: 60_000 + SENDS * 30 },
  async (candidate) => {
    const total = { sends: 0, twice: 0, unresolved: 0, tasks: 0 }
    const began = performance.now()
    for (let from = 0; from < SENDS; from += AT_ONCE) {
      const ids = Array.from({ length: Math.min(AT_ONCE, SENDS - from) }, (_, index) => from + index + 1)
      const found = await sentThrough(candidate, ids)
      total.sends += ids.length
      total.twice += found.twice
      total.unresolved += found.unresolved
      total.tasks += found.tasks
    }
    const seconds = Math.round((performance.now() - began) / 1000)
    const { name, class: of } = candidate
    if (KEEPS) saveSends('.', machineLine(), { provider: name, class: of, ...total, seconds })
    expect(total).toEqual({ ...total, twice: 0, tasks: total.unresolved })
    if (!traitsOf(candidate.class).byItself) expect(total.unresolved).toBeGreaterThan(0)
    else expect(total.unresolved).toBe(0)
  },
)

async function sentThrough(candidate: Candidate, ids: readonly number[]) {
  stage = await memoryStage()
  try {
    const vendor = playedVendor(candidate)
    const depot = depotOf(stage, {
      provider: vendor.provider,
      permit: ({ at }) => ({ answer: 'permit', until: at + 8 * HOUR, duties: [], warnings: [] }),
      perHour: 1_000_000,
    })
    await stage.contacts(ids.map((id) => ({ id, account: ACCOUNT })))
    for (let from = 0; from < ids.length; from += 50) await sendPage(depot, ids.slice(from, from + 50))
    for (let round = 1; round <= 6; round++) await resolve(depot, vendor, { ids, now: NOW + round * QUIET })
    // One that can be asked, and never says no, is a human's affair after a day.
    await resolve(depot, vendor, { ids, now: NOW + 25 * HOUR })
    const taken = new Map<string, number>()
    for (const { reference } of vendor.taken) taken.set(reference, (taken.get(reference) ?? 0) + 1)
    const states = await Promise.all(ids.map(async (id) => (await stage.contact(id)).state))
    const unresolved = states.filter((state) => state === 'unknown').length
    if (traitsOf(candidate.class).byItself) {
      expect(new Set(states)).toEqual(new Set(['sent']))
      expect(taken.size).toBe(ids.length)
    }
    const twice = [...taken.values()].filter((count) => count > 1).length
    return { twice, unresolved, tasks: (await stage.humanTasks()).length }
  } finally {
    await stage.close()
  }
}

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
