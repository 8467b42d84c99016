import { describe, expect, test } from 'vitest'
import { dueToAsk, resolveUnknown } from '../../../src/core/deliver/unknown.ts'

const SINCE = Date.parse('2026-03-02T10:00:00Z')
const QUIET = 600_000

describe('a send of which nobody knows what became', () => {
  test('nobody asks about the send before the quiet period is over', () => {
    expect(dueToAsk({ since: SINCE, askedAt: [] }, SINCE + QUIET - 1, QUIET)).toBe(false)
    expect(dueToAsk({ since: SINCE, askedAt: [] }, SINCE + QUIET, QUIET)).toBe(true)
    expect(dueToAsk({ since: SINCE, askedAt: [SINCE + QUIET] }, SINCE + QUIET + 1, QUIET)).toBe(false)
  })

  test('the send was made when the provider has it', () => {
    const found = { seen: 'found', providerRef: 'p' } as const
    expect(resolveUnknown({ since: SINCE, askedAt: [] }, found, SINCE + QUIET, QUIET)).toEqual({
      to: 'sent',
      providerRef: 'p',
    })
  })

  test('the message goes out again only when it was absent twice, a quiet period apart', () => {
    const absent = { seen: 'absent' } as const
    const at = SINCE + QUIET
    expect(resolveUnknown({ since: SINCE, askedAt: [] }, absent, at, QUIET)).toEqual({
      to: 'wait',
      asked: true,
    })
    const asked = { since: SINCE, askedAt: [at] }
    expect(resolveUnknown(asked, absent, at + QUIET - 1, QUIET)).toEqual({ to: 'wait', asked: true })
    expect(resolveUnknown(asked, absent, at + QUIET, QUIET)).toEqual({ to: 'again' })
  })

  test('a provider that does not answer says nothing, and one that cannot be asked leads to a human', () => {
    const asked = { since: SINCE, askedAt: [SINCE + QUIET] }
    const later = SINCE + 10 * QUIET
    expect(resolveUnknown(asked, { seen: 'no_answer' }, later, QUIET)).toEqual({ to: 'wait', asked: false })
    expect(resolveUnknown(asked, { seen: 'cannot_ask' }, later, QUIET)).toEqual({ to: 'human' })
  })

  test('one that has not answered for a day leads to a human as well', () => {
    const asked = { since: SINCE, askedAt: [] }
    const noAnswer = { seen: 'no_answer' } as const
    const day = 24 * 3_600_000
    expect(resolveUnknown(asked, noAnswer, SINCE + day - 1, QUIET)).toEqual({ to: 'wait', asked: false })
    expect(resolveUnknown(asked, noAnswer, SINCE + day, QUIET)).toEqual({ to: 'human' })
  })
})
