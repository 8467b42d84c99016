import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parseSchedules } from '../../../src/shell/config/stored.ts'
import { loadSchedules } from '../../../src/shell/config/load.ts'
import { readProviders } from '../../../src/shell/config/read-providers.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'providers-'))
  cpSync('schedules', folder, { recursive: true })
})
afterEach(() => rmSync(folder, { recursive: true }))

const EXAMPLE = readFileSync('schedules/providers/example-json.yaml', 'utf8')

/** The problems of the folder, each as `code at file:line: what to do`. */
function problems(): string[] {
  return loadSchedules(folder).problems.map(({ code, file, line, suggestion }) =>
    [`${code} at ${file?.slice(folder.length + 1)}:${line}`, suggestion].filter(Boolean).join(': '),
  )
}

function provider(change: (text: string) => string, name = 'acme'): void {
  mkdirSync(join(folder, 'providers'), { recursive: true })
  writeFileSync(join(folder, 'providers', `${name}.yaml`), change(EXAMPLE.replace('example-json', name)))
}

/** The routes of text messages; e-mails and letters go by the gateway. */
function routed(...routes: string[]): string[] {
  const all = [...routes, ...OTHERS]
  writeFileSync(join(folder, 'providers.yaml'), `routes:\n${all.map((one) => `  - ${one}\n`).join('')}`)
  return problems()
}

const OTHERS = ['email', 'letter'].map((by) => `{ channel: ${by}, providers: [{ provider: gateway }] }`)

describe('a file of a provider', () => {
  test('the examples have no problem, and what is published comes back as it was', () => {
    const { schedules, problems: found } = loadSchedules(folder)
    expect(found).toEqual([])
    expect(schedules?.providers?.map(({ provider: name }) => name)).toEqual([
      'example-aliyun',
      'example-form',
      'example-json',
      'example-print',
      'example-smtp',
      'example-tencent',
      'example-twilio',
      'example-whatsapp',
      'example-xml',
    ])
    expect(parseSchedules(JSON.parse(JSON.stringify(schedules)))).toEqual(schedules)
  })

  test.each(['', '# nothing yet\n', '---\n', '---\n# nothing yet\n', 'null\n', '~\n'])(
    'a file that says nothing is refused where it begins: %j',
    (text) => {
      provider(() => text)
      expect(problems()).toEqual([
        'invalid_value at providers/acme.yaml:1: fill it in, or take the file away',
      ])
    },
  )

  test('a secret stands in the environment, and a file that holds one is refused where it stands', () => {
    const [line] = EXAMPLE.split('\n').flatMap((text, at) =>
      /token:|secret:|password:/.test(text) ? [at + 1] : [],
    )
    provider((text) => text.replace(/(token|secret|password): "\{env\.[A-Z_]+\}"/, '$1: "hunter-2-hidden"'))
    expect(problems()).toEqual([
      expect.stringMatching(
        new RegExp(
          `^literal_secret at providers/acme\\.yaml:${line}: write the name of a value of the environment`,
        ),
      ),
    ])
    expect(JSON.stringify(loadSchedules(folder).problems)).not.toContain('hunter-2')
  })

  test('a file that does not say whose it is, is told with a line', () => {
    provider((text) => text.replace(/^provider: .*\n/m, ''))
    expect(problems()[0]).toMatch(/^invalid_value at providers\/acme\.yaml:\d+/)
  })

  test('a name in braces that nobody knows is refused where it stands, with the nearest', () => {
    provider((text) => text.replace('to: "{to}"', 'to: "{too}"'))
    expect(problems()).toEqual(['unknown_placeholder at providers/acme.yaml:13: did you mean {to}?'])
  })

  test('a name that is known elsewhere is not known here', () => {
    provider((text) => text.replace('client_ref={reference}"', 'client_ref={reference}&t={text}"'))
    expect(problems()).toMatchObject([
      expect.stringMatching(/^unknown_placeholder at providers\/acme.yaml:24/),
    ])
  })

  test('no file can ask the environment for a key of the engine', () => {
    provider((text) => text.replace('{env.PROVIDER_EXAMPLE_JSON_TOKEN}', '{env.ARREARS_SEAL_KEYS}'))
    expect(problems()).toMatchObject([
      expect.stringMatching(/^unknown_placeholder at providers\/acme.yaml:8: its name begins with PROVIDER_/),
    ])
  })

  test('what a kind does not know, a kind that is not there and a wrong name are told with their lines', () => {
    provider((text) => text.replace('rate_limited:', 'rate_limit:'), 'a')
    provider((text) => text.replace('kind: http', 'kind: htpp'), 'b')
    provider((text) => text.replace('provider: c', 'provider: d'), 'c')
    expect(problems()).toEqual([
      'unknown_key at providers/a.yaml:20: did you mean rate_limited?',
      'unknown_provider_kind at providers/b.yaml:5: did you mean http?',
      'file_name at providers/c.yaml:3: call the file d.yaml',
    ])
  })

  test('a file that does not say its kind is of the usual one, and the former word for it is heard', () => {
    provider((text) => text.replace('kind: http\n', ''), 'a')
    provider((text) => text.replace('kind: http', 'adapter: http'), 'b')
    expect(problems()).toEqual([])
  })

  test.each(['smtp', 'twilio', 'aliyun', 'tencent', 'print'])(
    'a file of kind %s that says it in another word, or not at all, is told the one thing that is missing',
    (kind) => {
      const example = readFileSync(`schedules/providers/example-${kind}.yaml`, 'utf8')
      const told = (instead: string) => {
        provider(() =>
          example
            .replace(`example-${kind}\n`, 'acme\n')
            .replace(`kind: ${kind}\n`, instead && `${instead}\n`),
        )
        const { files } = readProviders(join(folder, 'providers'))
        return files.flatMap(({ problems: found }) =>
          found.map(({ code, suggestion }) => `${code}: ${suggestion}`),
        )
      }
      const one = [`no_provider_kind: kind: ${kind}`]
      expect([told(`adapter: ${kind}`), told(`type: ${kind}`), told('')]).toEqual([one, one, one])
    },
  )

  test('an address without TLS is refused where it stands, unless it is meant or is this machine', () => {
    const address = (url: string, more = '') =>
      provider((text) => `${text.replaceAll('{env.PROVIDER_EXAMPLE_JSON_URL}', url)}${more}`)
    address('http://vendor.example')
    expect(problems()).toEqual([
      expect.stringMatching(/^plain_address at providers\/acme\.yaml:10: https/),
      expect.stringMatching(/^plain_address at providers\/acme\.yaml:24: https/),
    ])
    for (const url of ['https://vendor.example', 'http://127.0.0.1:9', 'http://localhost']) {
      address(url)
      expect([url, problems()]).toEqual([url, []])
    }
    address('http://vendor.example', '\nplain: true\n')
    expect(problems()).toEqual([])
  })

  test('a message without our reference, and a question that asks for nothing, are refused', () => {
    provider((text) => text.replaceAll('{reference}', '{to}'))
    expect(problems().map((one) => one.split(' at ')[0])).toEqual(['no_reference', 'bad_question'])
    provider((text) => text.replace('  each: /data\n', ''))
    expect(problems().map((one) => one.split(' at ')[0])).toEqual(['bad_question'])
  })
})

describe('routes', () => {
  const last = '{ channel: sms, providers: [{ provider: gateway }] }'

  test('a provider that is not there, or carries something else, is refused with the nearest', () => {
    expect(routed('{ channel: sms, providers: [{ provider: example-jsn }] }')).toEqual([
      'unknown_provider at providers.yaml:2: did you mean example-json?',
    ])
  })

  test('no message of a strategy is left without a provider', () => {
    const some = '{ channel: sms, region: [US], providers: [{ provider: example-json }] }'
    expect(routed(some)).toEqual([
      'missing_provider at providers.yaml:1: add last: { channel: sms, providers: [{ provider: gateway }] }',
    ])
    expect(routed(some, last)).toEqual([])
  })

  test('a route that nobody comes to, and one in which nobody is first, are told', () => {
    expect(routed(last, last)).toEqual(['unheard_route at providers.yaml:3: put it before that one'])
    expect(routed('{ channel: sms, providers: [{ provider: gateway, share: 0 }] }')).toEqual([
      'no_share at providers.yaml:2: a share above 0 for one of them',
    ])
    expect(routed('{ channel: sms, providers: [{ provider: gateway }, { provider: gateway }] }')).toEqual([
      'duplicate_provider at providers.yaml:2',
    ])
  })

  test('a vendor is not given what its terms forbid, and a contract names one that is there', () => {
    const some = '{ channel: sms, region: [US], providers: [{ provider: example-twilio }] }'
    expect(
      routed(some, last).filter((one) => one.startsWith('missing_role at providers.yaml:2')),
    ).toHaveLength(1)
    writeFileSync(
      join(folder, 'providers.yaml'),
      `routes: [${[some, last, ...OTHERS].join(', ')}]\nunresolved: { role: operations }\n`,
    )
    const told = problems()
    const each =
      /^forbidden_use at strategies\/us-card.yaml:\d+: another route, or the contract that allows it/
    expect(told.length).toBeGreaterThan(1)
    expect(told.filter((one) => !each.test(one))).toEqual([])
    const contract = 'allows: [third_party_collection], reference: binder 7, since: 2026-01-01'
    const text = `contracts:\n  - { provider: example-twillio, ${contract}, until: 2025-12-31 }\n`
    writeFileSync(join(folder, 'providers.yaml'), `routes: []\n${text}`)
    expect(problems()).toEqual([
      'unknown_provider at providers.yaml:3: did you mean example-twilio?',
      'contract_days at providers.yaml:3',
    ])
  })
})
