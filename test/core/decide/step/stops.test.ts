import { describe, expect, it } from 'vitest'
import type { AccountId } from '../../../../src/core/base/id.ts'
import { stillStands } from '../../../../src/core/decide/step/due.ts'
import { stopsSince } from '../../../../src/core/decide/step/stops.ts'
import { at, moneyOf, promiseOf } from '../build.ts'
import { entered, spoke, stepOf, viewIn, type World } from './view.ts'

describe('what stops a step', () => {
  const words = ['promise', 'paid_part', 'reached', 'refused'] as const
  const onThe5th = { day: '2026-03-05', at: at('2026-03-05 12:00') }
  const stops = (world: World, since: Parameters<typeof stopsSince>[1] = onThe5th) =>
    words.map((word) => stopsSince(viewIn(world), since, word))
  const days = ['2026-03-04', '2026-03-05', '2026-03-10', '2026-03-11']
  const received = [...days.map((day) => moneyOf(day, 10)), moneyOf('2026-03-06', 0)]
  const promises = [promiseOf({ by: '2026-03-20' }), promiseOf({ by: '2026-03-01' })]
  const calls = [
    spoke('2026-03-05 12:00'),
    spoke('2026-03-05 11:59'),
    spoke('2026-03-06 12:00', { disposition: 'rpc_refused' }),
  ]
  const notHis = [
    spoke('2026-03-06 12:00', { disposition: 'third_message' }),
    spoke('2026-03-06 12:00', { accounts: [2 as AccountId] }),
    spoke('2026-03-06 12:00', { at: null }),
    spoke('2026-03-06 12:00', { disposition: null }),
  ]

  it.each<[string, World, number[]]>([
    ['nothing', {}, [0, 0, 0, 0]],
    ['an open promise', { more: { promises } }, [1, 0, 0, 0]],
    ['money of that day and of today', { account: { received } }, [0, 2, 0, 0]],
    ['the debtor was spoken to since then', { contacts: calls }, [0, 0, 2, 1]],
    ['others were spoken to', { contacts: notHis }, [0, 0, 0, 0]],
  ])('%s', (_, world, then) => expect(stops(world)).toEqual(then))

  it('nothing stops the step of a stage that was not entered; a day counts from its beginning', () => {
    const contacts = [spoke('2026-03-05 00:00'), spoke('2026-03-04 23:59')]
    expect(stops({ contacts }, { day: null, at: null })).toEqual([0, 0, 0, 0])
    expect(stops({ contacts }, { day: '2026-03-05', at: null })).toEqual([0, 0, 1, 0])
  })
})

describe('whether what was planned may still be made', () => {
  const stands =
    (name: string, world: World = {}, when = '2026-03-10 10:00') =>
    () => {
      const view = viewIn(world)
      return stillStands(view, stepOf(view, name), 'one', at(when))
    }
  const paid = (day: string): World => ({ account: { received: [moneyOf(day, 10)] } })
  const met = { contacts: [spoke('2026-03-02 10:00')] }
  const reached = { contacts: [spoke('2026-03-08 10:00')] }

  it.each<[string, () => boolean, boolean]>([
    ['a step that nothing stops', stands('hello'), true],
    ['a step for another band', stands('risky'), false],
    ['a step that asks for more money', stands('rich'), false],
    ['a step until something happens', stands('till'), true],
    ['a step until money comes', stands('till', paid('2026-03-06')), false],
    ['a step until money comes, which came before the stage', stands('till', paid('2026-03-01')), true],
    [
      'a step until he is reached, just before',
      stands('till', { ...met, ...entered('2026-03-02', '11:00') }),
      true,
    ],
    ['a step until he is reached, on the day of the entry', stands('till', met), false],
    ['a step that leaves whoever was reached alone', stands('rest', reached), false],
    ['a step that left him alone for long enough', stands('rest', reached, '2026-03-11 10:00'), true],
  ])('%s', (_, is, then) => expect(is()).toBe(then))
})
