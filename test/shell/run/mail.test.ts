import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest'
import { type MailFate, type MailVendor, startMailServer } from '../../../demo/vendor/mail-server.ts'
import { sweep } from '../../../src/flow/sweep.ts'
import { readSettings } from '../../../src/shell/env/settings.ts'
import { openLog } from '../../../src/shell/log/log.ts'
import { openEngine } from '../../../src/shell/run/engine.ts'
import { sweepDeps } from '../../../src/shell/run/wire.ts'
import { WORKERS } from '../../../src/shell/run/workers.ts'
import { canaryOf, everyCommand, leaks, redisTexts, tableTexts } from '../../fault/canary.ts'
import { type RealEngine, realEngine } from '../../support/real-engine.ts'
import { storySchedules } from '../../support/story-engine.ts'
import { anAccount } from '../../support/story-facts.ts'
import { until } from '../../support/until.ts'

/** One debtor for each fate that an e-mail may meet. */
const FATES = {
  ok: 'accept',
  gone: 'unknown_recipient',
  lost: 'reset_after_data',
  grey: 'greylisted',
} as const satisfies Record<string, MailFate>
type Debtor = keyof typeof FATES
const DEBTORS = Object.keys(FATES) as Debtor[]
const CANARIES = DEBTORS.map((name, index) => canaryOf(name, 51 + index))
const OPTOUT_URL = 'https://api.lender.example'

let vendor: MailVendor
let real: RealEngine
let commands: Awaited<ReturnType<typeof everyCommand>>
const folder = mkdtempSync(join(tmpdir(), 'arrears-mail-'))
beforeAll(async () => {
  vendor = await startMailServer({ user: 'u', password: 'top-secret' })
  vi.stubEnv('PROVIDER_MAIL_SERVER', vendor.server)
  vi.stubEnv('PROVIDER_MAIL_PASSWORD', 'top-secret')
  real = await realEngine({ OPTOUT_URL, LOG_LEVEL: 'debug' }, byMail())
  commands = await everyCommand(inject('redis'), real.env['QUEUE_PREFIX'] ?? '')
})
afterAll(async () => {
  commands.stop()
  vi.unstubAllEnvs()
  await real.close()
  await vendor.close()
  rmSync(folder, { recursive: true })
})

const spoilt = (): Promise<unknown[]> =>
  real.db.query(
    `select p.external_id as debtor from contact_point c join person p on p.id = c.person_id where not c.valid`,
  )

const states = async (): Promise<Record<string, string>> =>
  Object.fromEntries((await real.contacts()).map(({ account, state }) => [account, state]))

test('each e-mail ends as the mail server has left it, once, and nothing of anybody is told elsewhere', async () => {
  vendor.fateOf = (to) => DEBTORS.flatMap((name) => (to.startsWith(name) ? [FATES[name]] : []))[0]
  await real.at('2026-02-01T09:00:00Z')
  await real.take(...CANARIES.flatMap(opened))
  await real.morning('2026-03-02T00:05:00Z')
  await real.morning('2026-03-02T10:00:00Z')
  const log = openLog({ worker: 'email', level: 'debug', file: join(folder, 'log') })
  const engine = openEngine({ settings: readSettings(real.env), log, worker: 'email', instance: 'e' })
  const worker = WORKERS.email(engine)
  try {
    await until(async () => {
      const { ok, gone, lost, grey } = await states()
      return ok === 'sent' && gone === 'failed' && lost === 'unknown' && grey === 'planned'
    })
    await until(async () => (await spoilt()).length === 1)
    // It comes back in its own time, under the same reference.
    vendor.fateOf = () => undefined
    await real.morning('2026-03-02T10:30:00Z')
    await until(async () => (await states())['grey'] === 'sent')
  } finally {
    await worker.stop(5)
    await engine.close()
  }
  const references = (await real.contacts()).map(({ account, reference }) => [account, reference] as const)
  const sent = vendor.taken.map(({ from }) => from.split('@')[0] ?? '')
  const expected = references.filter(([account]) => account !== 'gone').map(([, reference]) => reference)
  expect(sent.toSorted()).toEqual(expected.toSorted())
  expect(vendor.taken[0]?.raw).toMatch(/^List-Unsubscribe:\s+<https:\/\/api\.lender\.example\/v1\/opt-out\//m)
  expect((await sweep(sweepDeps(real.engine))).failed).toEqual([])
  const tasks = await real.db.query(
    `select t.kind, t.role, p.external_id as debtor from human_task t join person p on p.id = t.person_id order by debtor`,
  )
  // Who has no other address is told of the opening by a person.
  expect(tasks).toEqual([
    { kind: 'opening_notice', role: 'operations', debtor: 'D-gone' },
    { kind: 'unknown_contact', role: 'mail-room', debtor: 'D-lost' },
  ])
  expect(await spoilt()).toEqual([{ debtor: 'D-gone' }])
  const places = [
    ['log', readFileSync(join(folder, 'log'), 'utf8')] as const,
    ['commands of Redis', commands.text()] as const,
    ...(await redisTexts(inject('redis'), real.env['QUEUE_PREFIX'] ?? '')),
    ...(await tableTexts(real.db)),
  ]
  expect(places.length).toBeGreaterThan(20)
  expect(leaks(places, CANARIES)).toEqual([])
  expect(JSON.stringify(places)).not.toContain('top-secret')
})

function opened({ account, name, email, phone }: ReturnType<typeof canaryOf>): Record<string, unknown>[] {
  const debtor = `D-${account}`
  const [first, ...rest] = anAccount(account, { debtor, phone })
  const at = '2026-01-05T09:00:00Z'
  return [{ ...first, name }, ...rest, { type: 'point.added', at, debtor, kind: 'email', value: email }]
}

function byMail(): ReturnType<typeof storySchedules> {
  return storySchedules((ladder) => ladder.replace('priority: 1', 'priority: 900'), {
    'strategies/by-mail.yaml': STRATEGY,
    'templates/en/by-mail.yaml': TEMPLATE,
    'ticks.yaml': TICKS,
    'providers.yaml':
      'routes:\n  - { channel: email, providers: [{ provider: mail }] }\n  - { channel: sms, providers: [{ provider: gateway }] }\nunresolved: { role: mail-room }\n',
    'providers/mail.yaml': PROVIDER,
  })
}

const STRATEGY = `strategy: by-mail
title: One e-mail
priority: 10
applies: { product: [consumer_loan] }
open: { dpd: 1, pastDue: "10.00", perDay: 1000 }
mode: live
packs: [xx-house]
risk: { low: [0, 0.2], medium: [0.2, 0.5], high: [0.5, 1], unknown: medium }
onChange: { default: finish }
stages:
  - stage: reminder
    from: { dpd: 1 }
    steps:
      - { step: hello, channel: email, template: by-mail, dpd: 1, at: "10:00" }
`
const TEMPLATE = `template: by-mail
locale: en
channel: email
carries: [optout_instruction]
subject: "{name}: account {account}"
text: "{name}, {amount} on account {account} was due on {due}. Please pay. Reply STOP to opt out."
`
const TICKS = `ticks:
  - { tick: detect, cron: "5 * * * *", zone: UTC }
  - { tick: review, every: { minutes: 1 } }
  - { tick: relay, every: { seconds: 15 } }
  - { tick: sweep, every: { seconds: 15 } }
rates:
  email: { perHour: 600 }
  sms: { perHour: 600 }
  call: { perHour: 600 }
  visit: { perHour: 600 }
`
const PROVIDER = `provider: mail
kind: smtp
channels: [email]
server: "{env.PROVIDER_MAIL_SERVER}"
tls: none
auth: { user: u, password: "{env.PROVIDER_MAIL_PASSWORD}" }
from: Lender <service@lender.example>
returnPath: bounces.lender.example
`
