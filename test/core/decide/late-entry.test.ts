import { describe, expect, it } from 'vitest'
import type { AccountId } from '../../../src/core/base/id.ts'
import { accountOf, at, contactOf } from './build.ts'
import { call, laddersOf, sms, untold } from './untold.ts'

describe('an account that enters on its first day', () => {
  it('an account that enters on its first day goes as the file says', () => {
    const life = untold()
    life.live(at('2026-03-02 00:05'), at('2026-05-10'))
    expect(life.sent).toEqual([
      '2026-03-02T10:00 A1 friendly#1',
      '2026-03-06T10:00 A1 second#1',
      '2026-03-11T11:00 A1 call#1',
      '2026-03-16T10:00 A1 warn#1',
      '2026-03-31T14:00 A1 visit#1',
      '2026-04-06T10:00 A1 after#1',
      '2026-04-30T10:00 A1 last-notice#1',
      '2026-05-05T11:00 A1 last-call#1',
    ])
    expect(laddersOf(life)).toEqual([])
  })

  it('an account that enters later than the time of the opening step goes as the file says: the next day is its own', () => {
    const life = untold()
    life.live(at('2026-03-02 15:00'), at('2026-03-12'))
    expect(life.sent).toEqual([
      '2026-03-03T10:00 A1 friendly#1',
      '2026-03-06T10:00 A1 second#1',
      '2026-03-11T11:00 A1 call#1',
    ])
  })
})

describe('an account that enters late', () => {
  it('a late account hears the opening notice first, rests, and climbs from an early stage with the distances of the file', () => {
    const life = untold()
    life.live(at('2026-06-29 00:05'), at('2026-09-10')) // 120 days past due
    expect(life.sent).toEqual([
      '2026-06-29T00:05 A1 friendly#1',
      '2026-07-03T11:00 A1 call#1',
      '2026-07-08T10:00 A1 warn#1',
      '2026-07-23T14:00 A1 visit#1',
      '2026-07-29T10:00 A1 after#1',
      '2026-08-22T10:00 A1 last-notice#1',
      '2026-08-27T11:00 A1 last-call#1',
    ])
    expect(laddersOf(life)).toEqual([['calls', '2026-07-03', 114]])
    expect(life.stages()).toEqual([
      '2026-06-29T00:05 working/reminder',
      '2026-07-03T00:00 working/calls',
      '2026-07-23T00:00 working/field',
      '2026-08-22T00:00 working/final',
    ])
  })

  it('an account that is a few days late has the next contact of its stage as the respite ends', () => {
    const life = untold()
    life.live(at('2026-03-05 00:05'), at('2026-03-17')) // 4 days past due
    expect(life.sent).toEqual([
      '2026-03-05T00:05 A1 friendly#1',
      '2026-03-09T10:00 A1 second#1',
      '2026-03-14T11:00 A1 call#1',
    ])
    expect(laddersOf(life)).toEqual([['reminder', '2026-03-09', 3]])
  })

  it('a late account rests as long as the file says, and enters as far as it says', () => {
    const life = untold({ more: { lateEntry: { respite: { days: 7 }, upTo: 'reminder' } } })
    life.live(at('2026-06-29 00:05'), at('2026-07-20'))
    expect(life.sent).toEqual([
      '2026-06-29T00:05 A1 friendly#1',
      '2026-07-06T10:00 A1 second#1',
      '2026-07-11T11:00 A1 call#1',
      '2026-07-16T10:00 A1 warn#1',
    ])
  })

  it('a late account opens with the step that the file names', () => {
    const life = untold({ more: { opens: 'second' } })
    life.live(at('2026-04-10 00:05'), at('2026-04-17'))
    expect(life.sent.slice(0, 2)).toEqual(['2026-04-10T00:05 A1 second#1', '2026-04-15T11:00 A1 call#1'])
  })

  it('what was said of the account since its due date is the notice', () => {
    const delivered = contactOf({
      case: null,
      at: at('2026-03-20 12:00'),
      state: 'delivered',
      outcome: 'delivered',
    })
    const life = untold({ contacts: [delivered] })
    life.live(at('2026-06-29 00:05'), at('2026-07-01'))
    expect(life.sent).toEqual(['2026-06-29T11:00 A1 call#1'])
  })

  it('what was said of another account is not the notice', () => {
    const other = contactOf({
      case: null,
      accounts: [2 as AccountId],
      at: at('2026-03-20 12:00'),
      state: 'delivered',
      outcome: 'delivered',
    })
    const life = untold({ contacts: [other] })
    life.live(at('2026-06-29 00:05'), at('2026-06-29 12:00'))
    expect(life.sent).toEqual(['2026-06-29T00:05 A1 friendly#1'])
  })
})

describe('a later anchor in the same open case', () => {
  it('a case with a later anchor inherits the notice, and enters early', () => {
    const life = untold()
    life.live(at('2026-03-02 00:05'), at('2026-05-03'))
    expect(life.dossier.cases[0]?.stage).toBe('final')
    life.change({ accounts: [accountOf({ anchor: '2026-03-02' })] })
    life.live(at('2026-05-04 00:05'), at('2026-05-12'))
    expect(life.sent.slice(-2)).toEqual(['2026-05-04T11:00 A1 call#1', '2026-05-09T10:00 A1 warn#1'])
  })

  it('a case whose later anchor is not past due for long goes as the file says', () => {
    const life = untold()
    life.live(at('2026-03-02 00:05'), at('2026-03-31 23:00'))
    life.change({ accounts: [accountOf({ anchor: '2026-03-31' })] })
    life.live(at('2026-04-01 00:05'), at('2026-04-06'))
    expect(life.sent.slice(-2)).toEqual(['2026-04-01T10:00 A1 friendly#1', '2026-04-05T10:00 A1 second#1'])
  })
})

describe('a mandatory text of an earlier stage', () => {
  const stages = [
    { stage: 'reminder', from: { dpd: 1 }, steps: [sms('friendly', { dpd: 1 })] },
    { stage: 'notice', from: { dpd: 10 }, steps: [sms('notice', { dpd: 12, mandatory: true })] },
    { stage: 'calls', from: { dpd: 20 }, steps: [call('call', { after: { days: 0 } })] },
    { stage: 'final', from: { dpd: 60 }, steps: [sms('last-notice', { after: { days: 0 } })] },
  ]
  const made = { step: 'notice', stage: 'notice', at: at('2026-03-13 10:00') }

  it.each([
    ['that failed keeps a late case in its stage', 'failed', [['notice', '2026-04-12', 32]]],
    ['that was sent does not', 'sent', [['calls', '2026-04-12', 22]]],
  ] as const)('%s', (_, state, ladders) => {
    const life = untold({ stages, contacts: [contactOf({ ...made, state })] })
    life.live(at('2026-04-01 00:05'), at('2026-04-12'))
    expect(laddersOf(life)).toEqual(ladders)
  })
})
