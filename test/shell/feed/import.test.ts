import { afterEach, beforeEach, expect, test } from 'vitest'
import { pgStage } from '../record/pg-stage.ts'
import type { PgStage } from '../record/pg-stage.ts'
import { ACCOUNTS, importText } from './import-stage.ts'

let stage: PgStage
beforeEach(async () => void (stage = await pgStage()))
afterEach(() => stage.close())

const table = async (text: string): Promise<unknown[]> => stage.db.query(text)

test('the accounts of a file go in, and a second run of the same file changes nothing', async () => {
  const first = await importText(stage, { kind: 'accounts', content: ACCOUNTS })
  expect(first).toMatchObject({ refused: [], rejected: [], imported: { rows: 3, taken: 5, rejected: 0 } })
  const seen = await stage.see()
  expect(seen.accounts).toMatchObject({
    A1: { pastDue: 12000, balance: 90000, anchor: '2026-02-10', score: 0.3, bucket: 1 },
    A2: { pastDue: 0, score: null },
    A3: { pastDue: 0, balance: null, score: 0.7 },
  })
  const second = await importText(stage, { kind: 'accounts', content: ACCOUNTS })
  expect(second.imported).toMatchObject({ rows: 3, taken: 0, rejected: 0 })
  expect(await stage.see()).toEqual(seen)
  expect(
    await table('select kind, rows, taken, same, rejected, refused from import_run order by id'),
  ).toEqual([
    { kind: 'accounts', rows: 3, taken: 5, same: 0, rejected: 0, refused: null },
    { kind: 'accounts', rows: 3, taken: 0, same: 7, rejected: 0, refused: null },
  ])
  expect(await table('select 1 from import_staging')).toEqual([])
})

test('the next day’s file says what changed, and only that becomes facts', async () => {
  await importText(stage, { kind: 'accounts', content: ACCOUNTS })
  const content = ACCOUNTS.replace('120.00,2026-02-10', '60.00,2026-02-20').replace(
    '+12025550101',
    '+12025550199',
  )
  const asOf = Date.parse('2026-03-02T02:00:00Z')
  const next = await importText(stage, { kind: 'accounts', content, asOf })
  expect(next.imported).toMatchObject({ taken: 2 })
  const seen = await stage.see()
  expect(seen.accounts['A1']).toMatchObject({ pastDue: 6000, anchor: '2026-02-20' })
  expect(seen.points).toContain('D1 +12025550199 valid')
})

test('obligations, payments, contacts, evidence, persons and facts go in, from CSV and from NDJSON', async () => {
  const bare = `account,debtor,creditor,currency,zone\nA1,D1,acme,USD,UTC\n`
  await importText(stage, { kind: 'accounts', content: bare })
  const files = [
    {
      kind: 'obligations',
      content: 'account,obligation,due_on,amount\nA1,o1,2026-02-01,100.00\nA1,o2,2026-04-01,100.00\n',
    },
    {
      kind: 'payments',
      content: '{"account":"A1","payment":"p1","amount":"30.00","paid_at":"2026-02-20"}\n',
    },
    { kind: 'persons', content: 'debtor,phone,email\nD1,+12025550103,a@example.com\nD9,+12025550104,\n' },
    {
      kind: 'promises',
      content:
        'account,promise,amount,by,made_at,grace_days,kind,replaces,cancelled_at\nA1,q1,70.00,2026-03-01,2026-02-21,2,standard,,\nA1,q2,70.00,2026-03-09,2026-02-21T09:00:00Z,,,q1,2026-02-22\n',
    },
    {
      kind: 'contacts',
      content: 'account,channel,at,disposition,point\nA1,call,2026-02-20T15:00:00Z,no_answer,+12025550103\n',
    },
    { kind: 'evidence', content: 'account,evidence,at\nA1,validation.sent,2026-02-20\n' },
    {
      kind: 'facts',
      content: '{"type":"dispute.opened","at":"2026-02-21T00:00:00Z","account":"A1","dispute":"X"}',
    },
  ] as const
  for (const file of files) {
    const result = await importText(stage, file)
    expect(result, file.kind).toMatchObject({ refused: [], rejected: [], imported: { rejected: 0 } })
  }
  const seen = await stage.see()
  expect(seen.accounts['A1']).toMatchObject({ pastDue: 7000, anchor: '2026-02-01', balance: 17000 })
  expect(seen.points).toEqual(['D1 +12025550103 valid', 'D1 a@example.com valid', 'D9 +12025550104 valid'])
  expect(seen.contacts).toMatchObject([{ channel: 'call', outcome: 'no_answer' }])
  expect(seen.holds).toEqual(['D1 dispute X on'])
  for (const file of files)
    expect((await importText(stage, file)).imported, file.kind).toMatchObject({ taken: 0 })
})

test('each bad row is reported with line, column and reason, without its values, and the rest goes in', async () => {
  const content = `account,debtor,creditor,currency,past_due,oldest_due_on,zone
A1,D1,acme,USD,1e3,2026-02-01,
A2,D2,acme,USD,-5,2026-02-01,
A3,D3,acme,USD,5,2026-02-30,
A4,D4,acme,ZZZ,5,2026-02-01,
,D5,acme,USD,5,2026-02-01,
A6,D6,acme,USD,5
A7,D7,acme,USD,5,,Mars/Olympus
A8,D8,acme,USD,5.005,2026-02-01,
A9,D9,acme,USD,5,2026-02-01,
`
  const { imported, rejected } = await importText(stage, { kind: 'accounts', content })
  expect(imported).toMatchObject({ rows: 9, rejected: 8 })
  expect(rejected.map(({ line, column, code }) => [line, column ?? null, code])).toEqual([
    [2, 'past_due', 'bad_amount'],
    [3, 'past_due', 'bad_amount'],
    [4, 'oldest_due_on', 'bad_date'],
    [5, 'currency', 'unknown_currency'],
    [6, 'account', 'missing_value'],
    [7, null, 'wrong_width'],
    [8, 'zone', 'unknown_zone'],
    [8, 'oldest_due_on', 'bad_snapshot'],
    [9, 'past_due', 'bad_amount'],
  ])
  expect(JSON.stringify(rejected)).not.toMatch(/Mars|ZZZ|1e3/)
  expect(Object.keys((await stage.see()).accounts)).toEqual(['A8', 'A9'])
})

test.each([
  ['empty_file', ''],
  ['empty_file', 'account,payment,amount,paid_at\n'],
  ['truncated_file', 'account,payment,amount,paid_at\nA1,p1,1.00,2026-02-01\nA1,p2,1.0'],
  ['truncated_file', 'account,payment,amount,paid_at\nA1,p1,1.00,2026-02-01\nA1,"p2,1.0'],
  ['truncated_file', 'account,payment,amount,paid_at\nA1,p1,1.00,2026-02-01\n#rows,2,,\n'],
  [
    'truncated_file',
    '{"account":"A1","payment":"p1","amount":"1","paid_at":"2026-02-01"}\n{"account":"A1","pay',
  ],
  ['truncated_file', '{"account":"A1","payment":"p1","amount":"1","paid_at":"2026-02-01"}\n{"rows":7}\n'],
  ['duplicate_header', 'account,payment,amount,paid_at,amount\nA1,p1,1.00,2026-02-01,1\n'],
  ['unknown_column', 'account,payment,ammount,paid_at\nA1,p1,1.00,2026-02-01\n'],
  ['missing_column', 'account,amount,paid_at\nA1,1.00,2026-02-01\n'],
  ['not_utf8', Buffer.from([...Buffer.from('account,payment,amount,paid_at\nA'), 0xe9, 0x2c])],
  ['utf16', Buffer.from('\uFEFFaccount,payment\n', 'utf16le')],
  ['utf16', Buffer.from('account,payment\n', 'utf16le')],
] as const)('a file is refused as a whole: %s %#', async (code, content) => {
  await stage.record({
    type: 'account.opened',
    at: '2026-01-01T00:00:00Z',
    account: 'A1',
    debtor: 'D1',
    creditor: 'acme',
    currency: 'USD',
  })
  const given = typeof content === 'string' ? content : Buffer.from(content)
  const { refused } = await importText(stage, { kind: 'payments', content: given })
  expect(refused[0]).toMatchObject({ code, file: 'book.csv' })
  expect(await table('select refused from import_run')).toEqual([{ refused: code }])
  expect(await table('select 1 from payment')).toEqual([])
})

test('what is only doubtful goes in by force', async () => {
  await importText(stage, { kind: 'accounts', content: ACCOUNTS })
  const content = 'account,obligation,due_on,amount\nA3,o1,2026-02-01,1.00\nA3,o2'
  const { imported, rejected } = await importText(stage, { kind: 'obligations', content, force: true })
  expect(imported).toMatchObject({ rows: 2, rejected: 1, taken: 1 })
  expect(rejected).toMatchObject([{ line: 3, code: 'wrong_width' }])
})

test('a file that would cure or open too much of the book is refused, and nothing of it goes in', async () => {
  const book = (pastDue: (index: number) => string): string =>
    [
      'account,debtor,creditor,currency,zone,past_due,oldest_due_on',
      ...Array.from({ length: 120 }, (_, index) => {
        const due = pastDue(index)
        return `A${index},D${index},acme,USD,UTC,${due},${due === '0' ? '' : '2026-02-01'}`
      }),
      '',
    ].join('\n')
  const half = book((index) => (index % 2 === 0 ? '50' : '0'))
  expect((await importText(stage, { kind: 'accounts', content: half })).refused).toEqual([])
  const next = { kind: 'accounts', asOf: Date.parse('2026-03-02T02:00:00Z') } as const
  const cured = await importText(stage, { ...next, content: book(() => '0') })
  expect(cured.refused).toMatchObject([
    { code: 'mass_change', message: expect.stringContaining('cure 60 of 120') },
  ])
  const opens = await importText(stage, { ...next, content: book(() => '50') })
  expect(opens.refused).toMatchObject([
    { code: 'mass_change', message: expect.stringContaining('open 60 of 120') },
  ])
  const payments = ['account,payment,amount,paid_at']
  for (let index = 0; index < 120; index += 2) payments.push(`A${index},p1,50.00,2026-03-01`)
  const paid = await importText(stage, { kind: 'payments', content: `${payments.join('\n')}\n` })
  expect(paid.refused).toMatchObject([{ code: 'mass_change' }])
  expect((await stage.see()).accounts['A0']).toMatchObject({ pastDue: 5000 })
  const forced = await importText(stage, { ...next, content: book(() => '0'), force: true })
  expect(forced.imported).toMatchObject({ rejected: 0, taken: 60 })
})

test('no personal value is staged, stored as a fact, or said in a problem', async () => {
  await importText(stage, { kind: 'accounts', content: ACCOUNTS })
  const text = JSON.stringify(
    await table(
      `select f.body::text, f.key, p.external_id, encode(c.value_sealed, 'escape') from fact f
       join person p on p.id = f.person_id left join contact_point c on c.person_id = p.id`,
    ),
  )
  expect(text).not.toMatch(/2025550|Example/)
})

const CALLS = `account,channel,at,disposition,promise_amount,promise_by,agent
A1,call,2026-02-20T15:00:00Z,rpc_attorney,,,agent-7
A1,call,2026-02-21T15:00:00Z,rpc_attorney,,,
A2,call,2026-02-21T15:00:00Z,rpc_cease,,,
A3,call,2026-02-21T16:00:00Z,rpc_cease,,,
A3,call,2023-02-21T16:00:00Z,rpc_dispute,,,
A1,call,2026-02-22T15:00:00Z,rpc_promise,40.00,2026-03-10,
A1,call,2026-02-23T15:00:00Z,rpc_promise,40.00,,
`

test('what was said in imported contacts acts, and opens one task per person and kind', async () => {
  await importText(stage, { kind: 'accounts', content: ACCOUNTS })
  const { imported, rejected } = await importText(stage, { kind: 'contacts', content: CALLS })
  expect(imported).toMatchObject({ rows: 7, taken: 6, rejected: 1 })
  expect(rejected).toMatchObject([{ line: 8, column: 'promise_amount' }])
  const seen = await stage.see()
  expect(seen.holds).toEqual([
    expect.stringMatching(/^D1 hold refused:\S+ on$/),
    'D1 hold rpc_attorney on',
    'D2 cease cease on',
    'D2 dispute rpc_dispute on',
  ])
  expect(seen.promises).toHaveLength(1)
  expect([...seen.tasks].sort()).toEqual(['A1 hold_attorney', 'A2 cease'])
})

test('history holds as much, opens no task, and says which it did not open', async () => {
  await importText(stage, { kind: 'accounts', content: ACCOUNTS })
  const { imported } = await importText(stage, { kind: 'contacts', content: CALLS, history: true })
  expect(imported?.unasked).toEqual([
    { kind: 'hold_attorney', debtor: 'D1', account: null },
    { kind: 'cease', debtor: 'D2', account: null },
  ])
  const seen = await stage.see()
  expect(seen.holds).toContain('D1 hold rpc_attorney on')
  expect(seen.tasks).toEqual([])
})

test('answers to letters that somebody opened act as any message, also where nobody knows whose they are', async () => {
  await importText(stage, { kind: 'accounts', content: ACCOUNTS })
  const content = `account,point,channel,direction,at,disposition,text
A1,,letter,in,2026-02-20T15:00:00Z,replied_stop,No more of this.
,"9 Elm St, Albany NY",letter,in,2026-02-21T15:00:00Z,replied,I have moved.
`
  const { imported } = await importText(stage, { kind: 'contacts', content })
  expect(imported).toMatchObject({ rows: 2, taken: 2, rejected: 0 })
  expect((await stage.see()).holds).toEqual(['D1 optout optout on'])
  expect(await table(`select kind, person_id as person from human_task`)).toEqual([
    { kind: 'unknown_sender', person: 0 },
  ])
})
