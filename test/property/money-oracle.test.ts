import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isoOf } from '../../src/core/base/time.ts'
import { memoryStage } from '../shell/record/memory-stage.ts'
import type { RecordStage } from '../shell/record/stage.ts'
import { type DrawnLedger, ledgers } from '../support/drawn/money.ts'
import { oracle, type Owes, type Said } from '../support/money-oracle.ts'
import { drawn, LONG_ENOUGH } from './drawn.ts'

/** What the engine says of the account. */
async function owes(stage: RecordStage): Promise<Owes> {
  const [account] = (await stage.dossier('D1')).accounts
  const { credit = 0 } = (await stage.see()).accounts['A1'] ?? {}
  if (!account) throw new Error('no account')
  const { pastDue, balance, anchor, apart, received } = account
  return {
    pastDue,
    balance: balance ?? 0,
    credit,
    anchor,
    ...(apart ?? { disputed: 0, interest: 0, fees: 0 }),
    received: received.map(({ at, amount }) => [isoOf(at), amount]),
  }
}

async function told({ known, order }: DrawnLedger, pages: readonly Said[][]): Promise<RecordStage> {
  const stage = memoryStage()
  if (order) await stage.publish({ creditors: { creditors: [{ creditor: 'acme', pays: order }] } })
  await stage.record(known)
  for (const page of pages) expect((await stage.record(...page)).rejected).toEqual([])
  return stage
}

function expected({ base, facts, order }: DrawnLedger, today: string): Owes {
  const { received, ...figures } = oracle(facts, { base, today, order })
  return { ...figures, received: received.map(([at, minor]) => [isoOf(Date.parse(at)), minor]) }
}

test(
  'sums never differ from a second program by a minor unit, on the day and ten days later',
  async () => {
    await fc.assert(
      fc.asyncProperty(ledgers, async (ledger) => {
        const stage = await told(ledger, [ledger.facts])
        expect(await owes(stage)).toEqual(expected(ledger, '2026-03-01'))
        await stage.at('2026-03-11T12:00:00Z')
        await stage.detect()
        expect(await owes(stage)).toEqual(expected(ledger, '2026-03-11'))
      }),
      drawn(150),
    )
  },
  LONG_ENOUGH,
)

test(
  'whatever is said of money ends the same in any order, twice and in any pages',
  async () => {
    const arrival = ledgers.chain((ledger) =>
      fc.record({
        ledger: fc.constant(ledger),
        order: fc.shuffledSubarray(ledger.facts, { minLength: ledger.facts.length }),
        again: fc.subarray(ledger.facts),
        size: fc.integer({ min: 1, max: 7 }),
      }),
    )
    await fc.assert(
      fc.asyncProperty(arrival, async ({ ledger, order, again, size }) => {
        const arrived = [...order, ...again]
        const pages = Array.from({ length: Math.ceil(arrived.length / size) }, (_, index) =>
          arrived.slice(index * size, (index + 1) * size),
        )
        expect(await owes(await told(ledger, pages))).toEqual(expected(ledger, '2026-03-01'))
      }),
      drawn(100),
    )
  },
  LONG_ENOUGH,
)
