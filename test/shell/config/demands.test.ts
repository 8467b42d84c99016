import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  CONTACT_CHANNELS,
  type ContactChannel,
  contactKind,
  isMessage,
  MESSAGE_CHANNELS,
  messageKind,
} from '../../../src/core/channel/channel.ts'
import { loadSchedules } from '../../../src/shell/config/load.ts'
import { WORKERS } from '../../../src/shell/run/workers.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'demands-'))
  for (const path of ['wording', 'compliance/xx-hours.yaml', 'calendars/us-federal.yaml', 'replies/en.yaml'])
    cpSync(join('schedules', path), join(folder, path), { recursive: true })
})
afterAll(() => rmSync(folder, { recursive: true }))

interface Given {
  region?: string
  creditor?: string
  locales?: string[]
  rate?: boolean
  routes?: string[]
  unresolved?: boolean
  /** The text by the channel is there in the first locale alone. */
  untranslated?: boolean
  /** The channel reminds of promises, and no step uses it. */
  reminds?: boolean
  longest?: number
}

/** What is wrong with a folder whose one strategy greets and goes on by the channel, as `code file: what to do`. */
function demanded(channel: ContactChannel, given: Given = {}): string[] {
  const { region = 'US', creditor, locales = ['en'], rate = true, routes = [], unresolved = true } = given
  const { reminds = false, longest = 30, untranslated = false } = given
  for (const path of ['templates', 'strategies', 'providers'])
    rmSync(join(folder, path), { recursive: true, force: true })
  const key = contactKind(channel).text.needs ?? 'template'
  const whose = creditor === undefined ? '' : `, creditor: [${creditor}]`
  const strategy = STRATEGY.replace('WHERE', `region: [${region}]${whose}`)
  const said = `channel: ${channel}, ${key}: by-${channel}`
  const reminder = `promises: { standard: { longest: { days: ${longest} }, remind: { days: 1, at: "12:00", ${said} } } }\n`
  const steps = strategy.replace(/^.*STEP.*\n/m, '').replace('stages:', `${reminder}stages:`)
  write('strategies/one.yaml', reminds ? steps : strategy.replace('STEP', said))
  for (const locale of locales)
    for (const [name, by] of [
      ['hello', 'sms'],
      [`by-${channel}`, channel],
    ] as const)
      if (name === 'hello' || !untranslated || locale === locales[0])
        write(`templates/${locale}/${name}.yaml`, textOf(name, by, locale))
  const rates = CONTACT_CHANNELS.filter((one) => rate || one !== channel)
  write('ticks.yaml', `${TICKS}${rates.map((one) => `  ${one}: { perHour: 1 }\n`).join('')}`)
  const who = isMessage(channel) ? channel : 'sms'
  write('providers/acme.yaml', PROVIDER.replace(/channels: \[.*\]/, `channels: [${who}]`))
  const others = channel === 'sms' ? [] : ['{ channel: sms, providers: [{ provider: gateway }] }']
  const all = routes.length === 0 ? [] : [...others, ...routes]
  const decides = unresolved ? '\nunresolved: { role: settlements }' : ''
  write('providers.yaml', `routes:\n  [${all.join(',\n   ')}]${decides}\n`)
  return loadSchedules(folder).problems.map(({ code, file = '', line, suggestion }) => {
    return `${code} ${file.slice(folder.length + 1)}:${line ?? ''}: ${suggestion ?? ''}`
  })
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

const TICKS = `${readFileSync('schedules/ticks.yaml', 'utf8').split('rates:')[0]}rates:\n`
const PROVIDER = readFileSync('schedules/providers/example-xml.yaml', 'utf8').replace(
  'provider: example-xml',
  'provider: acme',
)

const STRATEGY = `strategy: one
title: One step by a channel
priority: 1
applies: { product: [invoice], actor: [first_party], WHERE }
open: { dpd: 1, pastDue: "1.00", perDay: 10 }
mode: live
packs: [xx-hours]
risk: { low: [0, 0.2], medium: [0.2, 0.5], high: [0.5, 1], unknown: low }
onChange: { default: finish }
stages:
  - stage: one
    from: { dpd: 1 }
    steps:
      - { step: hello, channel: sms, template: hello, dpd: 1, at: "12:00" }
      - { step: two, dpd: 5, at: "12:00", STEP }
`

function textOf(name: string, channel: ContactChannel, locale: string): string {
  const subject = isMessage(channel) && messageKind(channel).titled ? 'subject: "{account}"\n' : ''
  return `template: ${name}\nlocale: ${locale}\nchannel: ${channel}\n${subject}text: "{creditor} {account}"\n`
}

const MISSING = expect.stringMatching(/^missing_provider providers.yaml:\d+: add last: /) as string

describe.each(CONTACT_CHANNELS)('a strategy that uses %s', (channel) => {
  test('the check finds nothing where a rate, the texts, a provider and a worker are there', () => {
    expect(demanded(channel)).toEqual([])
    expect(demanded(channel, { locales: ['en', 'zh-CN'], region: 'CN' })).toEqual([])
    expect(Object.keys(WORKERS)).toContain(channel)
  })

  test('the check demands a rate', () => {
    const wanted = new RegExp(`^missing_rate ticks.yaml:\\d+: add ${channel}: { perHour: n }$`)
    expect(demanded(channel, { rate: false })).toEqual([expect.stringMatching(wanted)])
  })

  test('the check demands each text, in the language that is read where its people live', () => {
    expect(demanded(channel, { locales: [] })[0]).toMatch(/^no_folder templates/)
    const missing = (name: string): unknown =>
      expect.stringMatching(
        new RegExp(`^template_region strategies/one.yaml:\\d+: write templates/zh-CN/${name}.yaml$`),
      )
    expect(demanded(channel, { region: 'CN' })).toEqual([missing('hello'), missing(`by-${channel}`)])
    expect(demanded(channel, { region: 'CN, US' })).toEqual([])
    // Nobody there would be written to at all; that English alone goes there is a note, and so it is among people of several languages.
    expect(demanded(channel, { region: 'DE', locales: ['zh-CN'] })).toHaveLength(2)
    expect(demanded(channel, { region: 'DE' })).toEqual([])
  })
})

describe.each(MESSAGE_CHANNELS)(
  'a strategy that reminds of promises by %s, and does nothing else by it',
  (channel) => {
    const reminds = true

    test('the check finds nothing where all is there', () => {
      expect(demanded(channel, { reminds })).toEqual([])
    })

    test('the check demands a rate, texts, a provider and who decides, as it does of a step', () => {
      const codes = (given: Given) => demanded(channel, { reminds, ...given }).map((one) => one.split(' ')[0])
      if (channel !== 'sms') expect(codes({ rate: false })).toEqual(['missing_rate'])
      expect(codes({ region: 'CN' })).toEqual(['template_region', 'template_region'])
      const route = `{ channel: ${channel}, region: [US], providers: [{ provider: acme }] }`
      expect(codes({ region: 'US, GB', routes: [route] })).toEqual(['missing_provider'])
      expect(codes({ routes: [route], unresolved: false })).toEqual(['missing_role'])
    })

    test('a reminder that could never come is refused', () => {
      expect(demanded(channel, { reminds, longest: 2 })).toEqual([])
      expect(demanded(channel, { reminds, longest: 1 })).toEqual([
        expect.stringMatching(
          /^idle_reminder strategies\/one.yaml:\d+: longest of 2 days or more, or no reminder$/,
        ),
      ])
    })
  },
)

describe.each(MESSAGE_CHANNELS)('a strategy that sends by %s', (channel) => {
  const by = (who: string) => `{ channel: ${channel}, providers: [{ provider: ${who} }] }`

  test('the check demands a provider for whomever it takes', () => {
    const found = (route: string) =>
      demanded(channel, { creditor: 'acme', region: 'US, GB', routes: [route] })
    const fits = (given: string) => `{ channel: ${channel}, ${given}, providers: [{ provider: gateway }] }`
    expect(found(fits('region: [US]'))).toEqual([MISSING])
    expect(found(fits('creditor: [other]'))).toEqual([MISSING])
    expect(found(fits('creditor: [acme], region: [GB, US]'))).toEqual([])
    const other = MESSAGE_CHANNELS.find((one) => one !== channel && one !== 'sms') ?? ''
    expect(found(by('gateway').replace(channel, other))).toEqual([MISSING])
  })

  test('the check demands the role that decides what stays unknown with a provider of class D', () => {
    expect(demanded(channel, { routes: [by('acme')] })).toEqual([])
    expect(demanded(channel, { routes: [by('acme')], unresolved: false })).toEqual([
      expect.stringMatching(/^missing_role providers.yaml:\d+: add unresolved: \{ role: operations \}/),
    ])
    expect(demanded(channel, { routes: [by('gateway')], unresolved: false })).toEqual([])
  })
})

test('a text that reminds is there in every language that the strategy speaks, as those of its steps are', () => {
  const given = { region: 'IN', locales: ['en', 'hi'] }
  expect(demanded('email', { ...given, reminds: true })).toEqual([])
  expect(demanded('email', { ...given, reminds: true, untranslated: true }).join()).toContain(
    'write templates/hi/by-email.yaml',
  )
})
