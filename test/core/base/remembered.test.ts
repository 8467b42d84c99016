import { expect, test } from 'vitest'
import { remembered } from '../../../src/core/base/remembered.ts'

test('an answer is worked out once for its owner and key, an empty one too', () => {
  const [packs, others] = [{}, {}]
  const asked: string[] = []
  const gaps = remembered<string | null | undefined>()
  const gapOf = (owner: object, key: string) =>
    gaps(owner, key, () => {
      asked.push(key)
      return key === 'none' ? undefined : key === 'null' ? null : `${key}!`
    })
  for (const key of ['DE', 'none', 'null', 'DE', 'none', 'null']) gapOf(packs, key)
  expect(asked).toEqual(['DE', 'none', 'null'])
  expect([gapOf(others, 'DE'), gapOf(packs, 'null')]).toEqual(['DE!', null])
  expect(asked).toEqual(['DE', 'none', 'null', 'DE'])
})
