import fc from 'fast-check'
import { expect, test } from 'vitest'
import { opened, snapshot } from '../shell/record/facts.ts'
import { type MemoryStage, memoryStage } from '../shell/record/memory-stage.ts'
import { drawn, LONG_ENOUGH } from './drawn.ts'

type Given = Record<string, unknown>
interface Word {
  day: number
  fact: Given
}

const instantOf = (day: number, time = '02:00'): string =>
  new Date(Date.parse(`2026-02-01T${time}:00Z`) + day * 86_400_000).toISOString()

const day = fc.integer({ min: 0, max: 30 })
const lines = (account: string) =>
  fc
    .uniqueArray(fc.record({ day, pastDue: fc.constantFrom('100.00', '60.00') }), {
      selector: (one) => one.day,
      maxLength: 12,
    })
    .map((all): Word[] =>
      all.map((one) => ({
        day: one.day,
        fact: snapshot(account, instantOf(one.day), one.pastDue, '2026-01-20'),
      })),
    )
const whole = fc.uniqueArray(day, { maxLength: 6 }).map((days): Word[] =>
  days.map((one) => ({
    day: one,
    fact: {
      type: 'feed.completed',
      at: instantOf(one, '03:00'),
      creditor: 'acme',
      asOf: instantOf(one).slice(0, 10),
    },
  })),
)

const book = fc.record({
  words: fc
    .tuple(lines('A1'), lines('A2'), fc.oneof(fc.constant<Word[]>([]), whole))
    .map((all) => all.flat()),
  end: fc.integer({ min: 31, max: 45 }),
  staleAfter: fc.option(fc.integer({ min: 1, max: 10 }), { nil: undefined }),
  sends: fc.constantFrom('all' as const, 'changes' as const),
})

async function detectAll(stage: MemoryStage, now: string): Promise<void> {
  await stage.at(now)
  while ((await stage.detect()).more);
}

/** Who is quiet now, and what is owed. */
async function standing(stage: MemoryStage): Promise<unknown> {
  const { accounts, holds } = await stage.see()
  return {
    quiet: holds.filter((hold) => hold.endsWith(' on')).map((hold) => hold.split(' ')[0]),
    figures: Object.entries(accounts).map(([name, { pastDue, anchor }]) => [name, pastDue, anchor]),
  }
}

function freshStage(figures: object): MemoryStage {
  const stage = memoryStage()
  void stage.publish({ creditors: { creditors: [{ creditor: 'acme', figures }] } })
  return stage
}

const ACCOUNTS = [opened('A1'), opened('A2', { debtor: 'D2' })].map((one) => ({
  ...one,
  at: instantOf(0, '00:00'),
}))

test(
  'files and facts in any order, late or lived through day by day, end where a recomputation ends',
  async () => {
    await fc.assert(
      fc.asyncProperty(book, fc.infiniteStream(fc.nat()), async ({ words, end, staleAfter, sends }, dice) => {
        const figures = { sends, ...(staleAfter && { staleAfter: { days: staleAfter } }) }
        const last = instantOf(end, '12:00')
        const inOrder = [...words].sort((a, b) => a.day - b.day)

        const lived = freshStage(figures)
        await lived.at(instantOf(0, '00:00'))
        await lived.record(...ACCOUNTS)
        for (let today = 0; today < end; today++) {
          await detectAll(lived, instantOf(today, '00:05'))
          await lived.at(instantOf(today, '04:00'))
          const facts = inOrder.filter((word) => word.day === today).map(({ fact }) => fact)
          if (facts.length > 0) await lived.record(...facts)
          await detectAll(lived, instantOf(today, '04:00'))
        }
        await detectAll(lived, last)

        const atOnce = freshStage(figures)
        await atOnce.at(last)
        await atOnce.record(...ACCOUNTS, ...inOrder.map(({ fact }) => fact))
        await detectAll(atOnce, last)

        const shuffled = freshStage(figures)
        await shuffled.at(last)
        await shuffled.record(...ACCOUNTS)
        const mixed = inOrder
          .map((word) => ({ word, at: dice.next().value ?? 0 }))
          .sort((a, b) => a.at - b.at)
        for (const { word } of mixed) {
          await shuffled.record(word.fact)
          await detectAll(shuffled, last)
        }
        const expected = await standing(atOnce)
        expect(await standing(lived)).toEqual(expected)
        expect(await standing(shuffled)).toEqual(expected)
      }),
      drawn(50),
    )
  },
  LONG_ENOUGH,
)
