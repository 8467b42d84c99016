import { describe, expect, it } from 'vitest'
import { judgeAt } from '../../../../src/core/compliance/judgement.ts'
import { STATUSES, statusOfEnded } from '../../../../src/core/compliance/known/known-keys.ts'
import type { Circumstances, Question } from '../../../../src/core/model/question.ts'
import { FactInput } from '../../../../src/core/fact/fact.ts'
import { at, file, lawOf, past, question, shown, status, type TestRule } from '../../../support/law.ts'

const requires = (evidence: string, more: Record<string, unknown> = {}): TestRule => {
  return { kind: 'require', parameters: { all: [{ evidence, ...more }] } }
}
const holds = (name: string): TestRule => {
  return { kind: 'hold', parameters: { while: name, scope: 'account', lasts: { until: ['never'] } } }
}

/** Whether the rule refuses, where the pack says of the key `x.key` what is given. */
function refuses(
  key: unknown,
  known: Partial<Circumstances> = {},
  { rule = requires('x.key'), ...asked }: Partial<Question> & { rule?: TestRule } = {},
): boolean {
  const law = lawOf([rule], { keys: { 'x.key': key } })
  return judgeAt(question('2026-05-05T10:00', asked), file(known), law).refusals.length > 0
}

describe('a key that an earlier engine did not know', () => {
  it('an asserted key: what is recorded of it speaks, for as long as the pack says', () => {
    const evidence = [shown('x.key', { at: at('2026-05-01T10:00') })]
    expect(refuses('asserted')).toBe(true)
    expect(refuses('asserted', { evidence })).toBe(false)
    expect(refuses({ class: 'asserted', lasts: { days: 4 } }, { evidence })).toBe(false)
    expect(refuses({ class: 'asserted', lasts: { days: 3 } }, { evidence })).toBe(true)
    const talk = { evidence, history: [past('2026-05-02T10:00', { outcome: 'conversation' })] }
    expect(refuses('asserted', talk)).toBe(false)
    expect(refuses({ class: 'asserted', endsWith: 'conversation' }, talk)).toBe(true)
  })

  it('a key shown at the claim is a duty until the claim, which refuses without it', () => {
    const law = lawOf([requires('x.key')], { keys: { 'x.key': 'at_claim' } })
    const asked = (moment: Question['moment']) =>
      judgeAt(question('2026-05-05T10:00', { moment }), file(), law)
    for (const moment of ['plan', 'redeem'] as const)
      expect(asked(moment)).toMatchObject({ refusals: [], duties: [{ key: 'x.key' }] })
    expect(asked('claim').refusals).toMatchObject([{ missing: ['x.key'] }])
  })

  it('a key is what each pack says, whatever another says', () => {
    const asserted = lawOf([requires('agent.trained')], { keys: { 'agent.trained': 'asserted' } })
    const asked = question('2026-05-05T10:00', { moment: 'plan' })
    expect(judgeAt(asked, file(), asserted).refusals).toHaveLength(1)
    expect(judgeAt(asked, file(), lawOf([requires('agent.trained')])).refusals).toEqual([])
  })
})

describe('a derived key', () => {
  const lost = status('status.hardship', '2026-05-01T10:00', { accounts: ['A1'] })

  it('the key is there while a status of its accounts lasts', () => {
    const key = { class: 'derived', from: { while: ['status.hardship', 'status.disaster'] } }
    expect(refuses(key)).toBe(true)
    expect(refuses(key, { statuses: [lost] })).toBe(false)
    expect(refuses(key, { statuses: [lost] }, { accounts: ['A2'] })).toBe(true)
    expect(refuses(key, { statuses: [{ ...lost, lifted: at('2026-05-05T09:59') }] })).toBe(true)
    expect(refuses(key, { statuses: [{ ...lost, until: '2026-05-04' }] })).toBe(true)
    expect(refuses(key, { statuses: [{ ...lost, until: '2026-05-05' }] })).toBe(false)
    const rule = holds('x.key')
    expect(refuses(key, {}, { rule })).toBe(false)
    expect(refuses(key, { statuses: [lost] }, { rule })).toBe(true)
    expect(refuses(key, { statuses: [lost] }, { rule, accounts: ['A2'] })).toBe(false)
    expect(refuses(key, { statuses: [{ ...lost, lifted: at('2026-05-05T09:59') }] }, { rule })).toBe(false)
  })

  it('the key is a status that began soon after something, in whichever zone that is so', () => {
    const key = {
      class: 'derived',
      from: { while: ['status.hardship'], begunWithin: { days: 3 }, after: ['x.notice'] },
    }
    const rule = holds('x.key')
    const given = (local: string, more: Partial<Circumstances> = {}) =>
      refuses(key, { statuses: [lost], evidence: [shown('x.notice', { at: at(local) })], ...more }, { rule })
    expect(given('2026-04-28T10:00')).toBe(true)
    expect(given('2026-04-27T23:59')).toBe(false)
    expect(given('2026-04-27T23:59', { zones: ['America/New_York', 'Asia/Tokyo'] })).toBe(true)
    expect(given('2026-05-01T23:59')).toBe(true)
    expect(given('2026-05-02T00:00')).toBe(false)
    const ofAnother = [shown('x.notice', { at: at('2026-04-30T10:00'), account: 'A2' })]
    expect(given('2026-04-30T10:00', { evidence: ofAnother })).toBe(false)
  })

  it('the key is dated by the lifting of a status', () => {
    const key = { class: 'derived', from: { lifted: ['status.hardship'] } }
    expect(refuses(key, { statuses: [lost] })).toBe(true)
    const lifted = { ...lost, lifted: at('2026-05-03T10:00') }
    expect(refuses(key, { statuses: [lifted] })).toBe(false)
    const rule = {
      kind: 'gap',
      parameters: { after: { event: 'x.key' }, atLeast: { days: 2 }, per: ['account'] },
    }
    expect(refuses(key, { statuses: [lifted] }, { rule })).toBe(false)
    expect(refuses(key, { statuses: [{ ...lost, lifted: at('2026-05-04T10:00') }] }, { rule })).toBe(true)
  })

  it('the key is found in the contacts that were made, and counts them', () => {
    const from = { contacts: { direction: 'out', channels: ['letter'], outcomes: ['delivered'] } }
    const key = { class: 'derived', from }
    const letter = past('2026-04-20T10:00', { channel: 'letter', outcome: 'delivered' })
    const known = (...history: Circumstances['history']) => ({ history })
    expect(refuses(key)).toBe(true)
    expect(refuses(key, known(letter))).toBe(false)
    for (const other of [
      { channel: 'sms' },
      { outcome: 'pending' },
      { outcome: 'sent' },
      { direction: 'in' },
      { accounts: ['A2'] },
      { person: 'P2' },
      { at: at('2026-05-05T10:01') },
    ] as const)
      expect([
        other,
        refuses(key, known({ ...letter, ...other, accounts: [...(other.accounts ?? ['A1'])] })),
      ]).toEqual([other, true])
    const twice = requires('x.key', { min: 2 })
    expect(refuses(key, known(letter), { rule: twice })).toBe(true)
    expect(refuses(key, known(letter, letter), { rule: twice })).toBe(false)
    const recent = (days: number) => ({ ...key, from: { ...from, within: { days } } })
    expect(refuses(recent(15), known(letter))).toBe(false)
    expect(refuses(recent(14), known(letter))).toBe(true)
    const here = { ...key, from: { ...from, samePoint: true } }
    expect(refuses(here, known(letter))).toBe(false)
    expect(refuses(here, known({ ...letter, point: 'N2' }))).toBe(true)
    expect(refuses(here, known({ ...letter, point: null }))).toBe(true)
    expect(refuses(key, known(letter), { rule: holds('x.key') })).toBe(true)
    expect(refuses(key, {}, { rule: holds('x.key') })).toBe(false)
  })
})

it('the status of an ended account is there for every reason that an account can end for', () => {
  const fact = { type: 'account.closed', account: 'A1', at: '2026-05-05T10:00:00Z', reason: 'lost' }
  const reasons = (FactInput.safeParse(fact).error?.issues ?? []).flatMap((issue) =>
    issue.code === 'invalid_value' ? issue.values.map(String) : [],
  )
  expect(reasons.length).toBeGreaterThan(3)
  for (const reason of reasons) expect(STATUSES).toContain(statusOfEnded(reason))
})
