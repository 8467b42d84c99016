import { describe, expect, test } from 'vitest'
import { DAY_MS } from '../../../src/core/base/time.ts'
import type { Verdict } from '../../../src/core/model/verdict.ts'
import type { Strategy } from '../../../src/core/model/strategy.ts'
import type { Template } from '../../../src/core/model/template.ts'
import { askRedeem, type ContactQuestion } from '../../../src/core/deliver/ask.ts'
import { templateFor, valuesFor } from '../../../src/core/wording/words.ts'
import { claimedCall } from '../../channels/claimed.ts'
import { account, dossier } from '../../support/small-dossier.ts'
import { caseOf, strategyOf } from '../decide/build.ts'
import { billOf, rowOf, settlementOf } from '../settlement/build.ts'
import { planOf, promiseOf } from '../decide/build.ts'

const { template, row } = claimedCall('call', 'hello')
const written = template as Template
const templates: Template[] = ['pt-PT', 'en-GB', 'pt-BR', 'en', 'zh-CN'].map((locale) => ({
  ...written,
  locale,
}))
const contact = { ...row, accounts: [account.id] }

describe('the text for a person', () => {
  const localeFor = (locale: string, of: readonly Template[] = templates) =>
    templateFor(of, contact, locale)?.locale

  test('the text for a person is the one of the locale, else one of the language, else an English one, else none', () => {
    expect(localeFor('pt-BR')).toBe('pt-BR')
    expect(localeFor('pt-AO')).toBe('pt-PT')
    expect(localeFor('zh-TW')).toBe('zh-CN')
    expect(localeFor('sv')).toBe('en-GB')
    expect(localeFor('sv', templates.slice(0, 1))).toBeUndefined()
  })

  test('the text for a person is of its channel and name', () => {
    expect(templateFor(templates, { ...contact, channel: 'visit' }, 'en')).toBeUndefined()
    expect(templateFor(templates, { ...contact, template: 'last-call' }, 'en')).toBeUndefined()
    expect(localeFor('en')).toBe('en')
  })
})

describe('what is filled into a text', () => {
  const voice = { callback: '+12025550199', paylink: 'https://pay.example/a', optout: 'STOP' }
  const values = (
    change: object = {},
    with_: Parameters<typeof dossier>[0] = {},
    name: string | null = null,
  ) => valuesFor({ ...contact, ...change }, dossier(with_), voice, name)

  test('what is filled into a text is of the account that the contact is about', () => {
    const other = { ...account, id: 99 as never, externalId: 'A9' }
    const of = { account: account.id, amount: 2_000, told: 'open' } as const
    const promises = [
      promiseOf({ ...of, by: '2026-05-10' }),
      promiseOf({ ...of, by: '2026-05-03', told: 'kept' }),
      promiseOf({ ...of, by: '2026-05-05' }),
    ]
    expect(values({}, { accounts: [other, account], promises }, 'Ann')).toEqual({
      ...voice,
      name: 'Ann',
      creditor: 'acme',
      account: 'A1',
      amount: '50.00',
      currency: 'USD',
      fees: '0.00',
      interest: '0.00',
      due: '2026-04-01',
      dpd: '29',
      promised: '20.00',
      promisedBy: '2026-05-05',
      rate: '',
      rateDue: '',
      ratesMissed: '',
      settlement: '',
      settlementDue: '',
    })
  })

  test('what is filled into a text is empty where the account is not there, and the due date that of the episode', () => {
    const none = { accounts: [] }
    expect(values({ dpd: null }, none)).toMatchObject({ account: '', amount: '', currency: '', dpd: '0' })
    expect(values({}, none).due).toBe('2026-02-01')
    expect(values({ episode: null }, none).due).toBe('')
    expect(values({}, { accounts: [{ ...account, anchor: null }] }).due).toBe('2026-02-01')
  })

  test('what is filled into a text is the next rate of a plan that stands', () => {
    const accounts = [account.id]
    const next = { on: '2026-05-10', amount: 1_250 }
    const toldAs = { paid: 0, fell: 0, kept: [], missed: [1, 2], next, shown: {} }
    const said = { rate: '12.50', rateDue: '2026-05-10', ratesMissed: '2' }
    const plan = planOf({ account: account.id, accounts, told: 'in_arrears', toldAs })
    expect(values({}, { plans: [plan] })).toMatchObject(said)
    expect(values({}, { plans: [{ ...plan, told: 'broken' }] })).toMatchObject({ rate: '', rateDue: '' })
  })

  test('what is filled into a text is what a settlement in force still asks for, also where it was a discount', () => {
    const terms = { account: account.id, offeredAt: contact.createdAt, discount: 0.2, amount: 0 } as const
    const rates = { first: '2026-03-10', every: 'week', number: 2 } as const
    const settlement = settlementOf({
      ...terms,
      until: '2026-03-05',
      rates,
      told: 'accepted',
      toldPaid: 1_000,
    })
    const billed = [billOf({ account: account.id, dueOn: '2026-02-01', amount: 10_000 })]
    const given = { billed, settled: [], settlements: [settlement] }
    expect(values({}, given)).toMatchObject({ settlement: '30.00', settlementDue: '2026-03-10' })
    const over = { ...given, settlements: [{ ...settlement, told: 'lapsed' as const }] }
    expect(values({}, over)).toMatchObject({ settlement: '', settlementDue: '' })
  })

  test('a second settlement by a discount is of what the first one left', () => {
    const offer = { account: account.id, discount: 0.2, amount: 0 } as const
    const first = {
      ...offer,
      externalId: 'S1',
      offeredAt: contact.createdAt - 40 * DAY_MS,
      told: 'kept' as const,
    }
    const second = { ...offer, externalId: 'S2', offeredAt: contact.createdAt, told: 'accepted' as const }
    const settlements = [settlementOf(first), settlementOf({ ...second, until: '2026-03-05' })]
    const billed = [
      billOf({ account: account.id, dueOn: '2026-01-02', amount: 10_000 }),
      billOf({ account: account.id, externalId: 'next', dueOn: '2026-02-20', amount: 10_000 }),
    ]
    const settled = [
      rowOf('p', '2026-01-25', { account: account.id, amount: 8_000 }),
      rowOf('S1', '2026-01-25', { account: account.id, kind: 'forgiven', amount: 2_000 }),
    ]
    expect(values({}, { billed, settled, settlements })).toMatchObject({ settlement: '80.00' })
  })

  test('what is filled into a text calls somebody without a name a customer, in Chinese where that is the language', () => {
    const { person } = dossier()
    expect(values().name).toBe('customer')
    expect(values({}, { person: { ...person, locale: 'zh-TW' } }).name).toBe('客户')
  })
})

describe('the law is asked about a contact', () => {
  const strategy = strategyOf({ packs: ['xx-one'], stages: [{ stage: 'one', from: { dpd: 1 }, steps: [] }] })
  const asked = (change: object = {}, strategies: Strategy[] = [strategy], suspects?: string[]) => {
    const questions: ContactQuestion[] = []
    const permit = (question: ContactQuestion): Verdict => {
      questions.push(question)
      return { answer: 'deny', reasons: [], review: false, duties: [], warnings: [] }
    }
    const known = new Map(strategies.map((one) => [one.hash, one]))
    const carrying = templates.map((one): Template => ({ ...one, carries: ['a'], automation: 'bot' }))
    askRedeem({ permit, strategies: known, templates: carrying, moment: 'claim' })({
      contact: { ...contact, ...change },
      case: caseOf(strategy),
      dossier: dossier(),
      at: 0,
      ...(suspects && { suspects }),
    })
    return questions[0]
  }

  test('with what the text carries, who speaks in it, and the version that the case is pinned to', () => {
    expect(asked()).toMatchObject({
      moment: 'claim',
      agent: null,
      packs: ['xx-one'],
      strategy,
      automation: 'bot',
    })
    expect(asked()?.tokens).toEqual(['a'])
  })

  test('the law is asked about a contact with what the values of the text suggest beside', () => {
    expect(asked({}, [strategy], ['threat'])?.tokens).toEqual(['a', 'threat'])
  })

  test('the law is asked about a contact with no content where it names no text, and with none at all where its text is not written', () => {
    expect(asked({ template: null })?.tokens).toBeNull()
    expect(asked({ template: 'unwritten' })).toMatchObject({ tokens: [] })
    expect(asked({ template: 'unwritten' })?.automation).toBeUndefined()
  })

  test('the law is asked about a contact without further packs where nobody knows the version', () => {
    expect(asked({}, [])).toMatchObject({ packs: [] })
    expect(asked({}, [])?.strategy).toBeUndefined()
  })
})
