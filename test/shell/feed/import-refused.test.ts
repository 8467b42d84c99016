import { afterEach, beforeEach, expect, test } from 'vitest'
import { pgStage } from '../record/pg-stage.ts'
import type { PgStage } from '../record/pg-stage.ts'
import { ACCOUNTS, importText } from './import-stage.ts'

let stage: PgStage
beforeEach(async () => void (stage = await pgStage()))
afterEach(() => stage.close())

const table = async (text: string): Promise<unknown[]> => stage.db.query(text)

test('numbers that nobody can dial are named by line and column, with the reason and never the number', async () => {
  const content = `account,debtor,creditor,currency,actor,product,region,phone
Z1,ZD1,acme,EUR,first_party,invoice,DE,0151 23456781
Z3,ZD3,acme,EUR,first_party,invoice,DE,0049 151 23456783 Durchwahl 12
Z5,ZD5,acme,EUR,first_party,invoice,,015123456785
Z6,ZD6,acme,EUR,first_party,invoice,DE,"015123456786, 015123456787"
Z7,ZD7,acme,EUR,first_party,invoice,DE,1.51235E+11
Z8,ZD8,acme,EUR,first_party,invoice,DE,n/a
Z9,ZD9,acme,EUR,first_party,invoice,Atlantis,
 Z10 ,ZD10,acme,EUR,first_party,invoice,DE,
Z11,ZD11,acme,EUR,first_party,invoice,DE,+4915112345671;+4915112345672
Z12,ZD12,acme,EUR,first_party,invoice,DE,+4915112345671|+4915112345672
Z13,ZD13,acme,EUR,first_party,invoice,DE,+4915112345671 +4915112345672
Z14,ZD14,acme,EUR,first_party,invoice,DE,tel:+4915112345673;ext=1234567
`
  const { imported, rejected } = await importText(stage, { kind: 'accounts', content })
  expect(rejected).toEqual([])
  expect(imported).toMatchObject({ rows: 12, taken: 12, warningCount: 9 })
  const told = imported?.warnings.toSorted((one, other) => (one.line ?? 0) - (other.line ?? 0))
  expect(told?.map(({ line, column, code, message }) => [line, column, code, message])).toEqual([
    [4, 'phone', 'bad_point', expect.stringContaining('without a country')],
    [5, 'phone', 'bad_point', expect.stringContaining('two numbers')],
    [6, 'phone', 'bad_point', expect.stringContaining('exponent')],
    [7, 'phone', 'bad_point', expect.stringContaining('not a number')],
    [8, 'region', 'unknown_region', expect.any(String)],
    [9, 'account', 'id_changed', expect.any(String)],
    ...[10, 11, 12].map((line) => [line, 'phone', 'bad_point', expect.stringContaining('two numbers')]),
  ])
  expect(JSON.stringify(imported)).not.toMatch(/2345678|1512/)
})

test('one bad line of a thousand is refused by itself, and the account that it names goes quiet', async () => {
  await stage.record(
    {
      type: 'account.opened',
      at: '2026-01-01T00:00:00Z',
      account: 'A7',
      debtor: 'D7',
      creditor: 'acme',
      currency: 'USD',
      zone: 'UTC',
    },
    {
      type: 'obligation.billed',
      at: '2026-01-01T00:00:00Z',
      account: 'A7',
      obligation: 'o',
      dueOn: '2026-02-01',
      amount: '9.00',
    },
  )
  await stage.detect()
  await stage.contact('A7', { channel: 'sms', state: 'planned' })
  const rows = Array.from({ length: 1000 }, (_, n) =>
    n === 500 ? 'A7,p\u0000,1.00,2026-02-20' : `A7,p${n},0.01,2026-02-20`,
  )
  const content = ['account,payment,amount,paid_at', ...rows, ''].join('\n')
  const { imported, rejected } = await importText(stage, { kind: 'payments', content })
  expect(imported).toMatchObject({ rows: 1000, taken: 999, rejected: 1 })
  expect(rejected).toMatchObject([{ line: 502, column: 'payment', code: 'bad_text', file: 'book.csv' }])
  const seen = await stage.see()
  expect(seen.contacts.map(({ state }) => state)).toEqual(['cancelled'])
  expect(seen.holds).toMatchObject([expect.stringMatching(/^D7 hold refused:payment.received:.* on$/)])
  expect(await table("select rule, reason from human_task where role = 'data'")).toEqual([
    { rule: 'ledger payments book.csv', reason: expect.stringContaining('bad_text 1') },
  ])
})

test('history holds nobody, and a line with doubled keys, the wrong width or an unreadable cell holds whom it names', async () => {
  await importText(stage, { kind: 'accounts', content: ACCOUNTS })
  const held = async () => (await stage.see()).holds.map((hold) => hold.replace(/#.*/, ''))
  const bad = 'account,payment,amount,paid_at\nA1,p1,1e3,2026-02-20\n'
  await importText(stage, { kind: 'payments', content: bad, holds: false })
  expect(await held()).toEqual([])
  await importText(stage, {
    kind: 'payments',
    content: '{"account":"A1","payment":"p1","amount":"1","amount":"2","paid_at":"2026-02-20"}\n',
  })
  await importText(stage, { kind: 'payments', content: 'account,payment,amount,paid_at\nA2,p2,1\n' })
  const next = ACCOUNTS.replace(/0.7,,,/, '0.7,x,,')
  await importText(stage, { kind: 'accounts', content: next, asOf: Date.parse('2026-03-02T02:00:00Z') })
  expect(await held()).toEqual([
    'D1 hold refused:payment.received:p1',
    'D2 hold refused:account.opened:',
    'D2 hold refused:account.snapshot:',
    'D2 hold refused:payment.received:p2',
    'D2 hold refused:score.changed:',
  ])
})
