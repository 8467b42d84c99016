import { expect, test } from 'vitest'
import { digestToldBy } from '../../../src/core/fact/named-key.ts'
import { needsOf } from '../../../src/core/fact/needs.ts'
import type { PreparedFact } from '../../../src/core/fact/prepared.ts'
import { prepareWith } from '../../../src/shell/feed/prepare.ts'
import { newVaultKeys, openVault } from '../../../src/shell/pg/base/vault.ts'

const prepare = prepareWith(openVault(newVaultKeys()))
const AT = '2026-03-02T02:00:00Z'
const at = Date.parse(AT)

function told(fact: Record<string, unknown>): PreparedFact {
  return prepare({ fact: { at: AT, account: 'A1', ...fact } as PreparedFact['fact'], source: 'ledger' })
    .prepared
}

const FIGURES = { type: 'account.snapshot', pastDue: '1.00', oldestDueOn: '2026-02-01' }
const DESCRIBED = { type: 'account.opened', debtor: 'D1', creditor: 'acme', currency: 'USD' }
const account = { snapshotAt: at - 1, scoreAt: at - 1, lineDigest: 'ab' }

test.each([
  ['figures', FIGURES, 'snapshotAt'],
  ['a score', { type: 'score.changed', score: 0.5 }, 'scoreAt'],
] as const)(
  '%s of a later instant than the last: not taken before; of that instant or an earlier one it may have been',
  (_, fact, last) => {
    const [key] = needsOf([told(fact)]).keys
    if (!key?.told) throw new Error('the account says nothing of it')
    expect(digestToldBy(key.told, account)).toBeNull()
    for (const other of [at, at + 1, null])
      expect(digestToldBy(key.told, { ...account, [last]: other })).toBeUndefined()
  },
)

test('a fact under a key of its sender’s own, and any other kind, is looked for among the stored facts', () => {
  const payment = { type: 'payment.received', payment: 'P1', amount: '1.00' }
  for (const fact of [{ ...FIGURES, key: 'mine' }, payment, DESCRIBED])
    expect(needsOf([told(fact)]).keys.filter((key) => key.told)).toEqual([])
})

test('a bare line was taken where its account is described by its digest, and names its debtor by its account', () => {
  const needs = needsOf([{ ...told(DESCRIBED), digest: 'ab', bare: true }])
  expect(needs).toMatchObject({ accounts: ['A1'], debtors: [] })
  const [key] = needs.keys
  if (!key?.told) throw new Error('the account says nothing of it')
  expect(digestToldBy(key.told, account)).toBe('ab')
  for (const lineDigest of ['cd', null])
    expect(digestToldBy(key.told, { ...account, lineDigest })).toBeUndefined()
})
