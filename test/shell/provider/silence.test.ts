import { once } from 'node:events'
import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Parcel } from '../../../src/channels/channel.ts'
import { MINUTE } from '../../../src/core/base/time.ts'
import type { ProviderAnswer } from '../../../src/core/deliver/provider-answer.ts'
import type { Provider } from '../../../src/flow/ports/deliver.ts'
import type { AnyAdapter } from '../../../src/providers/adapter.ts'
import { gatewayAdapter } from '../../../src/providers/gateway/gateway.ts'
import { inSlots } from '../../../src/shell/batch/in-slots.ts'
import { providersOver } from '../../../src/shell/provider/providers.ts'
import { leavingSilent } from '../../../src/shell/provider/silence.ts'
import { wireClient } from '../../../src/shell/provider/wire-client.ts'

const TIME_OUT_MS = 300
const [SLOTS, EACH] = [4, 60]

let swallowing: net.Server
let answering: http.Server
const client = wireClient()
const cut: (() => void)[] = []
beforeEach(async () => {
  // Connections are taken, and nothing is ever said on them.
  swallowing = net.createServer((socket) => void cut.push(() => socket.destroy()))
  answering = http.createServer((_, response) => response.writeHead(202).end('{"id":"p-1"}'))
  await Promise.all([swallowing, answering].map((one) => once(one.listen(0, '127.0.0.1'), 'listening')))
})
afterEach(() => {
  client.close()
  for (const one of cut) one()
  swallowing.close()
  answering.close()
})

test('messages of a provider that swallows what it is sent keep those of another one waiting for a few time-outs, however many they are', async () => {
  const told: string[] = []
  const providers = leavingSilent(
    providersOver({
      client,
      adapterOf: (provider) =>
        gatewayAdapter({ url: urlOf(provider === 'mute' ? swallowing : answering), token: 't' }),
      machine: { now: () => Date.now() },
    }),
    { machine: { now: () => Date.now() }, tell: (channel, provider) => told.push(`${channel} ${provider}`) },
  )
  const answers = new Map<string, ProviderAnswer[]>([
    ['mute', []],
    ['heard', []],
  ])
  const slots = inSlots(SLOTS, async (provider: string) => {
    answers.get(provider)?.push(await providers.send(parcelFor(provider), TIME_OUT_MS))
  })
  await slots.each(Array.from({ length: 2 * EACH }, (_, index) => (index % 2 === 0 ? 'mute' : 'heard')))
  expect(answers.get('heard')).toEqual(
    Array.from({ length: EACH }, () => ({ kind: 'accepted', providerRef: 'p-1' })),
  )
  const tried = answers.get('mute')?.filter(({ kind }) => kind !== 'not_tried') ?? []
  expect(answers.get('mute')).toHaveLength(EACH)
  expect(tried.length).toBeGreaterThanOrEqual(5)
  expect(tried.length).toBeLessThanOrEqual(5 + 2 * SLOTS)
  expect(tried.every(({ kind }) => kind === 'ambiguous')).toBe(true)
  expect(told).toEqual(['sms mute'])
})

test('one that answers again is heard by the single message that asks, and by all after it', async () => {
  let answer: ProviderAnswer = UNANSWERED
  const { send } = leavingSilent<Pick<Provider, 'send'>>(
    { send: async () => answer },
    { machine: { now: () => Date.now() } },
  )
  const many = (): Promise<ProviderAnswer[]> =>
    Promise.all(Array.from({ length: 6 }, () => send(parcelFor('mute'), TIME_OUT_MS)))
  await many()
  const kinds = async (): Promise<string[]> => (await many()).map(({ kind }) => kind)
  const others = Array.from({ length: 5 }, () => 'not_tried')
  expect(await kinds()).toEqual(['not_reached', ...others])
  answer = { kind: 'accepted', providerRef: 'p-1' }
  expect(await kinds()).toEqual(['accepted', ...others])
  expect(new Set(await kinds())).toEqual(new Set(['accepted']))
})

test('one that answers some of what it is sent while others wait in vain is not silent', async () => {
  const told: string[] = []
  let sent = 0
  const { send } = leavingSilent<Pick<Provider, 'send'>>(
    {
      send: (_, timeoutMs) =>
        sent++ % 3 === 2 ? Promise.resolve(ACCEPTED) : delay(timeoutMs / 10, UNANSWERED),
    },
    { machine: { now: () => Date.now() }, tell: (channel, provider) => told.push(`${channel} ${provider}`) },
  )
  for (let times = 0; times < 3; times++) {
    const answers = await Promise.all(Array.from({ length: 60 }, () => send(parcelFor('slow'), TIME_OUT_MS)))
    expect(answers.filter(({ kind }) => kind === 'not_tried')).toEqual([])
  }
  expect(told).toEqual([])
  sent = Number.NaN
  await Promise.all(Array.from({ length: 5 }, () => send(parcelFor('slow'), TIME_OUT_MS)))
  expect(told).toEqual(['sms slow'])
})

test('one lost request for a token counts once, however many messages wait for it', async () => {
  const told: string[] = []
  const adapter: AnyAdapter = {
    ...gatewayAdapter({ url: urlOf(answering), token: 't' }),
    token: {
      request: () => ({ method: 'POST', url: urlOf(swallowing), headers: {}, body: '{}' }),
      read: () => null,
    },
  }
  const watched = leavingSilent(
    providersOver({ client, adapterOf: () => adapter, machine: { now: () => Date.now() } }),
    { machine: { now: () => Date.now() }, tell: (channel, provider) => told.push(`${channel} ${provider}`) },
  )
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => watched.send(parcelFor('mute'), TIME_OUT_MS)),
  )
  expect(new Set(answers.map(({ kind }) => kind))).toEqual(new Set(['not_reached']))
  expect(told).toEqual([])
  for (let times = 0; times < 4; times++) await watched.send(parcelFor('mute'), TIME_OUT_MS)
  expect(told).toEqual(['sms mute'])
})

test('what was not answered is forgotten by a worker that sends nothing for minutes', async () => {
  let now = 0
  const told: number[] = []
  const { send } = leavingSilent<Pick<Provider, 'send'>>(
    { send: async () => UNANSWERED },
    { machine: { now: () => now }, tell: () => told.push(now) },
  )
  const times = async (count: number) => {
    for (let time = 0; time < count; time++) await send(parcelFor('mute'), TIME_OUT_MS)
  }
  await times(4)
  now += 6 * MINUTE
  await times(4)
  expect(told).toEqual([])
  now += MINUTE
  expect(await send(parcelFor('mute'), TIME_OUT_MS)).toMatchObject({ silent: true })
  expect(told).toEqual([now])
  now += 6 * MINUTE
  expect(await send(parcelFor('mute'), TIME_OUT_MS)).not.toHaveProperty('silent')
})

const ACCEPTED: ProviderAnswer = { kind: 'accepted', providerRef: 'p-1' }
const UNANSWERED: ProviderAnswer = { kind: 'not_reached', code: 'timeout', unanswered: 1 }

function urlOf(server: net.Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function parcelFor(provider: string): Parcel {
  const now = Date.now()
  return {
    channel: 'sms',
    provider,
    reference: crypto.randomUUID(),
    to: '+12025550123',
    text: 'A text.',
    at: now,
    validUntil: now + 60_000,
  }
}
