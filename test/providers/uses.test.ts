import { describe, expect, test } from 'vitest'
import type { ScheduleParts } from '../../src/core/config/placed.ts'
import type { Contract, Route } from '../../src/core/model/routes.ts'
import { checkUses, useNotes } from '../../src/shell/config/check-uses.ts'
import { readProviders } from '../../src/shell/config/read-providers.ts'

const TODAY = '2026-03-10'
const PROVIDERS = readProviders('schedules/providers').placed

interface Given {
  channel?: string
  applies?: object
  purpose?: 'collect' | 'service' | 'legal_notice'
  template?: string
  locale?: string
  route?: Partial<Route>
  provider?: string
  contracts?: Contract[]
}

/** One strategy with one text and one route. */
function partsOf({
  applies = {},
  purpose = 'collect',
  template = 'cn-friendly',
  channel = 'sms',
  ...given
}: Given): ScheduleParts {
  const step = { step: 'a', channel, template }
  const strategy = { strategy: 's', applies, stages: [{ stage: 'one', steps: [step] }] }
  const text = { template, locale: given.locale ?? 'en', channel, purpose, text: 'x' }
  const provider = given.provider ?? 'example-twilio'
  const routes = [{ channel, providers: [{ provider, share: 0 }], ...given.route }]
  return {
    strategies: [{ file: 's.yaml', value: strategy }],
    templates: [{ file: 't.yaml', value: text }],
    providers: PROVIDERS,
    routes: { file: 'providers.yaml', value: { routes, contracts: given.contracts } },
  } as unknown as ScheduleParts
}

/** Each problem by its code and what it is about. */
function problems(given: Given): string[] {
  return checkUses(partsOf(given), TODAY).map(({ code, file, message }) => {
    const about = /forbid ([^,(]+)/.exec(message)?.[1]?.trim() ?? / in (\S+),/.exec(message)?.[1] ?? ''
    return `${code} ${file?.split('/').at(-1)} ${about}`
  })
}

function notes(given: Given): string[] {
  return useNotes(partsOf(given), TODAY).map(({ code, file }) => `${code} ${file?.split('/').at(-1)}`)
}

const THIRD = 'forbidden_use s.yaml asking for a debt by anybody but the creditor to whom it was first owed'
const DEBT = 'forbidden_use s.yaml asking for a debt'
const CREDIT = 'forbidden_use s.yaml anything about a credit'
const agency = { actor: ['third_party'], region: ['US'], product: ['credit_card'] }
const lender = { actor: ['first_party'], region: ['CN'], product: ['consumer_loan'] }
const atAliyun = { provider: 'example-aliyun', applies: lender } as const

const contract = (change: Partial<Contract>): Contract[] => [
  {
    provider: 'example-aliyun',
    allows: ['debt_collection', 'financial_content'],
    reference: 'binder 7',
    since: '2026-01-01',
    ...change,
  },
]

describe('what the terms of a vendor forbid', () => {
  test('what is forbidden is refused where somebody collects for others, and not where a creditor asks for its own', () => {
    expect(problems({ applies: agency })).toEqual([THIRD])
    expect(problems({ applies: { ...agency, actor: ['debt_buyer'] } })).toEqual([THIRD])
    expect(problems({ applies: { ...agency, actor: ['first_party'] } })).toEqual([])
    expect(problems({ applies: agency, purpose: 'service' })).toEqual([])
  })

  test('what is forbidden is refused where nothing says who asks, or where people live', () => {
    expect(problems({})).toEqual([THIRD])
    expect(problems({ applies: { region: ['US-NY'] } })).toEqual([THIRD])
  })

  test('the ban concerns the people of its places alone', () => {
    expect(problems({ applies: { ...agency, region: ['GB'] } })).toEqual([])
    expect(problems({ applies: { region: ['GB', 'US'] }, route: { region: ['GB'] } })).toEqual([])
    expect(problems({ applies: { region: ['GB', 'US'] }, route: { region: ['US'] } })).toEqual([THIRD])
    expect(problems({ applies: { creditor: ['a'] }, route: { creditor: ['b'] } })).toEqual([])
  })

  test('each thing that is forbidden is told', () => {
    expect(problems(atAliyun)).toEqual([DEBT, CREDIT])
    expect(problems({ ...atAliyun, applies: { ...lender, product: ['utility'] } })).toEqual([DEBT])
    expect(problems({ ...atAliyun, purpose: 'service' })).toEqual([CREDIT])
    expect(problems({ ...atAliyun, applies: { ...lender, region: ['SG'] } })).toEqual([])
    expect(
      problems({ ...atAliyun, provider: 'example-tencent', applies: { ...lender, region: ['SG'] } }),
    ).toEqual([DEBT, CREDIT])
  })

  test('what is forbidden is allowed by a contract of this vendor that is in force', () => {
    expect(problems({ ...atAliyun, contracts: contract({}) })).toEqual([])
    expect(problems({ ...atAliyun, contracts: contract({ until: TODAY }) })).toEqual([])
    expect(problems({ ...atAliyun, contracts: contract({ until: '2026-03-09' }) })).toEqual([DEBT, CREDIT])
    expect(problems({ ...atAliyun, contracts: contract({ since: '2026-03-11' }) })).toEqual([DEBT, CREDIT])
    expect(problems({ ...atAliyun, contracts: contract({ allows: ['debt_collection'] }) })).toEqual([CREDIT])
    expect(problems({ ...atAliyun, contracts: contract({ provider: 'example-tencent' }) })).toEqual([
      DEBT,
      CREDIT,
    ])
  })
})

test('WhatsApp carries no reminder before a contract is recorded, and that of a lender for its own is none for others', () => {
  const im = { channel: 'im', provider: 'example-whatsapp', template: 'im-reminder' } as const
  const own = { ...im, applies: { actor: ['first_party'] } } as const
  const contracts = contract({ provider: 'example-whatsapp', allows: ['debt_collection'] })
  expect(problems(own)).toEqual([DEBT])
  expect(problems({ ...own, contracts })).toEqual([])
  expect(problems({ ...im, contracts })).toEqual([THIRD])
  expect(problems({ ...own, purpose: 'service' })).toEqual([])
  expect(problems({ ...own, contracts, template: 'im-other' })).toEqual([
    'unmapped_template example-whatsapp.yaml en',
  ])
})

test('a text that the vendor does not know is told, with its language', () => {
  const allowed = { ...atAliyun, purpose: 'service', applies: { ...lender, product: ['utility'] } } as const
  expect(problems(allowed)).toEqual([])
  expect(problems({ ...allowed, locale: 'fr' })).toEqual(['unmapped_template example-aliyun.yaml fr'])
  expect(problems({ ...allowed, template: 'cn-other' })).toEqual(['unmapped_template example-aliyun.yaml en'])
})

test('contracts that end within sixty days, and texts that the vendor has its own version of, are noted', () => {
  const noted = (until?: string) =>
    notes({ ...atAliyun, contracts: contract({ ...(until !== undefined && { until }) }) })
  const text = 'vendor_text example-aliyun.yaml'
  expect(noted()).toEqual([text])
  expect(noted('2026-05-10')).toEqual([text])
  expect(noted('2026-05-09')).toEqual(['contract_ends providers.yaml', text])
  expect(noted('2026-03-01')).toEqual(['contract_ends providers.yaml', text])
})
