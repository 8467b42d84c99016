import { describe, expect, it } from 'vitest'
import type { BrakeSpan } from '../../../../src/core/base/brake.ts'
import { isoOf } from '../../../../src/core/base/time.ts'
import { stoppedTime } from '../../../../src/core/decide/pause/stopped.ts'
import { at } from '../build.ts'
import { viewIn, type World } from '../step/view.ts'
import { FILE } from '../ladder/file.ts'

const brake = (from: string, to: string | null, more: Partial<BrakeSpan> = {}): BrakeSpan => ({
  channel: null,
  strategy: null,
  creditor: null,
  from: at(from),
  to: to === null ? null : at(to),
  ...more,
})

/** It is 10 March at noon; the case has been in its first stage, of texts and calls, since the 2nd. */
const told =
  (brakes: BrakeSpan[], world: World = {}) =>
  () => {
    const {
      case: file,
      account,
      compiled,
      memory,
      zones,
      now,
      today,
    } = viewIn({ strategy: { stages: FILE }, ...world })
    const time = stoppedTime({ file, account, compiled, memory, zones, now, today }, brakes)
    const over = time.over.map(({ from, to }) => `${from.slice(5)} to ${to.slice(5)}`)
    return [
      ...over,
      ...(time.lasting ? [`since ${time.lasting.from.slice(5)} to ${time.lasting.to.slice(5)}`] : []),
      time.counted === null ? 'nothing is counted' : `counted before ${isoOf(time.counted).slice(5, 16)}`,
    ].join(', ')
  }

const nothing = 'nothing is counted'
const counted = 'counted before 03-10T12:00'
const sms = { channel: 'sms' }
const call = { channel: 'call' }

describe('time in which every channel of the stage is stopped', () => {
  it.each<[string, () => string, string]>([
    ['no brake was on', told([]), nothing],
    ['one is over', told([brake('2026-03-05 12:00', '2026-03-07 12:00')]), `03-05 to 03-07, ${counted}`],
    ['one is on', told([brake('2026-03-05 12:00', null)]), `since 03-05 to 03-10, ${nothing}`],
    [
      'one is on that ends later',
      told([brake('2026-03-05 12:00', '2026-03-12')]),
      `since 03-05 to 03-10, ${nothing}`,
    ],
    [
      'one ends just now',
      told([brake('2026-03-05 12:00', '2026-03-10 12:00')]),
      `03-05 to 03-10, ${counted}`,
    ],
    ['one was over before the entry', told([brake('2026-02-20', '2026-03-01')]), nothing],
    ['one was over at the entry', told([brake('2026-02-20', '2026-03-02')]), nothing],
    ['one began before the entry', told([brake('2026-02-20', '2026-03-04')]), `03-02 to 03-04, ${counted}`],
    [
      'one was on at the entry, and is',
      told([brake('2026-02-20', null)]),
      `since 03-02 to 03-10, ${nothing}`,
    ],
    [
      'one follows the other',
      told([brake('2026-03-04', '2026-03-06'), brake('2026-03-06', '2026-03-08')]),
      `03-04 to 03-08, ${counted}`,
    ],
    [
      'one comes after the other',
      told([brake('2026-03-06', '2026-03-07'), brake('2026-03-03', '2026-03-04')]),
      `03-03 to 03-04, 03-06 to 03-07, ${counted}`,
    ],
    [
      'one is over, and another is on',
      told([brake('2026-03-03', '2026-03-04'), brake('2026-03-06', null)]),
      '03-03 to 03-04, since 03-06 to 03-10, counted before 03-06T00:00',
    ],
    [
      'each stops a channel',
      told([brake('2026-03-04', '2026-03-08', sms), brake('2026-03-06', '2026-03-09', call)]),
      `03-06 to 03-08, ${counted}`,
    ],
    [
      'each stops a channel, one of them still',
      told([brake('2026-03-04', '2026-03-08', sms), brake('2026-03-06', null, call)]),
      `03-06 to 03-08, ${counted}`,
    ],
    ['it stops one channel', told([brake('2026-03-04', '2026-03-08', sms)]), counted],
    ['it stops another creditor', told([brake('2026-03-04', '2026-03-08', { creditor: 'other' })]), nothing],
    ['it stops another strategy', told([brake('2026-03-04', '2026-03-08', { strategy: 'other' })]), nothing],
    [
      'it stops this strategy',
      told([brake('2026-03-04', '2026-03-08', { strategy: 'ladder' })]),
      `03-04 to 03-08, ${counted}`,
    ],
  ])('%s', (_, is, then) => expect(is()).toBe(then))

  const one = [brake('2026-03-04', '2026-03-08')]
  it.each<[string, World, string]>([
    ['the case has not entered a stage', { memory: { entries: {} } }, nothing],
    [
      'it was counted up to some time',
      { memory: { stopsCounted: at('2026-03-06') } },
      `03-06 to 03-08, ${counted}`,
    ],
    ['it was counted', { memory: { stopsCounted: at('2026-03-08') } }, nothing],
    ['the case is in no stage', { row: { stage: null } }, counted],
    [
      'the stage contacts nobody',
      { strategy: { stages: [{ ...FILE[0], steps: [] }, ...FILE.slice(1)] } },
      counted,
    ],
  ])('one is over, and %s', (_, world, then) => expect(told(one, world)()).toBe(then))
})
