import { describe, expect, test } from 'vitest'
import { AccountId, CaseId, PersonId, PointId } from '../../../src/core/base/id.ts'
import type { ContactRow } from '../../../src/core/model/contact-row.ts'
import { judgeRedeem, newWarnings, type RedeemBatch, withinRate } from '../../../src/core/deliver/redeem.ts'
import { batchOf, contactOf, dossierOf, HOUR, NOW } from './batch.ts'

const to = (batch: RedeemBatch): string[] => judgeRedeem(batch).map((one) => `${one.contact.id} ${one.to}`)

describe('a batch is judged', () => {
  test('contacts are judged in the order of person, not before, id', () => {
    const contacts = [
      contactOf(5, 2),
      contactOf(4, 1, { notBefore: NOW - 1 }),
      contactOf(3, 1),
      contactOf(2, 1),
    ]
    expect(to(batchOf(contacts))).toEqual(['4 sending', '2 sending', '3 sending', '5 sending'])
  })

  test('each permitted one counting for the next, also for another person behind the number; what only waits counts for nobody', () => {
    const seen: number[][] = []
    const contacts = [contactOf(1, 1), contactOf(2, 1), contactOf(3, 2)]
    judgeRedeem(
      batchOf(contacts, {
        ask: ({ dossier }) => {
          seen.push(dossier.contacts.map((one) => one.id))
          return { answer: 'permit', until: NOW + HOUR, duties: [], warnings: [] }
        },
      }),
    )
    expect(seen).toEqual([[], [1], [1, 2]])
  })

  test('what is stale, closed, over, early, stopped or without a point is not asked about', () => {
    const ask = (): never => {
      throw new Error('asked')
    }
    const one = contactOf(1, 1)
    const person = PersonId.parse(1)
    const withCase = (change: Parameters<typeof dossierOf>[2]) => ({
      dossiers: new Map([[person, dossierOf(1, [one], change)]]),
      ask,
    })
    const brake = { channel: 'sms', strategy: 's', creditor: 'acme' }
    expect(to(batchOf([one], withCase({ epoch: 1 })))).toEqual(['1 cancelled'])
    expect(to(batchOf([one], withCase({ open: false })))).toEqual(['1 cancelled'])
    expect(to(batchOf([one], { dossiers: new Map(), ask }))).toEqual(['1 cancelled'])
    expect(to(batchOf([contactOf(1, 1, { expiresAt: NOW })], { ask }))).toEqual(['1 expired'])
    expect(to(batchOf([contactOf(1, 1, { notBefore: NOW + 1 })], { ask }))).toEqual(['1 planned'])
    expect(to(batchOf([one], { brakes: [brake], ask }))).toEqual(['1 planned'])
    expect(
      to(
        batchOf([one], {
          breakers: [{ channel: 'sms', provider: 'gateway', kind: 'refuses', retryAt: NOW + 1 }],
          ask,
        }),
      ),
    ).toEqual(['1 planned'])
    expect(to(batchOf([contactOf(1, 1, { point: PointId.parse(9) })], { ask }))).toEqual(['1 denied'])
  })

  test('a brake says what is stopped, since when and by whom', () => {
    const said = (brake: Partial<RedeemBatch['brakes'][number]>) =>
      judgeRedeem(
        batchOf([contactOf(1, 1)], { brakes: [{ channel: null, strategy: null, creditor: null, ...brake }] }),
      ).flatMap((one) => ('reasons' in one ? one.reasons.map(({ rule, text }) => [rule, text]) : []))
    expect(said({})).toEqual([['stopped', 'stopped by hand: everything']])
    const stoppedAt = Date.parse('2026-03-02T09:00:00Z')
    expect(said({ channel: 'sms', creditor: 'acme', strategy: 's', stoppedAt, stoppedBy: 'ann' })).toEqual([
      ['stopped', 'stopped by hand: sms of acme under s, since 2026-03-02T09:00:00Z, by ann'],
    ])
  })

  test('a brake on something else lets it through', () => {
    const brakes = [
      { channel: 'call', strategy: null, creditor: null },
      { channel: 'sms', strategy: 'other', creditor: null },
      { channel: 'sms', strategy: 's', creditor: 'other' },
    ]
    expect(to(batchOf([contactOf(1, 1)], { brakes }))).toEqual(['1 sending'])
  })

  test('a contact that is deferred within its window goes back, one beyond it expires; if it is denied, the case is reviewed for another way', () => {
    const deferred = (hours: number) => () => ({
      answer: 'defer' as const,
      to: NOW + hours * HOUR,
      until: NOW + 20 * HOUR,
      reasons: [],
      duties: [],
      warnings: [],
    })
    expect(judgeRedeem(batchOf([contactOf(1, 1)], { ask: deferred(2) }))).toMatchObject([
      { to: 'planned', notBefore: NOW + 2 * HOUR },
    ])
    expect(judgeRedeem(batchOf([contactOf(1, 1)], { ask: deferred(8) }))).toMatchObject([
      { to: 'expired', reviewAt: NOW },
    ])
    const deny = () => ({ answer: 'deny' as const, reasons: [], review: false, duties: [], warnings: [] })
    expect(judgeRedeem(batchOf([contactOf(1, 1)], { ask: deny }))).toMatchObject([
      { to: 'denied', reviewAt: NOW },
    ])
  })

  test('a rule that wants a human to review what was planned asks one, unless that was asked before', () => {
    const reason = {
      rule: 'ASK',
      pack: 'p',
      text: 'ask',
      cite: 'art. 1',
      effect: 'review' as const,
      liftsAt: null,
    }
    const ask = () => ({ answer: 'deny' as const, reasons: [reason], review: true, duties: [], warnings: [] })
    const asksOf = (answer?: string | null) => {
      const batch = batchOf([contactOf(1, 1)], { ask })
      const [dossier] = batch.dossiers.values()
      const asked = {
        task: 5,
        kind: 'review' as const,
        rule: 'ASK',
        case: CaseId.parse(1),
        account: AccountId.parse(1),
        step: null,
        episode: null,
        role: 'compliance',
        due: 0,
        answeredAt: null,
      }
      if (dossier && answer !== undefined) dossier.asked = [{ ...asked, answer }]
      const [redeemed] = judgeRedeem(batch)
      return redeemed && 'asks' in redeemed ? redeemed.asks : undefined
    }
    expect(asksOf()).toMatchObject([{ kind: 'review', rule: 'ASK', case: 1, reason: 'ASK (art. 1): ask' }])
    expect(asksOf(null)).toBeUndefined()
    expect(asksOf('refuse')).toBeUndefined()
    expect(asksOf('allow_once')).toHaveLength(1)
  })

  test('what it goes out in spite of is told once', () => {
    const warning = { rule: 'WARN', pack: 'p', text: 'w', cite: null, effect: 'warn' as const, liftsAt: null }
    const ask = () => ({ answer: 'permit' as const, until: NOW + HOUR, duties: [], warnings: [warning] })
    const told = (contact: ContactRow) =>
      judgeRedeem(batchOf([contact], { ask })).flatMap((one) =>
        one.to === 'sending' ? newWarnings(one) : [],
      )
    expect(told(contactOf(1, 1))).toEqual([warning])
    expect(told(contactOf(1, 1, { reasons: [warning] }))).toEqual([])
  })

  test('the message is valid to the end of the lawful window, or of its own, whichever is sooner', () => {
    expect(judgeRedeem(batchOf([contactOf(1, 1)]))).toMatchObject([{ validUntil: NOW + HOUR }])
    const short = contactOf(1, 1, { expiresAt: NOW + HOUR / 2 })
    expect(judgeRedeem(batchOf([short]))).toMatchObject([{ validUntil: NOW + HOUR / 2 }])
  })
})

test('the last ones beyond the rate wait for the next hour, and other channels do not', () => {
  const contacts = [contactOf(1, 1), contactOf(2, 2), contactOf(3, 3, { channel: 'call' }), contactOf(4, 4)]
  const late = contactOf(5, 5, { expiresAt: NOW + HOUR / 2 })
  const judged = judgeRedeem(batchOf([...contacts, late]))
  const kept = withinRate(judged, 'sms', 2, NOW).map((one) => `${one.contact.id} ${one.to}`)
  expect(kept).toEqual(['1 sending', '2 sending', '3 sending', '4 planned', '5 expired'])
})
