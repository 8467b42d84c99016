import { describe, expect, it } from 'vitest'
import { at, contactOf, holdOf } from './build.ts'
import { defersTo, denies, type Law } from './law.ts'
import { sms, untold } from './untold.ts'

describe('an opening notice that was held back', () => {
  it('a notice that a Sunday held back goes first on Monday, and the next stage waits for the respite', () => {
    const closed: Law = ({ at: when }) =>
      when < at('2026-03-09')
        ? defersTo(at('2026-03-09 08:00'))
        : { answer: 'permit', until: 8e15, duties: [], warnings: [] }
    const late = [
      { stage: 'notice', from: { dpd: 1 }, steps: [sms('first', { dpd: 7 })] },
      { stage: 'blocked', from: { dpd: 8 }, steps: [sms('blocked', { dpd: 8 })] },
      { stage: 'end', from: { dpd: 30 }, steps: [sms('end', { dpd: 30 })] },
    ]
    const life = untold({ stages: late, law: closed })
    life.live(at('2026-03-02 00:05'), at('2026-03-20'))
    expect(life.sent).toEqual(['2026-03-09T08:00 A1 first#1', '2026-03-12T10:00 A1 blocked#1'])
  })

  it('a notice that a hold held back is made when that ends', () => {
    const life = untold()
    life.change({ holds: [holdOf({ from: at('2026-03-01'), lifted: at('2026-03-20 09:00') })] })
    life.live(at('2026-03-02 00:05'), at('2026-04-01'), [at('2026-03-20 09:00')])
    expect(life.sent).toEqual([
      '2026-03-20T09:00 A1 friendly#1',
      '2026-03-24T11:00 A1 call#1',
      '2026-03-29T10:00 A1 warn#1',
    ])
  })

  it('the law denies the notice: the next step of another channel that is no visit stands in for it, on its own day', () => {
    const noTexts: Law = ({ channel }) =>
      channel === 'sms' ? denies('NO-TEXT') : { answer: 'permit', until: 8e15, duties: [], warnings: [] }
    const life = untold({ law: noTexts })
    life.live(at('2026-03-02 00:05'), at('2026-03-25'))
    expect(life.sent).toEqual(['2026-03-11T11:00 A1 call#1'])
    const late = untold({ law: noTexts })
    late.live(at('2026-06-29 00:05'), at('2026-06-30'))
    expect(late.sent).toEqual(['2026-06-29T00:06 A1 call#1'])
  })

  it('the notice fails: nothing else is sent over its channel, and the call stands in for it', () => {
    const failed = contactOf({
      step: 'friendly',
      stage: 'reminder',
      at: at('2026-03-02 10:00'),
      state: 'failed',
      outcome: 'failed',
    })
    const life = untold({ contacts: [failed] })
    life.live(at('2026-03-03 00:05'), at('2026-03-25'))
    expect(life.sent).toEqual(['2026-03-11T11:00 A1 call#1', '2026-03-16T10:00 A1 warn#1'])
  })

  it('a notice that is reported failed afterwards is not done, and what waits is taken back', () => {
    const life = untold()
    life.live(at('2026-06-29 00:05'), at('2026-07-08 09:00'))
    expect(life.sent.at(-1)).toBe('2026-07-03T11:00 A1 call#1')
    const contacts = life.dossier.contacts
      .filter(({ step }) => step !== 'call')
      .map((one) =>
        one.step === 'friendly' ? { ...one, state: 'failed' as const, outcome: 'failed' as const } : one,
      )
    life.change({ contacts })
    life.live(at('2026-07-08 09:01'), at('2026-07-12'))
    expect(life.sent.at(-1)).toBe('2026-07-08T09:01 A1 call#1')
  })
})

describe('two mandatory texts of one case', () => {
  it('two mandatory texts of one case never fall on one day', () => {
    const both = [
      { stage: 'one', from: { dpd: 1 }, steps: [sms('friendly', { dpd: 1 })] },
      {
        stage: 'two',
        from: { dpd: 5 },
        steps: [sms('must', { dpd: 5, mandatory: true }), sms('also', { dpd: 5, mandatory: true })],
      },
      { stage: 'three', from: { dpd: 20 }, steps: [sms('end', { dpd: 20 })] },
    ]
    const life = untold({ stages: both })
    life.live(at('2026-03-02 00:05'), at('2026-03-12'))
    expect(life.sent).toEqual([
      '2026-03-02T10:00 A1 friendly#1',
      '2026-03-06T10:00 A1 must#1',
      '2026-03-07T10:00 A1 also#1',
    ])
  })
})
