import { describe, expect, it } from 'vitest'
import { asStored } from '../../../src/core/fact/as-stored.ts'
import type { PreparedFact } from '../../../src/core/fact/prepared.ts'
import { factKey, promiseKey, type Ledger } from '../../../src/core/model/ledger.ts'
import type { AccountId, PersonId } from '../../../src/core/base/id.ts'

/** Everything that the ledger calls ` x` was stored before names were read in one form. D1 has A1, and D2 has A2. */
function ledgerWith(more: Record<string, unknown> = {}): Ledger {
  const hold = (person: number, externalId: string) => ({ person, externalId })
  return {
    accountOf: new Map([
      ['A1', 1],
      [' A2', 2],
    ]),
    personOf: new Map([
      ['D1', 10],
      [' D2', 20],
    ]),
    accounts: new Map([
      [1, { person: 10, creditor: ' x', collector: ' y' }],
      [2, { person: 20, creditor: 'x', collector: 'y' }],
    ]),
    households: new Map([[' x', 5]]),
    obligations: new Map([[1, new Map([[' x', {}]])]]),
    payments: new Map([[1, new Map([[' x', {}]])]]),
    promises: new Map([[promiseKey(1 as AccountId, ' x'), {}]]),
    holds: new Map([
      ['h', hold(10, ' x')],
      ['r', hold(10, 'reply: z')],
    ]),
    contacts: new Map([[7, { step: ' x' }]]),
    facts: new Map([[factKey(10 as PersonId, 'ledger', 'old key'), 'old digest']]),
    ...more,
  } as unknown as Ledger
}

const prepared = (fact: Record<string, unknown>, more: Record<string, unknown>) =>
  ({ fact, source: 'ledger', key: 'new key', digest: 'new digest', ...more }) as unknown as PreparedFact
const before = { key: 'other key', digest: 'old digest' }
const read = (fact: Record<string, unknown>, was: Record<string, string>, ledger = ledgerWith()) =>
  asStored(ledger, prepared(fact, { was, before })).fact

describe('a fact whose names were stored in the form in which they come', () => {
  it('one whose names came in their one form is left as it is', () => {
    for (const more of [{}, { was: { account: ' A2' } }, { before }]) {
      const same = prepared({ account: 'A2' }, more)
      expect(asStored(ledgerWith(), same)).toBe(same)
    }
  })

  it('an account and a debtor are those that are stored', () => {
    expect(read({ account: 'A2' }, { account: ' A2' })).toEqual({ account: ' A2' })
    expect(read({ account: 'A1' }, { account: ' A1' })).toEqual({ account: 'A1' })
    expect(read({ debtor: 'D2' }, { debtor: ' D2' })).toEqual({ debtor: ' D2' })
    expect(read({ debtor: 'D1' }, { debtor: ' D1' })).toEqual({ debtor: 'D1' })
    expect(read({ account: 'A2', debtor: 'D1' }, { account: ' A2', debtor: ' D1' })).toEqual({
      account: ' A2',
      debtor: 'D1',
    })
    expect(read({ agent: 'a' }, { agent: ' a' })).toEqual({ agent: 'a' })
  })

  it.each([
    ['household', ' x', 'A1', true],
    ['household', ' y', 'A1', false],
    ['creditor', ' x', 'A1', true],
    ['creditor', ' x', 'A2', false],
    ['collector', ' y', 'A1', true],
    ['collector', ' y', 'A2', false],
    ['obligation', ' x', 'A1', true],
    ['obligation', ' y', 'A1', false],
    ['obligation', ' x', 'A2', false],
    ['payment', ' x', 'A1', true],
    ['payment', ' y', 'A1', false],
    ['payment', ' x', 'A2', false],
    ['promise', ' x', 'A1', true],
    ['promise', ' y', 'A1', false],
    ['promise', ' x', 'A2', false],
    ['dispute', ' x', 'A1', true],
    ['dispute', ' y', 'A1', false],
    ['dispute', ' x', 'A2', false],
    ['hold', ' x', 'A1', true],
    ['hold', ' z', 'A1', false],
    ['reply', ' z', 'A1', true],
    ['reply', ' x', 'A1', false],
    ['step', ' x', 'A1', true],
    ['step', ' y', 'A1', false],
    ['rule', ' x', 'A1', false],
  ] as const)('a %s that came as "%s" on %s is the stored one: %s', (field, raw, account, isStored) => {
    const fact = { account, [field]: raw.trim() }
    const was = { account: account === 'A2' ? ' A2' : ' ', [field]: raw }
    expect(read(fact, was)[field as never]).toBe(isStored ? raw : raw.trim())
  })

  it('a hold of a debtor is found without an account, and nothing of an account is', () => {
    expect(read({ debtor: 'D1', hold: 'x' }, { hold: ' x' })).toMatchObject({ hold: ' x' })
    expect(read({ debtor: 'D2', hold: 'x' }, { debtor: ' D2', hold: ' x' })).toMatchObject({ hold: 'x' })
    expect(read({ hold: 'x' }, { hold: ' x' })).toEqual({ hold: 'x' })
    for (const field of ['obligation', 'payment', 'promise', 'creditor', 'collector'])
      expect(read({ debtor: 'D1', [field]: 'x' }, { [field]: ' x' })).toMatchObject({ [field]: 'x' })
  })

  it('it is known again under the key and the digest of the form in which it came', () => {
    const keyOf = (fact: Record<string, unknown>, was: Record<string, string>, key: string) => {
      const { key: kept, digest } = asStored(
        ledgerWith(),
        prepared(fact, { was, before: { ...before, key } }),
      )
      return [kept, digest]
    }
    const old = ['old key', 'old digest']
    const fresh = ['new key', 'new digest']
    expect(keyOf({ account: 'A1' }, { payment: ' x' }, 'old key')).toEqual(old)
    expect(keyOf({ debtor: 'D1' }, { payment: ' x' }, 'old key')).toEqual(old)
    expect(keyOf({ account: 'A1' }, { payment: ' x' }, 'other key')).toEqual(fresh)
    expect(keyOf({ account: 'A2' }, { account: ' A2' }, 'old key')).toEqual(fresh)
    expect(keyOf({ agent: 'a' }, { agent: ' a' }, 'old key')).toEqual(fresh)
  })

  it('the owner of the account counts before the debtor who is named', () => {
    const was = (account: string) => ({ account: ` ${account}`, hold: ' x' })
    expect(read({ account: 'A2', debtor: 'D1', hold: 'x' }, was('A2'))).toMatchObject({ hold: 'x' })
    expect(read({ account: 'A9', debtor: 'D1', hold: 'x' }, was('A9'))).toMatchObject({ hold: ' x' })
  })
})
