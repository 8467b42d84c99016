import { describe, expect, it } from 'vitest'
import { compileLaw } from '../../../src/core/compliance/pack/law.ts'
import { permit } from '../../../src/core/compliance/permit.ts'
import {
  at,
  file,
  lawOf,
  packOf,
  past,
  question,
  shipped,
  shown,
  status,
  type TestRule,
} from '../../support/law.ts'

const banned: TestRule = { kind: 'content', parameters: { never: ['threat'] } }
const window: TestRule = {
  kind: 'window',
  parameters: { open: [{ days: 'daily', hours: ['08:00', '21:00'] }] },
}
const once: TestRule = {
  kind: 'cap',
  parameters: { max: 1, per: ['person'], span: { calendar: 'day' }, counts: 'attempt' },
}

describe('a verdict', () => {
  it('the verdict keeps every reason, in the order hold, require, window, gap, cap, content', () => {
    const law = lawOf([
      banned,
      once,
      { kind: 'gap', parameters: { after: { event: 'attempt' }, atLeast: { days: 2 }, per: ['person'] } },
      window,
      { kind: 'require', parameters: { all: [{ evidence: 'court_order' }] } },
      { kind: 'hold', parameters: { while: 'x', scope: 'person', lasts: { until: ['never'] } } },
    ])
    const asked = question('2026-05-05T22:00', { tokens: ['threat'] })
    const known = file({ history: [past('2026-05-05T10:00')], statuses: [status('x', '2026-05-01T00:00')] })
    const verdict = permit(asked, known, law)
    expect(verdict.answer).toBe('deny')
    expect(verdict).toMatchObject({
      reasons: ['XX-T6', 'XX-T5', 'XX-T4', 'XX-T3', 'XX-T2', 'XX-T1'].map((rule) => ({
        rule,
        pack: 'xx-test',
      })),
    })
  })

  it('the verdict waits for the last of its reasons, and the contact is judged again there', () => {
    const law = lawOf([window, once])
    const known = file({
      history: [past('2026-05-05T10:00'), past('2026-05-06T12:00', { outcome: 'pending' })],
    })
    expect(permit(question('2026-05-05T20:30'), known, law)).toMatchObject({
      answer: 'defer',
      to: at('2026-05-07T08:00'),
      until: at('2026-05-07T21:00'),
      reasons: [{ rule: 'XX-T2', liftsAt: at('2026-05-07T00:00') }],
    })
  })

  it('a contact that would wait beyond the horizon is denied, and a human is asked', () => {
    const law = lawOf([{ ...once, parameters: { ...(once.parameters as object), span: { days: 40 } } }])
    const known = file({ history: [past('2026-05-05T10:00')] })
    expect(permit(question('2026-05-06T10:00'), known, law)).toMatchObject({
      answer: 'deny',
      review: true,
      reasons: [{ rule: 'XX-T1', liftsAt: at('2026-06-14T00:00') }],
    })
    expect(permit(question('2026-05-06T10:00'), known, law, { horizonDays: 60 }).answer).toBe('defer')
  })

  it('a human is asked where the rule says review', () => {
    const law = lawOf([{ ...banned, effect: 'review' }])
    expect(permit(question('2026-05-06T10:00', { tokens: ['threat'] }), file(), law)).toMatchObject({
      answer: 'deny',
      review: true,
    })
  })

  it('the verdict only warns, or only makes a duty, where the rule says so', () => {
    const law = lawOf([
      { ...banned, effect: 'warn' },
      { ...banned, effect: 'duty' },
    ])
    expect(permit(question('2026-05-06T10:00', { tokens: ['threat'] }), file(), law)).toMatchObject({
      answer: 'permit',
      warnings: [
        { rule: 'XX-T1', effect: 'warn' },
        { rule: 'XX-T2', effect: 'duty' },
      ],
      duties: [{ rule: 'XX-T2' }],
    })
  })

  it('the verdict is a refusal where a rule cannot be evaluated', () => {
    const law = lawOf([window])
    const verdict = permit(question('2026-05-06T10:00'), file({ zones: ['Mars/Olympus'] }), law)
    expect(verdict).toMatchObject({ answer: 'deny', reasons: [{ rule: 'XX-T1' }] })
  })
})

describe('a rule', () => {
  const denied = (rule: Partial<TestRule>, local: string, options = {}) => {
    const law = lawOf([{ ...banned, ...rule }])
    return permit(question(local, { tokens: ['threat'] }), file(), law, options).answer === 'deny'
  }

  it('a rule acts from its first to its last local date', () => {
    const dated = { inForceFrom: '2026-05-05', inForceUntil: '2026-05-06' }
    expect(denied(dated, '2026-05-04T23:59')).toBe(false)
    expect(denied(dated, '2026-05-05T00:00')).toBe(true)
    expect(denied(dated, '2026-05-06T23:59')).toBe(true)
    expect(denied(dated, '2026-05-07T00:00')).toBe(false)
  })

  it('a rule that is a draft, disputed or superseded acts only when enabled', () => {
    for (const state of ['draft', 'disputed', 'superseded']) {
      expect(denied({ state }, '2026-05-05T10:00')).toBe(false)
      expect(denied({ state }, '2026-05-05T10:00', { enable: ['XX-T1'] })).toBe(true)
    }
  })

  it('a rule is about the days past due that it names, also on a later day', () => {
    const early = { ...window, appliesTo: { dpd: { max: 15 } } }
    const at15 = permit(question('2026-05-05T22:00', { dpd: 15 }), file(), lawOf([early]))
    expect(at15).toMatchObject({ answer: 'defer', to: at('2026-05-06T08:00') })
    expect(permit(question('2026-05-05T22:00', { dpd: 16 }), file(), lawOf([early])).answer).toBe('permit')
    expect(permit(question('2026-05-05T22:00', { dpd: null }), file(), lawOf([early])).answer).toBe('defer')
  })
})

describe('content', () => {
  const first: TestRule = { kind: 'content', parameters: { must: ['mini_miranda'], when: 'first' } }
  const later: TestRule = { kind: 'content', parameters: { must: ['caller_identity'], when: 'later' } }
  const reached = [past('2026-05-01T10:00', { outcome: 'conversation' })]
  const left = { channel: 'voicedrop', outcome: 'delivered' } as const
  const rules = (tokens: string[] | null, history: ReturnType<typeof past>[]) => {
    const verdict = permit(question('2026-05-06T10:00', { tokens }), file({ history }), lawOf([first, later]))
    return verdict.answer === 'permit' ? [] : verdict.reasons.map((reason) => reason.rule)
  }

  it('content is judged by whether it is the first communication, and only where there is a text', () => {
    expect(rules([], [])).toEqual(['XX-T1'])
    expect(rules([], reached)).toEqual(['XX-T2'])
    expect(rules(['mini_miranda'], [])).toEqual([])
    expect(rules(null, reached)).toEqual([])
  })

  it('content must be that of the first and of a later communication while nobody knows whether the debtor was told', () => {
    const unsures = [{ outcome: 'voicemail' }, { outcome: 'pending' }, { outcome: 'third' }, left] as const
    for (const unsure of unsures) {
      expect(rules([], [past('2026-05-01T10:00', unsure)])).toEqual(['XX-T1', 'XX-T2'])
    }
    expect(rules([], [past('2026-05-01T10:00', { outcome: 'voicemail' }), ...reached])).toEqual(['XX-T2'])
    const neighbour = past('2026-05-01T10:00', { outcome: 'conversation', role: 'third', purpose: 'locate' })
    expect(rules([], [neighbour])).toEqual(['XX-T1'])
  })
})

describe('the shipped packs together', () => {
  const law = compileLaw(shipped())
  const validated = file({ evidence: [shown('validation.sent_or_due_within_5d')] })

  it('the packs let a first call through by day, with its house window', () => {
    expect(permit(question('2026-05-05T10:00'), validated, law)).toMatchObject({
      answer: 'permit',
      until: at('2026-05-05T21:00'),
      warnings: [],
    })
  })

  it('the packs hold a first-party account by the house alone', () => {
    const night = question('2026-05-05T22:00', { actor: 'first_party' })
    expect(permit(night, file(), law)).toMatchObject({ answer: 'defer', reasons: [{ rule: 'XX-06' }] })
  })

  it('all the packs bind a debtor of unknown residence', () => {
    const verdict = permit(question('2026-05-05T22:00'), file({ regions: [] }), law)
    expect(verdict).toMatchObject({ answer: 'deny' })
    const packs = verdict.answer === 'permit' ? [] : verdict.reasons.map((reason) => reason.pack)
    expect(packs).toEqual(expect.arrayContaining(['cn-gbt45251', 'it-unirec', 'us-fed-regf', 'xx-hours']))
  })

  it('an SMS in China by day needs nobody, and a call needs a trained agent', () => {
    const china = file({ regions: ['CN'], zones: ['Asia/Shanghai'] })
    const morning = at('2026-05-05T10:00', 'Asia/Shanghai')
    const loan = { product: 'consumer_loan', moment: 'plan' } as const
    expect(permit(question(morning, { ...loan, channel: 'sms' }), china, law)).toMatchObject({
      answer: 'permit',
      duties: [],
    })
    expect(permit(question(morning, loan), china, law)).toMatchObject({
      answer: 'permit',
      duties: [{ rule: 'CN-G-05', key: 'agent.trained' }],
    })
    expect(permit(question(morning, { ...loan, moment: 'claim' }), china, law)).toMatchObject({
      answer: 'deny',
      reasons: [{ rule: 'CN-G-05' }],
    })
  })

  it('a named pack applies whatever the actor, but not to a debtor who lives elsewhere', () => {
    const own = question('2026-05-05T10:00', { actor: 'first_party', channel: 'sms' })
    expect(permit(own, file(), law).answer).toBe('permit')
    expect(permit(own, file(), law, { packs: ['us-fed-regf'] })).toMatchObject({
      reasons: [{ rule: 'US-F-14' }],
    })
    const china = file({ regions: ['CN'], zones: ['Asia/Shanghai'] })
    const asked = question(at('2026-05-05T10:00', 'Asia/Shanghai'), { channel: 'sms' })
    expect(permit(asked, china, law, { packs: ['us-fed-regf'] }).answer).toBe('permit')
  })
})

describe('two packs', () => {
  it('two packs both refuse by their own ids', () => {
    const other = { ...packOf([window]), pack: 'xx-other' }
    const law = compileLaw({ packs: [packOf([window]), other], calendars: [] })
    expect(permit(question('2026-05-05T22:00'), file(), law)).toMatchObject({
      reasons: [{ pack: 'xx-test' }, { pack: 'xx-other' }],
    })
  })
})
