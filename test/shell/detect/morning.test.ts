import fc from 'fast-check'
import { expect, test } from 'vitest'
import { drawn, LONG_ENOUGH } from '../../property/drawn.ts'
import { type Morning, morning, twoMornings } from '../../support/drawn/morning.ts'
import { reusedDatabase } from '../../support/reused-database.ts'
import { bookOf, publishStory, storesOn } from './book.ts'

async function bookAfter(given: Morning, isJoined: boolean): Promise<{ lines: string[]; decided: number }> {
  const fresh = await reusedDatabase()
  try {
    const { db } = fresh
    await publishStory(db, given.perDay)
    const decided = await twoMornings(storesOn(db), given, isJoined)
    return { lines: await bookOf(db), decided }
  } finally {
    await fresh.drop()
  }
}

test(
  'a morning that decides while it detects ends as one that detects first',
  async () => {
    let decided = 0
    await fc.assert(
      fc.asyncProperty(morning, async (given) => {
        const [first, joined] = [await bookAfter(given, false), await bookAfter(given, true)]
        expect(joined.lines).toEqual(first.lines)
        decided += joined.decided
      }),
      drawn(8),
    )
    expect(decided).toBeGreaterThan(0)
  },
  LONG_ENOUGH * 3,
)
