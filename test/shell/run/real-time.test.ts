import { expect, test } from 'vitest'
import { inRealTime } from '../../../src/shell/run/real-time.ts'

type Engine = Parameters<typeof inRealTime>[0]

/** An engine whose database answers as it is told to. */
function engineOn(query: () => Promise<unknown>): Engine {
  return { db: { query } } as unknown as Engine
}

test('whoever stops while the database does not answer waits for nothing, and nothing begins afterwards', async () => {
  let fail: (error: Error) => void = () => {}
  let began = 0
  const silent = engineOn(() => new Promise((_resolve, reject) => void (fail = reject)))
  const timer = inRealTime(silent, () => {
    began += 1
    return { stop: async () => {} }
  })
  await timer.stop()
  fail(new Error('no connection'))
  await new Promise(setImmediate)
  expect(began).toBe(0)
})

test('what has begun is stopped', async () => {
  let stopped = 0
  const away = engineOn(() => Promise.reject(new Error('no connection')))
  const timer = inRealTime(away, () => ({ stop: async () => void (stopped += 1) }))
  await new Promise(setImmediate)
  await timer.stop()
  expect(stopped).toBe(1)
})
