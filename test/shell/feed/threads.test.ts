import { expect, test } from 'vitest'
test('x', () => {
  expect(import.meta.resolve('tsx/esm/api')).toBe('y')
})
