import { describe, expect, it } from 'vitest'
import { accountOf, at, holdOf } from './build.ts'
import { untold } from './untold.ts'

describe('time in which nobody could act', () => {
  it('an outage of days is added: nothing is dropped, and the distances stay', () => {
    const life = untold()
    life.live(at('2026-03-02 00:05'), at('2026-03-05'))
    life.review(at('2026-03-10 09:00'), true) // a review was due on 6 March
    life.live(at('2026-03-10 09:01'), at('2026-03-17'))
    expect(life.sent).toEqual([
      '2026-03-02T10:00 A1 friendly#1',
      '2026-03-10T10:00 A1 second#1',
      '2026-03-15T11:00 A1 call#1',
    ])
    expect(
      life.decisions
        .flatMap(({ facts }) => facts)
        .filter(({ type }) => type === 'case.time_added')
        .map(({ body }) => body),
    ).toMatchObject([{ cause: 'outage', from: '2026-03-06', to: '2026-03-10', episode: '2026-03-01' }])
  })

  it.each(['feed_stale', 'data_refused'] as const)('%s: its steps are late, not passed', (reason) => {
    const life = untold()
    life.live(at('2026-03-02 00:05'), at('2026-03-05'))
    const hold = holdOf({ kind: 'hold', reason, from: at('2026-03-05 12:00') })
    life.change({ holds: [hold] })
    life.live(at('2026-03-05 12:00'), at('2026-03-09'))
    life.change({ holds: [{ ...hold, lifted: at('2026-03-09 12:00') }] })
    life.live(at('2026-03-09 12:00'), at('2026-03-16'))
    expect(life.sent.slice(1)).toEqual(['2026-03-10T10:00 A1 second#1', '2026-03-15T11:00 A1 call#1'])
  })

  it('a hold for an hour costs nothing', () => {
    const life = untold()
    life.live(at('2026-03-02 00:05'), at('2026-03-05'))
    const hold = holdOf({
      kind: 'hold',
      reason: 'data_refused',
      from: at('2026-03-06 09:30'),
      lifted: at('2026-03-06 10:30'),
    })
    life.change({ holds: [hold] })
    life.live(at('2026-03-06 09:30'), at('2026-03-12'))
    expect(life.sent.slice(1)).toEqual(['2026-03-06T10:30 A1 second#1', '2026-03-11T11:00 A1 call#1'])
  })

  it('days on which the episode was not the case’s are added', () => {
    const life = untold()
    life.live(at('2026-03-02 00:05'), at('2026-03-04'))
    life.change({ accounts: [accountOf({ anchor: '2026-03-03' })] })
    life.live(at('2026-03-04 09:00'), at('2026-03-05'))
    life.change({ accounts: [accountOf({ anchor: '2026-03-01' })] })
    life.live(at('2026-03-09 09:00'), at('2026-03-17'))
    expect(life.sent.slice(-2)).toEqual(['2026-03-11T10:00 A1 second#1', '2026-03-16T11:00 A1 call#1'])
  })
})
