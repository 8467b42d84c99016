import { describe, expect, it } from 'vitest'
import { NumberId } from '../../../../src/core/base/id.ts'
import { assumed, circumstancesOf, questionOf } from '../../../../src/core/compliance/known/from-dossier.ts'
import { keysOf, statusFinder } from '../../../../src/core/compliance/known/keys.ts'
import { compileLaw } from '../../../../src/core/compliance/pack/law.ts'
import { permit } from '../../../../src/core/compliance/permit.ts'
import type { DossierContact, Dossier, DossierHold } from '../../../../src/core/model/dossier.ts'
import { at, question, shipped } from '../../../support/law.ts'
import { HOLD_REASONS } from '../../../../src/core/model/hold-reason.ts'
import { account, contact, dossier, hold, point } from '../../../support/small-dossier.ts'
import { promiseOf } from '../../decide/build.ts'

describe('contacts of a dossier', () => {
  const history = (...contacts: DossierContact[]) => circumstancesOf(dossier({ contacts })).history

  it('contacts count when they were made, and as open until the outcome is known', () => {
    const made = at('2026-05-04T10:00')
    const due = at('2026-05-06T10:00')
    expect(history(contact({ state: 'sent', at: made }))).toMatchObject([{ at: made, outcome: 'no_answer' }])
    for (const state of ['planned', 'queued', 'sending', 'unknown'] as const) {
      expect(history(contact({ state, notBefore: due }))).toMatchObject([{ at: due, outcome: 'pending' }])
    }
    expect(history(contact({ state: 'sending', notBefore: due, at: made }))).toMatchObject([
      { at: made, outcome: 'pending' },
    ])
    expect(history(contact({ state: 'failed', at: made, outcome: 'failed' }))).toMatchObject([
      { outcome: 'failed' },
    ])
  })

  it('contacts that never happened do not count', () => {
    for (const state of ['cancelled', 'expired', 'denied'] as const) {
      expect(history(contact({ state, notBefore: at('2026-05-06T10:00') }))).toEqual([])
    }
  })

  it('contacts to a number that turned out wrong are marked, but not a conversation', () => {
    const calls = [
      contact({ at: at('2026-05-01T10:00') }),
      contact({ at: at('2026-05-02T10:00'), outcome: 'conversation' }),
      contact({ at: at('2026-05-03T10:00'), outcome: 'third', disposition: 'wrong_number' }),
      contact({ at: at('2026-05-03T10:00'), number: NumberId.parse(112) }),
    ]
    expect(history(...calls).map((one) => one.tags)).toEqual([['misdirected'], [], ['misdirected'], []])
  })
})

const CLOCK = { zone: null, calendar: null, weekStart: 'mon' } as const
/** The shipped packs that say what a status means; it was understood the same way before packs said it. */
const SPEAKERS = ['us-fed-regf', 'au-rg96', 'kr-pda', 'gb-breathing', 'gb-scotland'].map((name) =>
  shipped().packs.find(({ pack }) => pack === name),
)

describe('holds of a dossier', () => {
  /** Those of the law's own statuses that they are, in the pack that declares them and in an earlier one. */
  const meant = (key: string, with_: Partial<DossierHold>, more: Partial<Dossier> = {}) => {
    const file = circumstancesOf(dossier({ holds: [hold(with_)], ...more }))
    const declaring = SPEAKERS.filter((pack) => pack?.keys && key in pack.keys)
    expect(declaring).toHaveLength(1)
    const [first, ...others] = [...declaring, {}].map((pack) => {
      const terms = { ...CLOCK, keys: keysOf(pack ?? {}, CLOCK) }
      return statusFinder(key, terms)(question('2026-06-01T10:00'), file).length > 0
    })
    for (const other of others) expect(other).toBe(first)
    return first
  }

  const names = (with_: Partial<DossierHold>, more: Partial<Dossier> = {}) =>
    circumstancesOf(dossier({ holds: [hold(with_)], ...more })).statuses.map((status) => status.status)

  it('holds are the statuses that laws name', () => {
    expect(names({ kind: 'dispute', account: account.id })).toEqual(['dispute.open'])
    expect(names({ kind: 'cease' })).toEqual(['cease.written'])
    expect(names({ kind: 'optout' })).toEqual(['optout'])
    expect(names({ reason: 'attorney' })).toEqual(['status.attorney'])
    expect(names({ reason: 'deceased' })).toEqual(['status.deceased'])
  })

  it.each([
    ['status.represented', ['attorney']],
    ['status.kr_hardship', ['hardship', 'disaster']],
    ['breathing.standard', ['moratorium']],
    ['moratorium.scotland', ['moratorium']],
  ] as const)('holds are %s where the pack finds it in them', (key, reasons) => {
    const those = HOLD_REASONS.filter((reason) => meant(key, { reason }))
    expect(those).toEqual(reasons)
  })

  it('a dispute inside the validation period is that too', () => {
    const notice = (local: string) => ({
      evidence: [
        {
          key: 'validation.sent',
          account: account.id,
          point: null,
          agent: null,
          value: true,
          at: at(local),
          until: null,
        },
      ],
    })
    const dispute = { kind: 'dispute', account: account.id } as const
    const isMeant = (local: string) => meant('dispute.validation_period', dispute, notice(local))
    expect(names(dispute, notice('2026-04-01T10:00'))).toEqual(['dispute.open'])
    expect(isMeant('2026-04-01T10:00')).toBe(true)
    expect(isMeant('2026-05-01T23:00')).toBe(true)
    expect(isMeant('2026-03-31T10:00')).toBe(false)
    expect(isMeant('2026-05-02T10:00')).toBe(false)
  })

  it('an opt-out is of the number behind its point, whoever shares it', () => {
    const { statuses } = circumstancesOf(dossier({ holds: [hold({ kind: 'optout', point: point.id })] }))
    expect(statuses).toMatchObject([{ status: 'optout', point: point.number, channel: null }])
  })

  it('a promise holds until its day and grace; an ended account is closed', () => {
    const promise = promiseOf({
      account: account.id,
      madeAt: at('2026-05-01T10:00'),
      by: '2026-05-10',
      graceDays: 2,
    })
    const ended = { ...account, collection: 'ended', endedReason: 'settled' } as const
    const file = circumstancesOf(
      dossier({ promises: [promise, { ...promise, cancelled: true }], accounts: [ended] }),
    )
    expect(file.statuses).toMatchObject([
      { status: 'promise.open', until: '2026-05-12', accounts: [account.id] },
      { status: 'account.settled', accounts: [account.id] },
    ])
    const closed = ['settled', 'sold', 'charged_off', 'placed', 'closed'].map((endedReason) =>
      meant('status.closed_or_discharged', {}, { holds: [], accounts: [{ ...ended, endedReason }] }),
    )
    expect(closed).toEqual([true, true, true, false, false])
  })
})

describe('evidence of a dossier', () => {
  const entry = {
    key: 'consent.sms',
    account: null,
    point: null,
    agent: null,
    value: true,
    at: 0,
    until: null,
  }

  it('the evidence speaks of numbers, and of no agent but the one who asks', () => {
    const evidence = [
      { ...entry, point: point.id },
      { ...entry, key: 'agent.trained', agent: 'ann' },
      { ...entry, key: 'agent.trained', agent: 'bob' },
    ]
    const keys = (agent?: string) =>
      circumstancesOf(dossier({ evidence }), agent === undefined ? {} : { agent })
        .evidence.filter((one) => one.key !== 'due')
        .map((one) => [one.key, one.point])
    expect(keys()).toEqual([['consent.sms', point.number]])
    expect(keys('ann')).toEqual([
      ['consent.sms', point.number],
      ['agent.trained', null],
    ])
  })

  it('the evidence says which point is invalid and since when the account is due', () => {
    const { evidence } = circumstancesOf(dossier({ points: [{ ...point, valid: false }] }))
    expect(evidence).toMatchObject([
      { key: 'point.invalid', point: point.number },
      { key: 'due', account: account.id, at: at('2026-04-01T00:00') },
    ])
  })
})

describe('a question from a dossier', () => {
  const law = compileLaw(shipped())
  const parts = {
    account,
    point,
    channel: 'call',
    at: at('2026-05-05T10:00'),
    dpd: 34,
    moment: 'redeem',
  } as const

  it('a contact is refused after a written cease and after an opt-out', () => {
    const answer = (holds: DossierHold[]) => {
      const own = dossier({ holds })
      return permit(questionOf({ ...parts, dossier: own }), circumstancesOf(own), law)
    }
    expect(answer([]).answer).toBe('permit')
    expect(answer([hold({ kind: 'cease' })])).toMatchObject({
      answer: 'deny',
      reasons: [{ rule: 'US-F-06' }],
    })
    expect(answer([hold({ kind: 'optout', number: point.number })])).toMatchObject({
      answer: 'deny',
      reasons: [{ rule: 'US-F-12' }, { rule: 'XX-04' }],
    })
  })

  it('a contact that is permitted counts for the next one', () => {
    const own = dossier()
    const asked = questionOf({ ...parts, dossier: own })
    const made = assumed(asked)
    const file = circumstancesOf(own, { assume: made ? [made] : [] })
    const again = permit({ ...asked, at: at('2026-05-05T11:00') }, file, law)
    expect(again.answer === 'permit' ? [] : again.reasons.map((reason) => reason.rule)).toContain('XX-03')
  })
})
