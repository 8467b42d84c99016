import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ACCOUNTS, files, linesOf, PER_FILE } from '../../support/mutated-lines.ts'
import { billed, opened } from '../record/facts.ts'
import { testApi, type TestApi } from './api.ts'
import { recorder } from './recorder.ts'

/** How many lines are sent; the seed is drawn and printed. */
const INPUTS = Number(process.env['MUTATED_INPUTS'] ?? 300)
const seed = Number(process.env['FC_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
console.log(`mutated-inputs: FC_SEED=${seed}`)

let api: TestApi
let file = 0
beforeAll(async () => {
  api = await testApi(recorder)
  await api.database.db.query(`insert into virtual_clock (at) values ('2026-03-02T12:00:00Z')`)
})
afterAll(() => api.close())

interface Told {
  taken: number
  same: number
  rejectedCount: number
  rejected: { line?: number }[]
}

async function post(type: string, payload: string): Promise<{ status: number; told: Told }> {
  const headers = { 'content-type': type, ...api.key('facts:write') }
  const answer = await api.app.inject({ method: 'POST', url: '/v1/facts', payload, headers })
  return { status: answer.statusCode, told: answer.json<Told>() }
}

/** The accounts of this file alone, each with a case and a text that is planned. */
async function book(): Promise<(account: string) => string> {
  const own = ++file
  const named = (account: string): string => `F${own}${account}`
  const facts = ACCOUNTS.map(named).flatMap((account) => [
    opened(account, { debtor: `D${account}`, phone: undefined }),
    billed(account, 'first', '2026-02-01'),
  ])
  const lines = facts.map((fact) => JSON.stringify(fact))
  expect((await post('application/x-ndjson', lines.join('\n'))).status).toBe(200)
  await api.database.db.query(
    `with k as (
       insert into collection_case (person_id, account_id, number, state, snapshot, strategy, strategy_hash, opened_on, opened_at)
       select person_id, id, 1, 'working', '{}', 's', 'h', '2026-02-02', '2026-02-02T00:00:00Z'
       from account where external_id like $1 returning person_id, id, account_id)
     insert into contact (person_id, case_id, account_id, accounts, channel, creditor, collector, step, episode, attempt, state,
       not_before, expires_at, created_at, changed_at)
     select person_id, id, account_id, array[account_id], 'sms', 'acme', 'acme', 's', '2026-02-01', 1, 'planned',
       '2026-03-02T12:30:00Z', '2026-03-03T12:00:00Z', '2026-03-02T12:00:00Z', '2026-03-02T12:00:00Z' from k`,
    [`F${own}A%`],
  )
  return named
}

interface Account {
  account: string
  held: boolean
  planned: boolean
  kinds: Record<string, number>
}

/** What is known of each account of the file. */
async function accounts(): Promise<Map<string, Account>> {
  const rows = await api.database.db.query<Account>(
    `select a.external_id as account,
       exists (select from hold h where h.person_id = a.person_id and h.account_id = a.id
         and h.reason = 'data_refused' and h.lifted_at is null) as held,
       exists (select from contact c where c.person_id = a.person_id and c.account_id = a.id and c.state = 'planned') as planned,
       (select coalesce(jsonb_object_agg(kind, count), '{}') from (
         select f.kind, count(*) from fact f
         where f.person_id = a.person_id and f.source = 'ledger' group by 1) k) as kinds
     from account a where a.external_id like $1`,
    [`F${file}A%`],
  )
  return new Map(rows.map((row) => [row.account, row]))
}

/** The account that a line names, whatever invisible characters the name holds. */
function accountIn(line: string): string {
  const [, name = ''] = /"account":"([^"]*)"/.exec(line) ?? []
  return name.replaceAll(/\u200b|\\u200b|\\ud800|\\u0000|\\u00a0/g, '').trim()
}

/** How many facts of each account and kind these lines say, with the first bill of the book. */
function countsOf(lines: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const line of lines) {
    const { account, type } = JSON.parse(line) as { account: string; type: string }
    const about = `${account} ${type}`
    counts.set(about, (counts.get(about) ?? (type === 'obligation.billed' ? 1 : 0)) + 1)
  }
  return counts
}

test('nothing that is sent answers 500; every good line has its effect, and whoever a refused one names is silent', async () => {
  let [sent, refusedLines] = [0, 0]
  await fc.assert(
    fc.asyncProperty(files, async (drawn) => {
      const named = await book()
      const { good, lines } = linesOf(drawn, named)
      const sentLines = lines.map((line) => line.replaceAll('\n', ' '))
      const { status, told } = await post('application/x-ndjson', sentLines.join('\n'))
      expect([200, 207, 422], sentLines.join('\n')).toContain(status)
      const blank = sentLines.filter((line) => line.trim() === '').length
      expect(told.taken + told.same + told.rejectedCount).toBe(PER_FILE - blank)
      const refused = new Set(told.rejected.map(({ line }) => (line ?? 1) - 1))
      const stand = await accounts()
      const whole = good.filter(
        (meant, at) => lines[at] === meant && lines.indexOf(meant) === lines.lastIndexOf(meant),
      )
      for (const meant of whole) expect(refused, meant).not.toContain(lines.indexOf(meant))
      for (const [about, count] of countsOf(whole)) {
        const [account = '', type = ''] = about.split(' ')
        expect(stand.get(account)?.kinds[type], about).toBeGreaterThanOrEqual(count)
      }
      for (const at of refused) {
        const one = stand.get(accountIn(sentLines[at] ?? ''))
        if (one) expect([sentLines[at], one.held, one.planned]).toEqual([sentLines[at], true, false])
      }
      sent += PER_FILE
      refusedLines += refused.size
    }),
    { numRuns: Math.ceil(INPUTS / PER_FILE), seed },
  )
  console.log(`mutated-inputs: ${sent} lines sent, ${refusedLines} refused`)
}, 3_600_000)
