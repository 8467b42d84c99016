import { expect, it } from 'vitest'
import type { BrakeSpan } from '../../../src/core/base/brake.ts'
import { lastDayOf } from '../../../src/core/base/time.ts'
import { compiledStrategy } from '../../../src/core/decide/case/compiled.ts'
import { stoppedTime } from '../../../src/core/decide/pause/stopped.ts'
import type { EpisodeMemory } from '../../../src/core/model/case-memory.ts'
import { accountOf, at, caseOf, strategyOf } from './build.ts'
import { call, sms } from './untold.ts'

const post = { step: 'post', channel: 'human', task: 'Post a letter', at: '09:00', dpd: 2 }
const strategy = strategyOf({
  stages: [
    { stage: 'texts', from: { dpd: 1 }, steps: [sms('hello', { dpd: 1 }), post] },
    { stage: 'both', from: { dpd: 5 }, steps: [sms('warn', { dpd: 5 }), call('ring', { dpd: 6 })] },
    { stage: 'people', from: { dpd: 9 }, steps: [{ ...post, step: 'file', dpd: 9 }] },
  ],
})
const now = at('2026-03-10 12:00')

/** `05..07 counted 10T12:00`, by days of March; `08..10 lasts` while it does. */
function stopped(
  brakes: [string, string | null, Partial<BrakeSpan>?][],
  stage: string | null = 'texts',
  memory: Partial<EpisodeMemory> = {},
): string {
  const spans = brakes.map(([from, to, scope]) => ({
    channel: null,
    strategy: null,
    creditor: null,
    from: at(`2026-03-${from}`),
    to: to === null ? null : at(`2026-03-${to}`),
    ...scope,
  }))
  const { over, lasting, counted } = stoppedTime(
    {
      file: caseOf(strategy, { state: 'working', stage }),
      account: accountOf(),
      compiled: compiledStrategy(strategy),
      memory: { entries: { texts: '2026-03-02' }, dropped: {}, denied: {}, ...memory },
      zones: ['UTC'],
      now,
      today: lastDayOf(['UTC'], now),
    },
    spans,
  )
  const days = ({ from, to }: { from: string; to: string }) => `${from.slice(8)}..${to.slice(8)}`
  const until = counted === null ? [] : [`counted ${new Date(counted).toISOString().slice(8, 16)}`]
  return [...over.map(days), ...(lasting ? [`${days(lasting)} lasts`] : []), ...until].join(' ')
}

const texts = { channel: 'sms' }
const calls = { channel: 'call' }

it.each([
  ['there was no stop', stopped([]), ''],
  ['a stop is over', stopped([['05 12:00', '07 12:00']]), '05..07 counted 10T12:00'],
  ['a stop lasts', stopped([['05 12:00', null]]), '05..10 lasts'],
  ['a stop ends later today', stopped([['05 12:00', '10 18:00']]), '05..10 lasts'],
  ['a stop ends just now', stopped([['05 12:00', '10 12:00']]), '05..10 counted 10T12:00'],
  ['a stop begins just now', stopped([['10 12:00', null]]), ''],
  [
    'a stop began before the case was in a stage',
    stopped([['01 12:00', '04 12:00']]),
    '02..04 counted 10T12:00',
  ],
  ['a stop ended before the case was in a stage', stopped([['01 06:00', '01 12:00']]), ''],
  ['a stop ended as the case came into its stage', stopped([['01 06:00', '02 00:00']]), ''],
  ['the case has never been in a stage', stopped([['05 12:00', null]], null, { entries: {} }), ''],
  ['the case is in a stage that nobody knows', stopped([['05 12:00', null]], 'gone'), ''],
  ['the case is in no stage', stopped([['05 12:00', null]], null), ''],
  ['the stage contacts nobody', stopped([['05 12:00', null]], 'people'), ''],
  [
    'a stop was counted in part',
    stopped([['05 12:00', '08 12:00']], 'texts', { stopsCounted: at('2026-03-07 00:00') }),
    '07..08 counted 10T12:00',
  ],
  [
    'a stop was counted',
    stopped([['05 12:00', '08 12:00']], 'texts', { stopsCounted: at('2026-03-08 12:00') }),
    '',
  ],
  [
    'one stop is over and another lasts',
    stopped([
      ['03 12:00', '05 12:00'],
      ['07 12:00', null],
    ]),
    '03..05 07..10 lasts counted 07T12:00',
  ],
  [
    'two stops overlap',
    stopped([
      ['03 12:00', '06 12:00'],
      ['05 12:00', '08 12:00'],
    ]),
    '03..08 counted 10T12:00',
  ],
  [
    'two stops touch',
    stopped([
      ['03 12:00', '05 12:00'],
      ['05 12:00', '08 12:00'],
    ]),
    '03..08 counted 10T12:00',
  ],
  [
    'two stops lie apart',
    stopped([
      ['07 12:00', '08 12:00'],
      ['03 12:00', '05 12:00'],
    ]),
    '03..05 07..08 counted 10T12:00',
  ],
  ['the only channel is stopped', stopped([['05 12:00', '07 12:00', texts]]), '05..07 counted 10T12:00'],
  ['another channel is stopped', stopped([['05 12:00', '07 12:00', calls]]), 'counted 10T12:00'],
  ['one of two channels is stopped', stopped([['05 12:00', '07 12:00', texts]], 'both'), 'counted 10T12:00'],
  [
    'both channels are stopped for a time',
    stopped(
      [
        ['03 12:00', '07 12:00', texts],
        ['05 12:00', '09 12:00', calls],
      ],
      'both',
    ),
    '05..07 counted 10T12:00',
  ],
  [
    'one of two stops lasts on its channel',
    stopped(
      [
        ['03 12:00', '07 12:00', texts],
        ['05 12:00', null, calls],
      ],
      'both',
    ),
    '05..07 counted 10T12:00',
  ],
  [
    'both channels are stopped still',
    stopped(
      [
        ['03 12:00', null, texts],
        ['05 12:00', null, calls],
      ],
      'both',
    ),
    '05..10 lasts',
  ],
  ['another creditor is stopped', stopped([['05 12:00', null, { creditor: 'other' }]]), ''],
  ['the creditor is stopped', stopped([['05 12:00', null, { creditor: 'acme' }]]), '05..10 lasts'],
  ['another strategy is stopped', stopped([['05 12:00', null, { strategy: 'other' }]]), ''],
  ['the strategy is stopped', stopped([['05 12:00', null, { strategy: 'ladder' }]]), '05..10 lasts'],
])('the time that does not count: %s', (_, told, then) => expect(told).toBe(then))
