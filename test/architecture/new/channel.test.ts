import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RecipeCopy } from '../../support/recipe-copy.ts'
import { pathsFor, recipe } from '../recipe-table.ts'

/** One that laws have always known and others made, and one that nobody knew. */
const ADDED = ['push', 'rcs']
const SENT_BY_A_PROVIDER = `  text: { needs: 'template', never: ['script', 'task'] },
  mayOpen: true,
  noun: 'a message',
  parts: () => 1,
`
const MINUTE = 60_000

describe('two more channels for messages, made in a copy as the recipe says', {
  timeout: 15 * MINUTE,
}, () => {
  let copy: RecipeCopy

  beforeAll(() => {
    copy = new RecipeCopy()
    const made = (text: string) =>
      text
        .replaceAll('OutsideKind', 'MessageKind')
        .replace(`by: 'outside'`, `by: 'message'`)
        .replace('} as const', `${SENT_BY_A_PROVIDER}} as const`)
    copy.change('src/core/channel/push.ts', made)
    const renamed = (text: string) =>
      text.replace('const push', 'const rcs').replace(`['handle']`, `['phone']`)
    copy.change('src/core/channel/rcs.ts', renamed, 'src/core/channel/push.ts')
    copy.change('src/core/channel/channel.ts', (text) =>
      text
        .replace(`import { sms }`, `import { rcs } from './rcs.ts'\nimport { sms }`)
        .replace('  sms,\n', '  sms,\n  rcs,\n'),
    )
    copy.change('docker-compose.yml', (text) => {
      const service = /\n {2}sms:\n[^]*?\n\n/.exec(text)?.[0] ?? ''
      const settings = / {6}SMS_URL.*\n {6}SMS_TOKEN.*\n/.exec(text)?.[0] ?? ''
      return text.replace(service, others(service)).replace(settings, others(settings))
    })
    copy.change('docs/settings.md', (text) => {
      const rows = /\| `SMS_URL`.*\n\| `SMS_TOKEN`.*\n/.exec(text)?.[0] ?? ''
      return text.replace(rows, others(rows))
    })
  })
  afterAll(() => copy.remove())

  it('the channels touch no file but those that the recipe names', () => {
    const { make, edit } = recipe('a channel')
    const named = [...ADDED.flatMap((channel) => pathsFor(make, channel)), ...edit]
    expect([...copy.changed].filter((path) => !named.includes(path))).toEqual([])
  })

  it('the copy compiles as it stands', async () => {
    expect(await copy.compile()).toBe('')
  })

  it('the check asks for hourly rates, and then nothing is wrong', async () => {
    writeFileSync(join(copy.folder, 'schedules/strategies/by-mail.yaml'), STRATEGY)
    for (const channel of ADDED)
      writeFileSync(join(copy.folder, `schedules/templates/en/by-${channel}.yaml`), templateBy(channel))
    const before = await checked(copy)
    expect(
      before.filter(({ code }) => code !== 'stale_file').map(({ code, message }) => `${code}: ${message}`),
    ).toEqual([
      'missing_rate: strategies use rcs, but it has no hourly rate',
      'missing_rate: strategies use push, but it has no hourly rate',
    ])
    const rates = ADDED.map((channel) => `  ${channel}: { perHour: 500 }\n`).join('')
    const ticks = join(copy.folder, 'schedules/ticks.yaml')
    writeFileSync(ticks, `${readFileSync(ticks, 'utf8')}${rates}`)
    await copy.run('bin/arrears.mjs', ['check', '--write'])
    expect(await checked(copy)).toEqual([])
  })

  it('both engines of a replay, the workers of the whole one included, play the new channels in the same way', async () => {
    writeFileSync(
      join(copy.folder, 'facts.ndjson'),
      FACTS.map((fact) => `${JSON.stringify(fact)}\n`).join(''),
    )
    const [core, full] = [await replayed(copy, 'core'), await replayed(copy, 'full')]
    expect(full).toBe(core)
    const contacts = core
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { step: string; channel: string })
    expect(contacts.map(({ step, channel }) => `${step} by ${channel}`)).toEqual([
      'hello by push',
      'again by rcs',
    ])
  })

  it('each new channel is sent by its worker, counted by I4, heard by its own door, and deployed', async () => {
    const served = [
      'test/shell/run/every-message-channel',
      'test/shell/deploy/compose',
      'test/shell/env',
      'test/architecture/recipes.test',
    ]
    const { code, output } = await copy.run('node_modules/vitest/vitest.mjs', [
      'run',
      '--no-color',
      '--reporter=verbose',
      ...served,
      'test/core/channel',
    ])
    expect(code, output).toBe(0)
    for (const channel of ADDED) expect(output).toContain(`a receipt and an answer by ${channel} are heard`)
  })
})

/** The same words again for each of the added channels. */
function others(text: string): string {
  const upper = (channel: string): string => channel.toUpperCase()
  return [
    text,
    ...ADDED.map((channel) => text.replaceAll('sms', channel).replaceAll('SMS', upper(channel))),
  ].join('')
}

const STRATEGY = `strategy: by-mail
title: A telephone bill, asked for without a telephone
priority: 990
applies: { product: [telecom], region: [US], actor: [first_party] }
open: { dpd: 1, pastDue: "10.00", perDay: 1000 }
mode: live
packs: [us-fed-stay, us-fed-tcpa]
risk: { low: [0, 0.2], medium: [0.2, 0.5], high: [0.5, 1], unknown: medium }
onChange: { default: finish }
stages:
  - stage: reminder
    from: { dpd: 1 }
    steps:
      - { step: hello, channel: push, template: by-push, dpd: 1, at: "12:00" }
      - { step: again, channel: rcs, template: by-rcs, dpd: 5, at: "12:00" }
`

function templateBy(channel: string): string {
  return `template: by-${channel}
locale: en
channel: ${channel}
carries: [optout_instruction]
text: "{creditor}: {amount} on account {account} was due on {due}. Please pay. Reply STOP to opt out."
`
}

const at = '2026-01-05T09:00:00Z'
const FACTS = [
  {
    type: 'account.opened',
    at,
    account: 'A1',
    debtor: 'D1',
    creditor: 'acme',
    actor: 'first_party',
    product: 'telecom',
    currency: 'USD',
    region: 'US-NY',
    zone: 'America/New_York',
    phone: '+12025550100',
  },
  { type: 'point.added', at, debtor: 'D1', kind: 'handle', value: '@lin' },
  { type: 'consent.given', at, debtor: 'D1', consent: 'consent.sms' },
  { type: 'obligation.billed', at, account: 'A1', obligation: 'O1', dueOn: '2026-03-01', amount: '200.00' },
]

async function checked(copy: RecipeCopy): Promise<{ code: string; message: string }[]> {
  const { output } = await copy.run('bin/arrears.mjs', ['check', '--json'])
  return (JSON.parse(output) as { problems: { code: string; message: string }[] }).problems
}

async function replayed(copy: RecipeCopy, engine: string): Promise<string> {
  const args = [
    '--facts',
    'facts.ndjson',
    '--schedules',
    'schedules',
    '--from',
    '2026-02-27',
    '--to',
    '2026-03-20',
  ]
  const { code, output } = await copy.run('bin/arrears.mjs', [
    'replay',
    ...args,
    '--out',
    `${engine}.ndjson`,
    '--engine',
    engine,
  ])
  expect(code, output).toBe(0)
  return copy.read(`${engine}.ndjson`)
}
