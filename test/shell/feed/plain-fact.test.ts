import { expect, test } from 'vitest'
import { FACT, isFactType } from '../../../src/core/fact/fact.ts'
import { ZONES_FROM } from '../../../src/core/model/ledger.ts'
import { PLAIN_KINDS } from '../../../src/shell/feed/plain-fact.ts'
import { prepareWith } from '../../../src/shell/feed/prepare.ts'
import { newVaultKeys, openVault } from '../../../src/shell/pg/base/vault.ts'

const vault = openVault(newVaultKeys())

test('no kind of fact that brings something personal is plain', () => {
  const plain = [...PLAIN_KINDS].filter(isFactType).map((type) => FACT[type])
  expect(plain.length).toBeGreaterThan(20)
  expect(plain.filter(({ personal, bringsPoints, text }) => personal ?? bringsPoints ?? text)).toEqual([])
  for (const type of ['account.opened', 'point.added', 'optout.received', 'contact.recorded'])
    expect(PLAIN_KINDS).not.toContain(type)
})

test('a plain fact is prepared as one of which nothing is sealed, and nobody is nowhere', () => {
  const at = '2026-06-10T02:00:00.000Z'
  const fact = { type: 'score.changed', at, account: 'A0', score: 0 } as const
  const { prepared, warnings } = prepareWith(vault)({ fact, source: 'ledger', line: 7, holds: true })
  expect(warnings).toEqual([])
  expect(prepared).toMatchObject({
    fact,
    source: 'ledger',
    key: 'score.changed/A0/2026-06-10T02%3A00%3A00.000Z',
    line: 7,
    holds: true,
    at: Date.parse(at),
    digest: '71b34122858283a5326930a1849e6d7af903bd5f695e628ca6250062fdebdae8',
    points: [],
    pointHash: null,
    named: null,
    regions: [],
    zonesFrom: ZONES_FROM.nothing,
    name: null,
    text: null,
    reply: null,
  })
  expect(prepared.zones).toContain('Pacific/Honolulu')
})
