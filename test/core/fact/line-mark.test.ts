import { describe, expect, it } from 'vitest'
import { newDraft, type OnAccount } from '../../../src/core/fact/draft.ts'
import { scoreChanged } from '../../../src/core/fact/kind/account.ts'
import { markFacts, markLine } from '../../../src/core/fact/line-mark.ts'
import type { PreparedFact } from '../../../src/core/fact/prepared.ts'
import type { Ledger } from '../../../src/core/model/ledger.ts'

const AT = 1000
const ends = { mark: 'mark', opened: 'line', score: 0.5, figures: true }
const known = { lineDigest: 'line', score: 0.5, scoreAt: AT, snapshotAt: AT, lineMark: null as string | null }

/** The mark of the account after the last fact of a line, and whether the account changed. */
function marked(
  account: Record<string, unknown> = {},
  line: Record<string, unknown> | null = {},
  applied: 'taken' | 'same' | { code: string; message: string } = 'taken',
  name = 'A1',
): [unknown, number] {
  const row = { ...known, ...account }
  const ledger = { accountOf: new Map([['A1', 1]]), accounts: new Map([[1, row]]) } as unknown as Ledger
  const draft = newDraft(ledger, AT)
  const fact = { fact: { account: name }, at: AT, ...(line && { ends: { ...ends, ...line } }) }
  markLine(draft, fact as unknown as PreparedFact, applied)
  expect([...draft.accounts]).toEqual(draft.accounts.size === 0 ? [] : [row])
  return [row.lineMark, draft.accounts.size]
}

describe('the mark of a line', () => {
  it('the account gets it where all that the line said is in effect', () => {
    expect(marked()).toEqual(['mark', 1])
    expect(marked({}, {}, 'same')).toEqual(['mark', 1])
    expect(marked({ lineMark: 'other' })).toEqual(['mark', 1])
  })

  it('an account that has it is not written again', () => {
    expect(marked({ lineMark: 'mark' })).toEqual(['mark', 0])
  })

  it('a fact that ends no line, and one of no known account, mark nothing', () => {
    expect(marked({ lineMark: 'other' }, null)).toEqual(['other', 0])
    expect(marked({}, {}, 'taken', 'A9')).toEqual([null, 0])
  })

  it.each([
    ['another line describes the account', { lineDigest: 'other' }, {}],
    ['another score counts', { score: 0.6 }, {}],
    ['the score was said at another time', { scoreAt: AT - 1 }, {}],
    ['the figures are of another time', { snapshotAt: AT + 1 }, {}],
  ])('it is taken away where %s', (_, account, line) => {
    expect(marked({ ...account, lineMark: 'mark' }, line)).toEqual([null, 1])
    expect(marked(account, line)).toEqual([null, 0])
  })

  it('it is taken away where the last fact of the line was refused', () => {
    expect(marked({ lineMark: 'mark' }, {}, { code: 'bad', message: 'why' })).toEqual([null, 1])
  })

  it('another score takes it away, and the same score or an older one does not', () => {
    const after = (score: number, at = AT) => {
      const account = { ...known, score: 0.5, lineMark: 'mark' }
      const draft = newDraft({} as Ledger, AT)
      const about = { person: {}, account } as unknown as OnAccount
      const fact = { type: 'score.changed', score } as never
      const applied = scoreChanged.apply(draft, about as never, fact, { at } as PreparedFact)
      return [applied, account.lineMark, draft.accounts.size]
    }
    expect(after(0.6)).toEqual(['taken', null, 1])
    expect(after(0.5)).toEqual(['same', 'mark', 1])
    expect(after(0.6, AT - 1)).toEqual(['taken', 'mark', 0])
  })

  it('a line without a score or figures says nothing of them', () => {
    const none = { score: null, scoreAt: null, snapshotAt: null }
    expect(marked(none, { score: null, figures: false })).toEqual(['mark', 1])
    expect(marked(none, { score: null })).toEqual([null, 0])
    expect(marked(none, { figures: false })).toEqual([null, 0])
  })
})

describe('the facts of a line', () => {
  const fact = (type: string, more: Record<string, unknown> = {}) =>
    ({ fact: { type, ...more }, digest: `${type} digest` }) as unknown as PreparedFact
  const opened = () => fact('account.opened')
  const score = () => fact('score.changed', { score: 0.7 })
  const shot = () => fact('account.snapshot')
  const endsOf = (facts: PreparedFact[]) => {
    markFacts(facts, 'mark')
    return facts.map((one) => one.ends ?? null)
  }
  const last = { mark: 'mark', opened: 'account.opened digest' }

  it('the last one carries the mark, with what the line said', () => {
    expect(endsOf([opened(), score(), shot()])).toEqual([null, null, { ...last, score: 0.7, figures: true }])
    expect(endsOf([opened(), score()])).toEqual([null, { ...last, score: 0.7, figures: false }])
    expect(endsOf([opened(), shot()])).toEqual([null, { ...last, score: null, figures: true }])
    expect(endsOf([opened()])).toEqual([{ ...last, score: null, figures: false }])
  })

  it('a line that describes no account has no mark', () => {
    expect(endsOf([shot(), opened()])).toEqual([null, null])
    expect(endsOf([])).toEqual([])
  })
})
