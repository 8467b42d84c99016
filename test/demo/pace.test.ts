import { expect, it } from 'vitest'
import { paceOf } from '../../demo/pace.ts'

it('quiet days wait for their time, and make up for what a busy one took beyond it', () => {
  const pauseAfter = paceOf(900)
  expect([200, 2000, 300, 300, 900, 100].map((took) => pauseAfter(took))).toEqual([700, 0, 0, 100, 0, 800])
})

it('a day without a pace waits for nothing', () => {
  const pauseAfter = paceOf(0)
  expect([0, 500, 0].map((took) => pauseAfter(took))).toEqual([0, 0, 0])
})
