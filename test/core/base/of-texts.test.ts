import { expect, test } from 'vitest'
import { ofTexts } from '../../../src/core/base/of-texts.ts'

test('the same short text is answered once, a long one each time, and what is kept is bounded', () => {
  let asked = 0
  const lengthOf = ofTexts((text) => {
    asked++
    return text.length
  })
  expect([lengthOf('ab'), lengthOf('ab'), lengthOf('c'.repeat(65)), lengthOf('c'.repeat(65))]).toEqual([
    2, 2, 65, 65,
  ])
  expect(asked).toBe(3)
  for (let each = 0; each < 1001; each++) lengthOf(`t${each}`)
  asked = 0
  expect(lengthOf('ab')).toBe(2)
  expect(asked).toBe(1)
})
