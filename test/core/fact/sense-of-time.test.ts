import { describe, expect, it } from 'vitest'
import { HOUR } from '../../../src/core/base/time.ts'
import { newDraft, type Subject } from '../../../src/core/fact/draft.ts'
import type { PreparedFact } from '../../../src/core/fact/prepared.ts'
import { AHEAD_MS, senseOfTime } from '../../../src/core/fact/sense-of-time.ts'
import type { Ledger } from '../../../src/core/model/ledger.ts'

const NOW = Date.parse('2026-03-01T02:00:00Z')
const YEAR = 365 * 24 * HOUR
const consent = (until?: string) => ({ type: 'consent.given', until })
const hold = (until?: string) => ({ type: 'hold.placed', until })
const who = (zone: string, account?: string) =>
  ({ person: { zones: [zone] }, account: account ? { zones: [account] } : null }) as unknown as Subject
const SAMOA = 'Pacific/Pago_Pago'

/** The code of what is refused or warned of, with the field. */
function told(fact: Record<string, unknown>, at: number, subject: Subject | null = null): string {
  const draft = newDraft({} as Ledger, NOW)
  const refused = senseOfTime(draft, subject, { fact, at, line: null } as unknown as PreparedFact)
  return [refused, ...draft.changes.warnings]
    .map((one) => (one ? `${one.code} ${one.path}` : 'fine'))
    .join(', ')
}

describe('the instants and days of a fact', () => {
  it.each([
    ['one of now', { type: 'score.changed' }, NOW, 'fine'],
    ['one that lies a day and an hour ahead', { type: 'score.changed' }, NOW + AHEAD_MS, 'fine'],
    ['one that lies further ahead', { type: 'score.changed' }, NOW + AHEAD_MS + 1, 'from_the_future at'],
    ['a payment of tomorrow', { type: 'payment.received' }, NOW + AHEAD_MS, 'fine'],
    ['a payment counts on its day', { type: 'payment.received' }, NOW + 9 * AHEAD_MS, 'fine, dated_ahead at'],
    ['one of 40 years ago', { type: 'payment.received' }, NOW - 40 * YEAR, 'fine'],
    ['one of before', { type: 'payment.received' }, NOW - 41 * YEAR, 'fine, dated_long_ago at'],
    [
      'a bill due then',
      { type: 'obligation.billed', dueOn: '1926-03-01' },
      NOW,
      'fine, dated_long_ago dueOn',
    ],
    [
      'figures',
      { type: 'account.snapshot', oldestDueOn: '1926-03-01' },
      NOW,
      'fine, dated_long_ago oldestDueOn',
    ],
    ['figures of nothing due', { type: 'account.snapshot', oldestDueOn: null }, NOW, 'fine'],
    ['it has no end', hold(), NOW, 'fine'],
    ['it ends today', hold('2026-03-01'), NOW, 'fine'],
    ['it ended yesterday', hold('2026-02-28'), NOW - AHEAD_MS, 'fine, already_over until'],
    ['it ended the day before it was', hold('2026-02-28'), NOW, 'ends_before until'],
    ['it ends at its own instant', consent('2026-03-01T02:00:00Z'), NOW, 'fine'],
    ['it ended an instant before itself', consent('2026-03-01T01:59:59Z'), NOW, 'ends_before until'],
    ['it has ended since', consent('2026-03-01T01:59:59Z'), NOW - AHEAD_MS, 'fine, already_over until'],
  ])('%s', (_, fact, at, then) => expect(told(fact, at)).toBe(then))

  it('a day is over where it is over wherever the account, else the debtor, may be', () => {
    expect(told(hold('2026-02-28'), NOW, who(SAMOA))).toBe('fine')
    expect(told(hold('2026-02-28'), NOW, who('UTC', SAMOA))).toBe('fine')
    expect(told(hold('2026-02-28'), NOW, who(SAMOA, 'UTC'))).toBe('ends_before until')
  })
})
