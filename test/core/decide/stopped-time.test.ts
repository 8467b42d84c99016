import { describe, expect, it } from 'vitest'
import type { BrakeSpan } from '../../../src/core/base/brake.ts'
import { at, holdOf } from './build.ts'
import type { Life } from './life.ts'
import { call, sms, untold } from './untold.ts'

const brakeOf = (from: string, to: string, scope: Partial<BrakeSpan> = {}): BrakeSpan => ({
  channel: null,
  strategy: null,
  creditor: null,
  ...scope,
  from: at(from),
  to: at(to),
})

/** The brakes as they are known at the instant: who stops does not say for how long. */
function known(brakes: readonly BrakeSpan[], now: number): BrakeSpan[] {
  return brakes
    .filter(({ from }) => from <= now)
    .map((brake) => ({ ...brake, to: brake.to !== null && brake.to <= now ? brake.to : null }))
}

function liveWith(life: Life, brakes: readonly BrakeSpan[], until: string): void {
  const edges = [...new Set(brakes.flatMap(({ from, to }) => [from, to ?? Infinity]))].sort((a, b) => a - b)
  let from = at('2026-03-02 00:05')
  for (const edge of [...edges, at(until)]) {
    life.planning = { ...life.planning, brakes: known(brakes, from) }
    life.live(from, Math.min(edge - 1, at(until)))
    from = edge
  }
}

const added = (life: Life) =>
  life.decisions
    .flatMap(({ facts }) => facts)
    .filter(({ type }) => type === 'case.time_added')
    .map(({ body: { cause, from, to } }) => `${String(cause)} ${String(from)} ${String(to)}`)

const LATER = ['2026-03-10T10:00 A1 second#1', '2026-03-15T11:00 A1 call#1']
const AS_FILED = ['2026-03-06T10:00 A1 second#1', '2026-03-11T11:00 A1 call#1']

describe('a stop of every channel of the stage', () => {
  it.each([
    ['of everything', {}],
    ['of the only channel', { channel: 'sms' }],
    ['of its creditor', { creditor: 'acme' }],
    ['of its strategy, by channel', { strategy: 'ladder', channel: 'sms' }],
  ])('%s is added as it ends, and told once', (_, scope) => {
    const life = untold()
    liveWith(life, [brakeOf('2026-03-05 12:00', '2026-03-09 12:00', scope)], '2026-03-16')
    expect(life.sent.slice(1)).toEqual(LATER)
    expect(added(life)).toEqual(['stopped 2026-03-05 2026-03-09'])
  })

  it.each([
    ['of another channel', { channel: 'call' }],
    ['of another creditor', { creditor: 'other' }],
    ['of another strategy', { strategy: 'other' }],
  ])('%s costs nothing', (_, scope) => {
    const life = untold()
    liveWith(life, [brakeOf('2026-03-05 12:00', '2026-03-09 12:00', scope)], '2026-03-12')
    expect(life.sent.slice(1)).toEqual(AS_FILED)
    expect(added(life)).toEqual([])
  })

  it('a stop for an hour costs nothing', () => {
    const life = untold()
    liveWith(life, [brakeOf('2026-03-06 08:00', '2026-03-06 09:00')], '2026-03-12')
    expect(life.sent.slice(1)).toEqual(AS_FILED)
    expect(added(life)).toEqual([])
  })

  it('the stop is the time in which several brakes together leave no channel', () => {
    const life = untold()
    const calls = brakeOf('2026-03-11 12:00', '2026-03-20 12:00', { channel: 'call' })
    const texts = brakeOf('2026-03-13 12:00', '2026-03-15 12:00', { channel: 'sms' })
    liveWith(life, [calls, texts], '2026-03-19')
    expect(added(life)).toEqual(['stopped 2026-03-13 2026-03-15'])
    expect(life.sent.at(-1)).toBe('2026-03-18T10:00 A1 warn#1')
  })

  it('a day of a stop that is also a day of stale figures counts once', () => {
    const life = untold()
    life.live(at('2026-03-02 00:05'), at('2026-03-05'))
    const hold = { kind: 'hold', reason: 'feed_stale', from: at('2026-03-07 12:00') } as const
    life.change({ holds: [holdOf({ ...hold, lifted: at('2026-03-11 12:00') })] })
    life.planning = { ...life.planning, brakes: [brakeOf('2026-03-05 12:00', '2026-03-09 12:00')] }
    life.live(at('2026-03-11 12:00'), at('2026-03-18'))
    expect(life.sent.slice(1)).toEqual(['2026-03-12T10:00 A1 second#1', '2026-03-17T11:00 A1 call#1'])
  })

  it('a stop is not judged anew in a later stage', () => {
    const stages = [
      { stage: 'both', from: { dpd: 1 }, steps: [sms('hello', { dpd: 1 }), call('ring', { dpd: 3 })] },
      { stage: 'texts', from: { dpd: 10 }, steps: [sms('warn', { dpd: 10 }), sms('more', { dpd: 20 })] },
      { stage: 'last', from: { dpd: 50 }, steps: [sms('last-notice', { dpd: 50 })] },
    ]
    const life = untold({ stages })
    liveWith(life, [brakeOf('2026-03-05 12:00', '2026-03-09 12:00', { channel: 'sms' })], '2026-03-22')
    expect(life.sent.slice(2)).toEqual(['2026-03-11T10:00 A1 warn#1', '2026-03-21T10:00 A1 more#1'])
    expect(added(life)).toEqual([])
  })

  it('a stop before the case came is nothing to it', () => {
    const life = untold()
    liveWith(life, [brakeOf('2026-02-05 12:00', '2026-02-20 12:00')], '2026-03-12')
    expect(life.sent.slice(1)).toEqual(AS_FILED)
  })
})
