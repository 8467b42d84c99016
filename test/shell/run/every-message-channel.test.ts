import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { callbackOn } from '../../../src/channels/receipt.ts'
import type { PointKind } from '../../../src/core/base/list.ts'
import {
  CONTACT_CHANNELS,
  MESSAGE_CHANNELS,
  type MessageChannel,
  messageKind,
} from '../../../src/core/channel/channel.ts'
import { callbackReader } from '../../../src/shell/http/read-callback.ts'
import { takeCallbacks } from '../../../src/shell/http/take-callbacks.ts'
import { checkInvariants } from '../../../src/shell/pg/watch/invariants.ts'
import { compareWithProvider } from '../../../demo/provider-log.ts'
import { WORKERS } from '../../../src/shell/run/workers.ts'
import { testApi } from '../http/api.ts'
import { type RealEngine, realEngine } from '../../support/real-engine.ts'
import { type SimulatedGateway, simulatedGateway } from '../../support/simulated-gateway.ts'
import { storySchedules } from '../../support/story-engine.ts'
import { anAccount } from '../../support/story-facts.ts'
import { until } from '../../support/until.ts'

const PLACE: Record<PointKind, string> = {
  phone: '+12025550133',
  email: 'lin@mail.example',
  address: '1 Main Street, Albany',
  handle: '@lin',
}
const FIRST_DAY = '2026-03-02'

let gateway: SimulatedGateway
let real: RealEngine

/** One debtor for each channel, whose strategy has one step by it; the worker of the channel sends it through the simulated provider. */
beforeAll(async () => {
  gateway = await simulatedGateway()
  real = await realEngine(gateway.env, byEachChannel())
  await real.at('2026-02-01T09:00:00Z')
  await real.take(...MESSAGE_CHANNELS.flatMap(debtorOn))
  await real.morning(`${FIRST_DAY}T00:05:00Z`)
  await real.morning(`${FIRST_DAY}T10:00:00Z`)
  const workers = MESSAGE_CHANNELS.map((channel) => WORKERS[channel](real.engine))
  try {
    await until(async () => (await real.contacts()).every(({ state }) => state === 'sent'))
  } finally {
    await Promise.all(workers.map((worker) => worker.stop(5)))
  }
})
afterAll(async () => {
  await real.close()
  await gateway.stop()
})

test('each channel has sent its message once, through its own provider and within its own rate', async () => {
  const journal = readFileSync(gateway.journal, 'utf8').trim().split('\n')
  const sentOn = journal.map((line) => (JSON.parse(line) as { channel: string }).channel)
  expect(sentOn.toSorted()).toEqual([...MESSAGE_CHANNELS].toSorted())
  const rates = await real.db.query('select channel, used from rate_slot order by channel')
  expect(rates).toEqual([...MESSAGE_CHANNELS].toSorted().map((channel) => ({ channel, used: 1 })))
})

test('the promises hold on each channel, and what the provider has not named breaks the fourth', async () => {
  const fourth = async () => (await checkInvariants(real.db)).find(({ id }) => id === 'I4')?.count
  expect(await fourth()).toBe(0)
  const compared = await compareWithProvider(real.db, gateway.journal)
  expect(compared.map(({ count }) => count)).toEqual([0, 0])
  await real.db.query(`update contact set provider_code = provider_ref, provider_ref = null`)
  expect(await fourth()).toBe(MESSAGE_CHANNELS.length)
  await real.db.query(`update contact set provider_ref = provider_code, provider_code = null`)
  expect(await fourth()).toBe(0)
})

test.for(MESSAGE_CHANNELS)('a receipt and an answer by %s are heard', async (channel) => {
  const { engine, db } = real
  const take = takeCallbacks({ db, record: engine.record, vault: engine.vault })
  const read = callbackReader(channel)
  const contact = (await real.contacts()).find(({ account }) => account === accountOn(channel))
  const at = `${FIRST_DAY}T10:00:00Z`
  const receipt = { type: 'receipt', reference: contact?.reference, id: 'm', status: 'delivered', at }
  const stop = { type: 'inbound', id: 'i', from: placeOn(channel), text: 'STOP', at }
  const page = [receipt, stop].map((body, index) => ({
    id: `${channel}-${index}`,
    channel,
    read: read(body),
    webhook: { id: `${channel}-${index}`, body },
  }))
  expect(await take(page)).toEqual([{ outcome: 'stored' }, { outcome: 'stored' }])
  const after = (await real.contacts()).find(({ account }) => account === accountOn(channel))
  expect(after?.state).toBe('delivered')
  const held = await db.query(
    `select h.kind from hold h join person p on p.id = h.person_id where p.external_id = $1 and h.kind = 'optout'`,
    [debtorNamed(channel)],
  )
  expect(held).toEqual([{ kind: 'optout' }])
})

test('each channel has a door of its own for what its provider tells', async () => {
  const api = await testApi()
  try {
    const doors = MESSAGE_CHANNELS.map((channel) => ({
      method: 'POST' as const,
      url: `/v1/callbacks/${channel}`,
    }))
    expect(doors.filter((door) => !api.app.hasRoute(door))).toEqual([])
    expect(api.app.hasRoute({ method: 'POST', url: '/v1/callbacks/social' })).toBe(false)
  } finally {
    await api.close()
  }
})

test('whoever writes by a channel may be named as long as its numbers and addresses are', () => {
  const from = (channel: MessageChannel, length: number) =>
    callbackOn(channel).safeParse({
      type: 'inbound',
      id: 'i',
      from: 'x'.repeat(length),
      text: '',
      at: `${FIRST_DAY}T10:00:00Z`,
    }).success
  // A text may have been sent from an e-mail address.
  expect([from('sms', 320), from('sms', 321)]).toEqual([true, false])
  expect([from('letter', 500), from('letter', 501)]).toEqual([true, false])
})

function byEachChannel(): ReturnType<typeof storySchedules> {
  const files = MESSAGE_CHANNELS.flatMap((channel): [string, string][] => [
    [`strategies/by-${channel}.yaml`, strategyBy(channel)],
    [`templates/en/by-${channel}.yaml`, templateBy(channel)],
  ])
  const rates = CONTACT_CHANNELS.map((channel) => `  ${channel}: { perHour: 600 }`)
  return storySchedules(lastOfAll, {
    ...Object.fromEntries(files),
    'ticks.yaml': `${TICKS}${rates.join('\n')}\n`,
  })
}

/** The stories' own ladder would take every debtor. */
function lastOfAll(ladder: string): string {
  return ladder.replace('priority: 1', 'priority: 900')
}

const TICKS = `ticks:
  - { tick: detect, cron: "5 * * * *", zone: UTC }
  - { tick: review, every: { minutes: 1 } }
  - { tick: relay, every: { seconds: 15 } }
  - { tick: sweep, every: { seconds: 15 } }
rates:
`

function strategyBy(channel: MessageChannel): string {
  return `strategy: by-${channel}
title: One message by ${channel}
priority: ${10 + indexOf(channel)}
applies: { product: [consumer_loan], creditor: [by-${channel}] }
open: { dpd: 1, pastDue: "10.00", perDay: 1000 }
mode: live
packs: [xx-house]
risk: { low: [0, 0.2], medium: [0.2, 0.5], high: [0.5, 1], unknown: medium }
onChange: { default: finish }
stages:
  - stage: reminder
    from: { dpd: 1 }
    steps:
      - { step: hello, channel: ${channel}, template: by-${channel}, dpd: 1, at: "10:00" }
`
}

function templateBy(channel: MessageChannel): string {
  return `template: by-${channel}
locale: en
channel: ${channel}
carries: [optout_instruction]
${messageKind(channel).titled ? 'subject: "Account {account}"\n' : ''}text: "{creditor}: {amount} on account {account} was due on {due}. Please pay. Reply STOP to opt out."
`
}

/** The debtor has a place of each kind at which the channel arrives. */
function debtorOn(channel: MessageChannel): Record<string, unknown>[] {
  const debtor = debtorNamed(channel)
  const [opened, ...rest] = anAccount(accountOn(channel), {
    debtor,
    phone: `+1202555${1000 + indexOf(channel)}`,
  })
  const at = '2026-01-05T09:00:00Z'
  const point = {
    type: 'point.added',
    at,
    debtor,
    kind: messageKind(channel).points[0],
    value: placeOn(channel),
  }
  return [{ ...opened, creditor: `by-${channel}` }, ...rest, point]
}

/** Nobody shares it with another channel's debtor. */
function placeOn(channel: MessageChannel): string {
  const [kind] = messageKind(channel).points
  return kind === 'phone' ? `+12025550${110 + indexOf(channel)}` : `${channel}.${PLACE[kind]}`
}

function indexOf(channel: MessageChannel): number {
  return MESSAGE_CHANNELS.indexOf(channel)
}

function accountOn(channel: MessageChannel): string {
  return `A-${channel}`
}

function debtorNamed(channel: MessageChannel): string {
  return `D-${channel}`
}
