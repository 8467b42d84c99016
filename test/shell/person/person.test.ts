import { statSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { auditCommand } from '../../../src/cli/audit.ts'
import { personCommand } from '../../../src/cli/person/person.ts'
import { purgeCommand } from '../../../src/cli/purge.ts'
import { parseFact } from '../../../src/core/fact/parse.ts'
import { sendersByNumber } from '../../../src/shell/pg/door/callback.ts'
import { leaks, tableTexts, valuesOf } from '../../fault/canary.ts'
import { ann, bob, type PersonStage, personStage } from './person-stage.ts'

let stage: PersonStage
beforeAll(async () => void (stage = await personStage()))
afterAll(() => stage.close())

const sent = 'acme: 200.00 on account ann was due on 2026-03-01'
type Document = Record<string, Record<string, unknown>[]>

test('an export tells everything of the person and nothing of anybody else', async () => {
  const file = stage.file('ann.txt')
  const told = await stage.run(personCommand, 'export', 'D-ann', '--out', file, '--by', 'officer')
  expect(told).toEqual({ said: [], code: 0, problems: [] })
  const text = stage.read('ann.txt')
  for (const value of [...valuesOf(ann), sent]) expect(text).toContain(value)
  for (const value of valuesOf(bob).filter((one) => one !== ann.phone)) expect(text).not.toContain(value)
  expect(text).toMatch(/2026-03-02 10:00 sms out friendly attempt 1 to \+\d+: sent\n {4}"acme: 200\.00/)
  expect(text).toMatch(/2026-01-08 15:00 sms in to \+\d+: sent replied\n {4}"said annzq/)
  expect(text).toMatch(/message \(2\) until 2032-03-03 by XX-07 \(xx-retention\)/)
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('the export as JSON has every section, with reasons, rules, citations and versions', async () => {
  await stage.run(personCommand, 'export', '#1', '--out', stage.file('ann.json'), '--json')
  const document = JSON.parse(stage.read('ann.json')) as Document
  const counts = Object.fromEntries(
    Object.entries(document).flatMap(([name, rows]) => (Array.isArray(rows) ? [[name, rows.length]] : [])),
  )
  const [row] = await stage.engine.db.query<Record<string, number>>(
    `select (select count(*) from fact where person_id = 1) as facts, (select count(*) from contact where person_id = 1) as contacts,
       (select count(*) from decision where person_id = 1) as decisions, (select count(*) from contact_point where person_id = 1) as points`,
  )
  expect(counts).toMatchObject({ ...row, person: 1, accounts: 1, cases: 1, payments: 1, law: 1, evidence: 1 })
  expect(document['contacts']).toContainEqual(
    expect.objectContaining({ step: 'friendly', text: expect.stringContaining(sent), to: ann.phone }),
  )
  expect(document['law']?.[0]?.['packs']).toContainEqual(
    expect.objectContaining({ pack: 'xx-house', version: expect.stringMatching(/^\d{4}\./) }),
  )
  expect(document['retention']).toContainEqual(
    expect.objectContaining({
      kind: 'complaint',
      through: '2032-03-03',
      rule: 'XX-07',
      pack: 'xx-retention',
    }),
  )
})

test('the audit knows who exported whom, and no personal value', async () => {
  const rows = await stage.engine.db.query<{ who: string; what: string; detail: object }>(
    `select who, what, detail from audit where what like 'person.%' order by id`,
  )
  expect(rows.slice(0, 2)).toMatchObject([
    { who: 'officer', what: 'person.export_started', detail: { person: 1 } },
    { who: 'officer', what: 'person.exported', detail: { person: 1, unreadable: 0 } },
  ])
  expect(leaks([['audit', JSON.stringify(rows)]], [ann, bob])).toEqual([])
})

test('a file that is there is not written over, and nobody is taken for somebody else', async () => {
  const out = stage.file('ann.txt')
  const code = async (...args: string[]) => (await stage.run(personCommand, ...args)).problems[0]?.code
  expect(await code('export', 'D-ann', '--out', out)).toBe('cannot_write')
  expect(await code('export', 'D-nobody')).toBe('unknown_person')
  await stage.engine.db.query(`insert into person (external_id, zones) values ('2', '{UTC}')`)
  expect(await code('export', '2')).toBe('ambiguous_person')
  await stage.engine.owner.query(`delete from person where external_id = '2'`)
})

test('what cannot be opened is said: exit code 1', async () => {
  const { db } = stage.engine
  const [row] = await db.query<{ value: Buffer }>(
    'select value_sealed as value from contact_point where id = 2',
  )
  await db.query(`update contact_point set value_sealed = '\\x00' where id = 2`)
  const told = await stage.run(personCommand, 'export', 'D-ann', '--out', stage.file('torn.txt'))
  expect([told.code, told.said[0]]).toEqual([1, expect.stringMatching(/^unreadable_values: 1 /)])
  await db.query('update contact_point set value_sealed = $1 where id = 2', [row?.value])
})

test('erasing is refused while a minimum runs, with rule and date', async () => {
  const told = await stage.run(personCommand, 'erase', 'D-ann', '--reason', 'request', '--dry-run')
  expect(told.code).toBe(2)
  expect(told.problems).toContainEqual(
    expect.objectContaining({
      code: 'still_kept',
      path: 'message',
      message: expect.stringMatching(/^XX-07 \(xx-retention\) keeps it until 2032-03-03 \[/),
    }),
  )
  const wordy = await stage.run(personCommand, 'erase', 'D-ann', '--reason', 'Ann said so', '--exported')
  expect(wordy.problems[0]?.code).toBe('bad_reason')
})

test('nothing is purged before its time', async () => {
  const told = await stage.run(purgeCommand, '--json', '--yes')
  expect(told.code).toBe(0)
  expect(JSON.parse(told.said[0] ?? '')).toMatchObject({ persons: 2, erased: {}, conflicts: 0 })
})

test('everything is exported and erased once nothing keeps it, and no personal value is left in any table', async () => {
  const { db } = stage.engine
  await stage.engine.at('2032-03-04T09:00:00Z')
  const sealed = await sealedValues()
  expect(sealed.length).toBeGreaterThan(6)
  const erase = (...more: string[]) =>
    stage.run(personCommand, 'erase', 'D-ann', '--reason', 'request', '--by', 'officer', ...more)
  expect((await erase()).problems[0]?.code).toBe('not_exported')
  const out = stage.file('last.json')
  expect((await erase('--out', out)).problems[0]?.code).toBe('not_confirmed')
  expect(await sealedValues()).toEqual(sealed)
  const told = await erase('--out', out, '--yes')
  expect(told).toMatchObject({ code: 0, problems: [] })
  expect(told.said[0]).toBe('erased debtor D-ann (number 1): 3 texts, 3 numbers and addresses, the name')
  expect(stage.read('last.json')).toContain(ann.name)
  const places = await tableTexts(db)
  expect(leaks(places, [ann])).toEqual([])
  for (const value of sealed)
    expect(places.filter(([, text]) => text.includes(value)).map(([where]) => where)).toEqual([])
  expect(
    await db.query('select 1 from sealed where person_id = 1 and (value is not null or salt is not null)'),
  ).toEqual([])
})

/** The sealed values of ann, as the tables show them. */
async function sealedValues(): Promise<string[]> {
  const rows = await stage.engine.db.query<{ value: string }>(
    `select encode(value, 'hex') as value from (
       select name_sealed as value from person where id = 1
       union all select value_sealed from contact_point where person_id = 1
       union all select value from sealed where person_id = 1
       union all select salt from sealed where person_id = 1) t`,
  )
  return rows.map(({ value }) => value)
}

test('the ids, facts and digests stay, and every chain still holds', async () => {
  const { db } = stage.engine
  const count = async (from: string) => (await db.query(`select 1 from ${from} where person_id = 1`)).length
  expect([await count('contact'), await count('sealed'), await count('contact_point')]).toEqual([2, 3, 3])
  expect(await db.query(`select body from fact where kind = 'person.erased'`)).toEqual([
    { body: { by: 'officer', reason: 'request' } },
  ])
  const told = await stage.run(auditCommand, 'verify')
  expect([told.code, told.said.at(-1)]).toEqual([0, expect.stringMatching(/: all hold$/)])
})

test('an export says that it was erased, and by whom', async () => {
  await stage.run(personCommand, 'export', 'D-ann', '--out', stage.file('after.txt'))
  const text = stage.read('after.txt')
  expect(leaks([['export', text]], [ann])).toEqual([])
  expect(text).toContain('(the text was erased)')
  expect(text).toMatch(/person\.erased by officer/)
  const again = await stage.run(personCommand, 'erase', 'D-ann', '--reason', 'request', '--exported')
  expect(again.problems[0]?.code).toBe('already_erased')
})

test("a word from the shared number is the other person's", async () => {
  const { engine, db } = stage.engine
  const senders = await sendersByNumber(db, [engine.vault.hash(ann.phone)])
  expect(senders.map(({ debtor }) => debtor)).toEqual(['D-bob'])
})

test('a file with the same debtor does not bring the person back, and nobody is contacted', async () => {
  const { engine, db } = stage.engine
  const at = '2032-03-01T09:00:00Z'
  const facts = [
    {
      type: 'account.opened',
      at,
      account: 'again',
      debtor: 'D-ann',
      creditor: 'acme',
      currency: 'USD',
      product: 'consumer_loan',
      region: 'US-NY',
      zone: 'UTC',
      name: ann.name,
      phone: ann.phone,
    },
    { type: 'account.reopened', at, account: 'ann' },
    {
      type: 'obligation.billed',
      at,
      account: 'ann',
      obligation: 'o2',
      dueOn: '2032-03-01',
      amount: '900.00',
    },
  ].map((one) => {
    const read = parseFact(one)
    if ('problems' in read) throw new Error(JSON.stringify(read.problems))
    return { fact: read.fact, source: 'ledger' }
  })
  const { rejected } = await engine.record(facts)
  expect(rejected.map(({ code }) => code)).toEqual(['person_erased', 'person_erased', 'person_erased'])
  await stage.engine.morning('2032-03-05T00:05:00Z')
  await stage.engine.morning('2032-03-05T10:00:00Z')
  expect(await db.query(`select 1 from contact where person_id = 1 and created_at > '2032-01-01'`)).toEqual(
    [],
  )
  expect(leaks(await tableTexts(db), [ann])).toEqual([])
})

test('others are untouched until their own time: then a purge takes their texts, and tells how many', async () => {
  const { db } = stage.engine
  const texts = () => db.query('select 1 from sealed where person_id = 2 and value is not null')
  expect(await texts()).toHaveLength(2)
  const dry = await stage.run(purgeCommand, '--dry-run')
  expect(dry.said).toEqual([
    '2 persons looked at',
    expect.stringMatching(/complaint +1 would go/),
    expect.stringMatching(/message +1 would go/),
  ])
  expect(await texts()).toHaveLength(2)
  expect((await stage.run(purgeCommand)).problems).toMatchObject([
    { code: 'not_confirmed', message: expect.stringContaining('complaint: 1 would go for good') },
  ])
  expect(await texts()).toHaveLength(2)
  const told = await stage.run(purgeCommand, '--by', 'night', '--yes')
  expect(told.code).toBe(0)
  expect(await texts()).toEqual([])
  expect(await db.query(`select who, detail from audit where what = 'purge'`)).toMatchObject([
    { who: 'night', detail: { message: 1, complaint: 1 } },
  ])
  expect((await stage.run(auditCommand, 'verify', '--json')).code).toBe(0)
})

test('the engine itself may erase nothing', async () => {
  await expect(stage.engine.db.query('update sealed set value = null')).rejects.toThrow(/permission denied/)
  await expect(stage.engine.db.query('delete from sealed')).rejects.toThrow(/permission denied/)
})
