import fc from 'fast-check'
import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { keyedHash } from '../../src/shell/pg/base/vault.ts'
import { drawn } from './drawn.ts'

test('a keyed hash is the HMAC of the library, whatever the text and however long', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.string({ unit: 'grapheme', maxLength: 200 }),
    fc.nat(5000).map((length) => 'é'.repeat(length)),
    fc.constant('\ud800'),
  )
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 64 }),
      fc.array(texts, { minLength: 1 }),
      (key, all) => {
        const hash = keyedHash(key)
        for (const text of all) expect(hash(text)).toBe(createHmac('sha256', key).update(text).digest('hex'))
      },
    ),
    drawn(200),
  )
})

test('a key that is longer than a block is refused', () => {
  expect(() => keyedHash(new Uint8Array(65))).toThrow(RangeError)
})
