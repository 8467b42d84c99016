import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { claimTask } from '../../../src/flow/task.ts'
import { taskListPage } from '../../../src/shell/board/task-list-page.ts'
import { readAgreeable } from '../../../src/shell/pg/read/agreeable.ts'
import { csvOf } from '../../../src/shell/pg/read/list/csv.ts'
import { OFFERED } from '../../../src/shell/pg/read/list/offered.ts'
import { openTasks } from '../../../src/shell/pg/task/list.ts'
import { taskDeps } from '../../../src/shell/run/wire.ts'
import { dialerStage, type DialerStage } from './stage.ts'

const AGREEMENTS = `promises:
  standard: { longest: { days: 30 }, least: { share: 0.2 }, mostOpen: 2 }
  long: { longest: { days: 60 }, least: "100.00", mostOpen: 1 }
plans:
  standard: { every: [week, month], longest: { months: 12 }, least: "50.00", first: { days: 14 } }
settlements: { alone: { discount: 0.2 }, most: { discount: 0.5 }, longest: { days: 30 }, fromDpd: 1, mostRates: 3, onBounce: lost }
`

const PROMISES = [
  { kind: 'standard', latest: '2026-04-01', least: '60.00', more: 2 },
  { kind: 'long', latest: '2026-05-01', least: '100.00', more: 1 },
]
const PLANS = [
  {
    kind: 'standard',
    latestFirst: '2026-03-16',
    latest: '2027-03-02',
    leastRate: '50.00',
    leastSum: '300.00',
    every: ['week', 'month'],
    more: 1,
  },
]
const SETTLEMENT = { alone: '240.00', least: '150.00', latest: '2026-04-01', mostRates: 3 }
const IN_WORDS = {
  promises: '60.00 or more by 2026-04-01, 2 more; long: 100.00 or more by 2026-05-01, 1 more',
  plans:
    '300.00 or more in rates of 50.00 or more every week or month, the first by 2026-03-16, the last by 2027-03-02',
  settlement:
    '240.00 or more, 150.00 or more where a second person grants it, in 3 rates at most, by 2026-04-01',
}

let stage: DialerStage
beforeAll(async () => {
  stage = await dialerStage({ agreements: AGREEMENTS })
  await stage.real.at('2026-02-01T09:00:00Z')
  for (const number of [1, 3]) await stage.debtor(number, '2026-03-01')
  await stage.morning('2026-03-02T00:05:00Z')
  await stage.morning('2026-03-02T10:00:00Z')
})
afterAll(() => stage.close())

async function offered(account: string) {
  const { lines } = await OFFERED.call.read(stage.real.db, { given: {}, limit: 10 })
  const line = lines.find((one) => one.account === account)
  if (!line) throw new Error(`no call of ${account} is offered`)
  return line
}

describe('what may be agreed is seen before the call ends', () => {
  it('the list of offered calls shows it, also as a table', async () => {
    const line = await offered('A3')
    expect(line).toMatchObject({ promises: PROMISES, plans: PLANS, settlement: SETTLEMENT })
    const [row] = parse<Record<string, string>>(csvOf(OFFERED.call, [line]), { columns: true })
    expect(JSON.parse(row?.['plans'] ?? '')).toEqual(PLANS)
    expect(JSON.parse(row?.['settlement'] ?? '')).toEqual(SETTLEMENT)
  })

  it('the page of calls shows it in words', async () => {
    const { db } = stage.real
    const contacts = await db.transaction((tx) => openTasks(tx, 'call', 10))
    const agreeable = await readAgreeable(
      db,
      contacts.map(({ contact }) => contact),
    )
    const page = taskListPage({ waits: [], role: null, tasks: [], contacts, agreeable, limit: 10, now: 0 })
    for (const words of Object.values(IN_WORDS)) expect(page.text).toContain(words)
    const blind = taskListPage({
      waits: [],
      role: null,
      tasks: [],
      contacts,
      agreeable: new Map(),
      limit: 10,
      now: 0,
    })
    expect(blind.text).toContain('nobody knows')
  })

  it('a claim shows it', async () => {
    const { contact } = await offered('A1')
    const answer = await claimTask(taskDeps(stage.real.engine), {
      kind: 'call',
      agent: 'amy',
      contact: contact as never,
    })
    expect(answer).toMatchObject({
      task: {
        promises: [{ least: '20.00' }, {}],
        plans: [{ leastSum: '100.00' }],
        settlement: { alone: '80.00' },
      },
    })
  })

  it('the list of a dialer has it written out in the JSON, and in words in the CSV', async () => {
    await stage.turn()
    const [name = ''] = stage.seen()
    const call = stage.list(name).calls.find(({ account }) => account === 'A3')
    expect(call).toMatchObject({ promises: PROMISES, plans: PLANS, settlement: SETTLEMENT })
    const csv = readFileSync(join(stage.folder, name, 'list.csv'), 'utf8')
    const rows = parse<Record<string, string>>(csv, { columns: true })
    expect(rows.find(({ account }) => account === 'A3')).toMatchObject(IN_WORDS)
  })

  it('a strategy that cannot be read hides the limits of its own cases alone', async () => {
    const contacts = await stage.real.db.query<{ id: number; account: string }>(
      `select c.id, a.external_id as account from contact c
       join account a on a.person_id = c.person_id and a.id = c.account_id where c.channel = 'call'`,
    )
    const idOf = (account: string) => contacts.find((one) => one.account === account)?.id ?? 0
    await stage.real.owner.query(
      `update collection_case set strategy_hash = repeat('b', 64) where account_id =
         (select id from account where external_id = 'A1')`,
    )
    const found = await readAgreeable(
      stage.real.db,
      contacts.map(({ id }) => id),
    )
    expect(found.get(idOf('A3'))).toMatchObject({ promises: PROMISES })
    expect(found.get(idOf('A1'))).toBeUndefined()
  })
})
