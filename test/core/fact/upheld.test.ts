import { describe, expect, it, test } from 'vitest'
import { newDraft } from '../../../src/core/fact/draft.ts'
import { isFactType } from '../../../src/core/fact/fact.ts'
import { correctedAt, correctUpheld, FIGURE_FACTS } from '../../../src/core/fact/upheld.ts'
import type { FigureFact, Ledger, LedgerHold } from '../../../src/core/model/ledger.ts'

test('each kind that may correct a ledger is a kind of fact', () => {
  expect(FIGURE_FACTS.filter((kind) => !isFactType(kind))).toEqual([])
})

const SINCE = 10
const fact = (at: number, kind: string, body: Record<string, unknown> = {}): FigureFact => ({
  at,
  kind,
  body,
})
const billed = (at: number, dueOn: string, obligation = 'I1') =>
  fact(at, 'obligation.billed', { obligation, dueOn })
const putOff = (at: number, dueOn: string, obligation = 'I1') =>
  fact(at, 'obligation.rescheduled', { obligation, dueOn })
const paid = (at: number, payment = 'P1') => fact(at, 'payment.received', { payment })
const back = (at: number, payment = 'P1') => fact(at, 'payment.reversed', { payment })
const shot = (at: number, pastDue: string, oldestDueOn: unknown = '2026-01-01') =>
  fact(at, 'account.snapshot', { pastDue, oldestDueOn })

describe('a dispute that was decided for the debtor at ten', () => {
  it.each([
    ['a payment', [paid(11)], 11],
    ['the first of several payments, in whatever order they come', [paid(13, 'P2'), paid(12)], 12],
    ['a payment of before', [paid(9)], null],
    ['a payment at that instant', [paid(10)], null],
    ['a payment that was taken back later', [paid(11), back(12)], null],
    ['a payment that was taken back before it came', [back(9), paid(11)], null],
    ['a payment beside one that was taken back', [paid(11), back(12), paid(13, 'P2')], 13],
    ['a bill', [billed(11, '2026-01-01')], null],
    ['a bill that is put off', [billed(9, '2026-01-01'), putOff(11, '2026-01-02')], 11],
    [
      'a bill that is put off, told in the other order',
      [putOff(11, '2026-01-02'), billed(9, '2026-01-01')],
      11,
    ],
    ['a bill that falls due earlier', [billed(9, '2026-01-02'), putOff(11, '2026-01-01')], null],
    ['a bill that stays due on its day', [billed(9, '2026-01-02'), putOff(11, '2026-01-02')], null],
    ['a bill that was put off before', [billed(8, '2026-01-01'), putOff(9, '2026-01-02')], null],
    ['a bill that is put off at that instant', [billed(9, '2026-01-01'), putOff(10, '2026-01-02')], null],
    [
      'a bill that falls due earlier again, and is put off to its first day',
      [billed(8, '2026-01-02'), putOff(11, '2026-01-01'), putOff(12, '2026-01-02')],
      12,
    ],
    ['a bill that nobody knows is put off', [putOff(11, '2026-01-02')], null],
    ['another bill is put off', [billed(9, '2026-01-01', 'I2'), putOff(11, '2026-01-02')], null],
    ['a bill is cancelled', [fact(11, 'obligation.cancelled')], 11],
    ['collection ends', [fact(11, 'account.closed')], 11],
    ['figures that have fallen', [shot(9, '10.00'), shot(11, '9.00')], 11],
    ['figures that have risen', [shot(9, '10.00'), shot(11, '11.00')], null],
    ['figures that have risen and fallen', [shot(9, '10.00'), shot(11, '11.00'), shot(12, '10.00')], 12],
    ['figures that fell before', [shot(8, '10.00'), shot(9, '9.00')], null],
    ['the first figures', [shot(11, '9.00')], null],
    ['the oldest bill is a later one', [shot(9, '10.00'), shot(11, '10.00', '2026-01-02')], 11],
    ['nothing is past due any more', [shot(9, '10.00'), shot(11, '0', null)], 11],
    ['a score', [fact(11, 'score.changed')], null],
  ] as const)('%s', (_, facts, at) => expect(correctedAt([...facts], SINCE)).toBe(at))

  const hold = { account: 1, upheldAt: SINCE, lifted: null } as unknown as LedgerHold
  const corrected = (given: Partial<LedgerHold>, stored: [number, FigureFact[]][], page: unknown[] = []) => {
    const draft = newDraft({ figures: new Map(stored) } as unknown as Ledger, 20)
    draft.changes.facts = page as typeof draft.changes.facts
    return correctUpheld(draft, { ...hold, ...given })
  }

  it('it ends with what is stored and with what the page says of its account', () => {
    expect(corrected({}, [[1, [paid(11)]]]).lifted).toBe(11)
    expect(corrected({}, [[1, []]], [{ ...paid(12), account: 1 }]).lifted).toBe(12)
    expect(corrected({}, [[1, []]], [{ ...paid(12), account: 2 }]).lifted).toBeNull()
    expect(corrected({}, [[1, []]], [{ ...paid(12), account: null }]).lifted).toBeNull()
  })

  it('it goes on where what ended it was taken back', () => {
    expect(corrected({ lifted: 11 }, [[1, [paid(11)]]], [{ ...back(12), account: 1 }]).lifted).toBeNull()
  })

  it('any other hold, and one whose figures were not looked at, stay as they are', () => {
    const lifted = 5
    expect(corrected({ upheldAt: null, lifted }, [[1, [paid(11)]]]).lifted).toBe(5)
    expect(corrected({ account: null, lifted }, [[1, [paid(11)]]]).lifted).toBe(5)
    expect(corrected({ lifted }, [[2, [paid(11)]]]).lifted).toBe(5)
  })
})
