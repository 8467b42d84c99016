import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { reliabilityPage } from '../../fault/reliability.ts'
import { growthOfLives } from '../../fault/soak-sample.ts'

test('the page of the figures says what the saved files say', () => {
  if (existsSync('docs/reliability.md'))
    expect(readFileSync('docs/reliability.md', 'utf8')).toBe(reliabilityPage('.'))
})

const life = (worker: string, pid: number, mb: (minute: number) => number, minutes = 10) =>
  Array.from({ length: 4 * minutes + 1 }, (_, quarter) => quarter / 4).map((minute) => ({
    worker,
    pid,
    minute,
    mb: mb(minute),
  }))

test('the growth of a process leaves out its first two minutes, in which it loads', () => {
  const level = life('api', 1, (minute) => (minute < 2 ? 100 + 50 * minute : 200))
  const growing = life('sms', 2, (minute) => 150 + 2 * minute)
  const falling = life('board', 3, (minute) => 300 - minute)
  expect(growthOfLives([...level, ...growing, ...falling], 10)).toEqual({
    young: 2,
    middle: 0,
    worst: 120,
    worker: 'sms',
  })
})

test('a process that was killed young says nothing', () => {
  const young = life('sms', 2, (minute) => 150 + 2 * minute).filter(({ minute }) => minute < 4)
  expect(growthOfLives(young, 10)).toEqual({ young: 2, middle: 0, worst: 0, worker: '' })
})

test('a long run is told from its long lives, after a twelfth of it', () => {
  const short = life('api', 1, (minute) => 150 + 9 * minute, 25)
  const long = life('sms', 2, (minute) => (minute < 10 ? 100 + 20 * minute : 300 + minute), 60)
  expect(growthOfLives([...short, ...long], 120)).toEqual({ young: 10, middle: 60, worst: 60, worker: 'sms' })
})
