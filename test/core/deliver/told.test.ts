import { describe, expect, test } from 'vitest'
import { PointId } from '../../../src/core/base/id.ts'
import {
  caseGone,
  isTold,
  judgeRedeem,
  type RedeemBatch,
  withinRate,
} from '../../../src/core/deliver/redeem.ts'
import { batchOf, contactOf, dossierOf, HOUR, NOW } from './batch.ts'

const warning = { rule: 'WARN', pack: 'p', text: 'w', cite: null, effect: 'warn' as const, liftsAt: null }
const one = contactOf(1, 1)
const judged = (change: Partial<RedeemBatch> = {}, contact = one) => {
  const [redeemed] = judgeRedeem(batchOf([contact], change))
  if (!redeemed) throw new Error('nothing was judged')
  return redeemed
}
const reasonsOf = (redeemed: ReturnType<typeof judged>) =>
  'reasons' in redeemed ? redeemed.reasons.map(({ rule, liftsAt }) => [rule, liftsAt]) : []

describe('what belongs into the decision log', () => {
  const permit = (warnings: (typeof warning)[]) => () => ({
    answer: 'permit' as const,
    until: NOW + HOUR,
    duties: [],
    warnings,
  })
  const defer = () => ({
    answer: 'defer' as const,
    to: NOW + HOUR,
    until: NOW + 2 * HOUR,
    reasons: [],
    duties: [],
    warnings: [],
  })

  test('what belongs into the decision log is a contact that goes out in spite of a warning which it was not planned in spite of', () => {
    expect(isTold(judged({ ask: permit([]) }))).toBe(false)
    expect(isTold(judged({ ask: permit([warning]) }))).toBe(true)
    expect(isTold(judged({ ask: permit([warning]) }, contactOf(1, 1, { reasons: [warning] })))).toBe(false)
    const other = { ...warning, rule: 'OTHER' }
    expect(isTold(judged({ ask: permit([warning]) }, contactOf(1, 1, { reasons: [other] })))).toBe(true)
  })

  test('what belongs into the decision log is what the law defers, and neither a brake nor the rate', () => {
    expect(isTold(judged({ ask: defer }))).toBe(true)
    expect(isTold(judged({ brakes: [{ channel: null, strategy: null, creditor: null }] }))).toBe(false)
    const [later] = withinRate([judged()], 'sms', 0, NOW)
    expect(later && isTold(later)).toBe(false)
  })

  test('what belongs into the decision log is a contact whose case is gone', () => {
    const gone = caseGone(one, NOW)
    expect(gone).toMatchObject({ to: 'cancelled', reviewAt: NOW })
    expect(reasonsOf(gone)).toEqual([['case_closed', null]])
    expect(isTold(gone)).toBe(true)
  })
})

describe('a contact that waits', () => {
  const notBefore = (change: Partial<RedeemBatch>, contact = one) => {
    const redeemed = judged(change, contact)
    return redeemed.to === 'planned' ? [redeemed.notBefore - NOW, ...reasonsOf(redeemed)] : redeemed.to
  }
  const all = { channel: null, strategy: null, creditor: null }
  const minute = HOUR / 60

  test('a contact that waits for a brake is tried again after five minutes, or at its end', () => {
    expect(notBefore({ brakes: [all] })).toEqual([5 * minute, ['stopped', null]])
    expect(notBefore({ brakes: [all] }, contactOf(1, 1, { expiresAt: NOW + minute }))).toEqual([
      minute,
      ['stopped', null],
    ])
    expect(notBefore({ brakes: [all] }, contactOf(1, 1, { expiresAt: null }))).toEqual([
      5 * minute,
      ['stopped', null],
    ])
  })

  test('a contact that waits for a breaker of its channel is tried when that is tried, within five minutes and not at once', () => {
    const breaker = (retryAt: number, channel: 'sms' | 'call' = 'sms') => ({
      breakers: [{ channel, provider: 'gateway', kind: 'refuses' as const, retryAt }],
    })
    expect(notBefore(breaker(NOW + minute))).toEqual([minute, ['breaker_open', NOW + minute]])
    expect(notBefore(breaker(NOW + HOUR))).toEqual([5 * minute, ['breaker_open', NOW + HOUR]])
    expect(notBefore(breaker(NOW - minute))).toEqual([1, ['breaker_open', NOW - minute]])
    expect(notBefore(breaker(NOW + minute, 'call'))).toBe('sending')
  })

  test('a contact that waits for its time waits until then; one without a time does not', () => {
    const from = NOW + 7 * minute
    expect(notBefore({}, contactOf(1, 1, { notBefore: from }))).toEqual([7 * minute, ['too_early', from]])
    expect(notBefore({}, contactOf(1, 1, { notBefore: null }))).toBe('sending')
  })

  test('a contact that waits for the rate waits for the next full hour, and says so', () => {
    const at = NOW + 25 * minute
    const [later] = withinRate([judged()], 'sms', 0, at)
    expect(later).toMatchObject({ to: 'planned', notBefore: NOW + HOUR, told: false })
    expect(later && reasonsOf(later)).toEqual([['rate_used', NOW + HOUR]])
  })

  test('a contact that waits is never over where it has no end', () => {
    const forever = judged({}, contactOf(1, 1, { expiresAt: null }))
    const [later] = withinRate([forever], 'sms', 0, NOW)
    expect(later?.to).toBe('planned')
  })

  test('what is denied does not use up the rate', () => {
    const denied = judged({}, contactOf(2, 2, { point: PointId.parse(9) }))
    expect(withinRate([denied, judged()], 'sms', 1, NOW).map(({ to }) => to)).toEqual(['denied', 'sending'])
  })
})

describe('why a contact ends unsent', () => {
  test('why a contact ends unsent is told with its ground', () => {
    expect(reasonsOf(judged({ dossiers: new Map() }))).toEqual([['case_closed', null]])
    const stale = new Map([[one.person, dossierOf(1, [one], { epoch: 1 })]])
    expect(reasonsOf(judged({ dossiers: stale }))).toEqual([['superseded', null]])
    expect(reasonsOf(judged({}, contactOf(1, 1, { expiresAt: NOW })))).toEqual([['too_late', null]])
    expect(reasonsOf(judged({}, contactOf(1, 1, { point: PointId.parse(9) })))).toEqual([
      ['no_valid_point', null],
    ])
  })

  test('a number that is no longer the person’s is none', () => {
    const dossier = dossierOf(1, [one])
    const [point] = dossier.points
    if (!point) throw new Error('the dossier has no point')
    const with_ = (more: object) => {
      const points = [
        { ...point, id: PointId.parse(77), valid: false },
        { ...point, ...more },
      ]
      return judged({ dossiers: new Map([[one.person, { ...dossier, points }]]) }).to
    }
    expect(with_({})).toBe('sending')
    expect(with_({ former: true })).toBe('denied')
    expect(with_({ valid: false })).toBe('denied')
  })
})
