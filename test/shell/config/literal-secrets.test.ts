import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { givingIn } from '../../../src/core/model/open-text.ts'
import { DialerSchema } from '../../../src/core/model/dialer.ts'
import { adapterKind, ADAPTERS } from '../../../src/providers/registry.ts'
import { literalSecrets } from '../../../src/shell/config/literal-secrets.ts'

type File = Record<string, unknown>
const SCHEMAS: Record<string, z.ZodType> = {
  ...Object.fromEntries(ADAPTERS.map((name) => [name, adapterKind(name)?.schema ?? z.never()])),
  dialer: DialerSchema,
}
const example = (name: string): File =>
  parse(readFileSync(`schedules/providers/example-${name}.yaml`, 'utf8')) as File
const DIALER: File = {
  dialer: 'acme',
  out: { http: { url: 'https://dialer.example/lists', secret: '{env.PROVIDER_ACME_SECRET}' } },
  tells: { secret: '{env.PROVIDER_ACME_SECRET}' },
}
const HOUSE: File = {
  ...example('print'),
  handOver: { at: '14:00', zone: 'UTC', http: { url: 'https://post.example/in', headers: {} } },
}

/** The file with another value at a place. */
function changed(file: File, path: string, value: unknown): File {
  const copy = structuredClone(file)
  const keys = path.split('.')
  let at: File = copy
  for (const key of keys.slice(0, -1)) at = (at[key] ??= {}) as File
  at[keys.at(-1) ?? ''] = value
  return copy
}

function refusedAt(kind: string, file: File): (string | undefined)[] {
  const schema = SCHEMAS[kind] ?? z.never()
  const parsed = schema.parse(file)
  return literalSecrets(schema, parsed).map(({ path }) => path)
}

const FILES: [string, File][] = [
  ['http', example('json')],
  ['http', example('form')],
  ['http', example('xml')],
  ['smtp', example('smtp')],
  ['twilio', example('twilio')],
  ['aliyun', example('aliyun')],
  ['tencent', example('tencent')],
  ['whatsapp', example('whatsapp')],
  ['print', HOUSE],
  ['print', example('print')],
  ['dialer', DIALER],
]

describe('a secret that stands in a file', () => {
  test.each(FILES)('an example of %s has none', (kind, file) => {
    expect(refusedAt(kind, file)).toEqual([])
  })

  const secrets = FILES.flatMap(([kind, file]) => {
    const schema = SCHEMAS[kind] ?? z.never()
    return givingIn(schema, schema.parse(file)).flatMap(({ gives, path }) =>
      gives === 'secret' ? [[kind, path.join('.'), file] as const] : [],
    )
  })
  test('there are secrets in every kind of file', () => {
    expect(new Set(secrets.map(([kind]) => kind))).toEqual(new Set(Object.keys(SCHEMAS)))
  })
  test.each(secrets)('%s: %s is one, and is refused there', (kind, path, file) => {
    expect(refusedAt(kind, changed(file, path, 'hunter2'))).toEqual([path])
    expect(refusedAt(kind, changed(file, path, '{reference}'))).toEqual([path])
    expect(refusedAt(kind, changed(file, path, 'Key {env.PROVIDER_ACME_KEY}'))).toEqual([])
  })

  const ADDRESSES: [string, string, File][] = [
    ['http', 'send.url', example('json')],
    ['http', 'ask.url', example('json')],
    ['http', 'auth.oauth2.url', example('xml')],
    ['twilio', 'url', example('twilio')],
    ['twilio', 'callbacks', example('twilio')],
    ['aliyun', 'url', example('aliyun')],
    ['tencent', 'url', example('tencent')],
    ['whatsapp', 'url', example('whatsapp')],
    ['print', 'handOver.http.url', HOUSE],
    ['dialer', 'out.http.url', DIALER],
  ]
  test.each(ADDRESSES)('%s: an address at %s gives none away', (kind, path, file) => {
    for (const open of [
      'https://api.example/send?key=abc',
      'https://api.example/send?a={reference}&k=s3cr3t',
      'https://api.example/send?abcdef',
      'https://u:p@api.example/send',
      'https://token@api.example/send',
    ])
      expect([open, refusedAt(kind, changed(file, path, open))]).toEqual([open, [path]])
    for (const closed of [
      'https://api.example/send',
      'https://api.example/v1/send?format=json&version=2&since=2026-01-31#top',
    ])
      expect([closed, refusedAt(kind, changed(file, path, closed))]).toEqual([closed, []])
  })
  test('what is filled in gives nothing away', () => {
    const file = example('json')
    for (const url of [
      '{env.PROVIDER_A_URL}/send?key={env.PROVIDER_A_KEY}',
      'https://u:{env.PROVIDER_A_WORD}@api.example/send?to={to}',
      'https://{env.PROVIDER_A_WORD}@api.example/send',
    ])
      expect(refusedAt('http', changed(file, 'send.url', url))).toEqual([])
  })

  test.each([
    ['http', 'send.headers', example('json')],
    ['http', 'ask.headers', example('json')],
    ['print', 'handOver.http.headers', HOUSE],
  ])(
    '%s: a header in %s is one, whatever it is called, unless it says nothing of who sends',
    (kind, path, file) => {
      const headers = {
        Authorization: 'Bearer abc',
        'X-Acme': 'hunter2',
        'Content-Type': 'application/json',
        Accept: 'application/json',
        'X-Version': '2026-01-31',
        'X-Acme-Key': '{env.PROVIDER_ACME_KEY}',
      }
      expect(refusedAt(kind, changed(file, path, headers))).toEqual([
        `${path}.Authorization`,
        `${path}.X-Acme`,
      ])
    },
  )

  test('fields of a body are known by their names', () => {
    const file = example('json')
    const json = { auth: [{ api_key: 'abc' }], type: 'text', reference: '{reference}' }
    expect(refusedAt('http', changed(file, 'send.body', { json }))).toEqual([
      'send.body.json.auth[0].api_key',
    ])
    const xml = '<m><password>abc</password><ref>{reference}</ref></m>'
    expect(refusedAt('http', changed(file, 'send.body', { xml }))).toEqual(['send.body.xml'])
  })

  test('no kind of file has a field whose name says that it is a secret, and whose schema does not', () => {
    const named = FILES.flatMap(([kind, file]) => {
      const schema = SCHEMAS[kind] ?? z.never()
      const value = schema.parse(file)
      const marked = new Set(givingIn(schema, value).map(({ path }) => path.join('.')))
      return leavesOf(value).filter(
        (path) =>
          /(secret|password|token|verify)$/i.test(path) && ![...marked].some((one) => path.startsWith(one)),
      )
    })
    expect(named).toEqual([])
  })
})

function leavesOf(value: unknown, path: string[] = []): string[] {
  if (value === null || typeof value !== 'object') return [path.join('.')]
  return Object.entries(value).flatMap(([key, one]) => leavesOf(one, [...path, key]))
}
