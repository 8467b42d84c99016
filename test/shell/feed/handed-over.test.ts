import { expect, test } from 'vitest'
import { handedOver } from '../../../src/shell/feed/handed-over.ts'

test('what is handed over is made again for whoever takes it a second time', () => {
  let made = 0
  const first = { made: 0 }
  const take = handedOver(first, () => ({ made: ++made }))
  expect(take()).toBe(first)
  expect([take(), take()]).toEqual([{ made: 1 }, { made: 2 }])
})
