import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Sql } from '../../../src/shell/pg/base/database.ts'
import { testApi, type TestApi } from './api.ts'
import { recorder } from './recorder.ts'
import { NOW, seedCase } from './seed.ts'

let api: TestApi

/** A1/1 works and is refused a call; A2/1 is held, of a debtor in California who owes yen; A2/0 was cured. */
beforeAll(async () => {
  api = await testApi(recorder)
  await seedCase(api.database.db)
  await seedOthers(api.database.db)
})
afterAll(() => api.close())

async function seedOthers(db: Sql): Promise<void> {
  await db.query(`
    with p as (insert into person (external_id, regions, zones, locale)
        values ('D2', '{US-CA}', '{America/Los_Angeles,Pacific/Kiritimati}', 'en') returning id),
      a as (insert into account (person_id, external_id, creditor, collector, product, currency, zones, past_due, anchor, bucket)
        select id, 'A2', 'other', 'acme', 'utility', 'JPY', 'America/Los_Angeles', 5000, '2026-02-08', 2 from p returning person_id, id),
      c as (insert into collection_case (person_id, account_id, number, state, stage, snapshot, strategy, strategy_hash, opened_on, opened_at,
          closed_on, closed_at, close_reason, waits_for)
        select person_id, id, n, case when n = 0 then 'cured' else 'held' end, 'calls', '{}', 'us-utility', repeat('b', 64), '2026-02-10',
          '2026-02-10T05:05:00Z', case when n = 0 then date '2026-02-11' end, case when n = 0 then timestamptz '2026-02-11T05:05:00Z' end,
          case when n = 0 then 'paid' end, case when n = 1 then 'task' end
        from a, generate_series(0, 1) n returning person_id, id, account_id, number),
      h as (insert into hold (person_id, kind, external_id, reason, account_id, from_at, until_on)
        select a.person_id, 'hold', r, r, a.id, '2026-02-20T00:00:00Z', u::date
        from a, (values ('hardship', null), ('moratorium', '2026-03-08')) v (r, u)),
      t as (insert into human_task (person_id, account_id, case_id, kind, reason, role, rule, due, created_at, claimed_by)
        select person_id, account_id, id, 'review', 'look at it', 'compliance', 'US-F-9', '2026-03-09T00:00:00Z', '${NOW}', 'ann'
        from c where number = 1),
      k as (insert into contact (person_id, case_id, account_id, accounts, channel, creditor, collector, stage, step, episode, attempt, dpd,
          state, not_before, expires_at, created_at, changed_at)
        select person_id, id, account_id, array[account_id], 'call', 'other', 'acme', 'calls', 'call', '2026-02-08', 1, 31, 'queued',
          '${NOW}', '2026-03-11T00:00:00Z', '2026-03-10T14:30:00Z', '${NOW}' from c where number = 1 returning person_id, id, case_id)
    insert into call_task (person_id, contact_id, case_id, rank, offered_at, expires_at)
    select person_id, id, case_id, 7.5, '${NOW}', '2026-03-11T00:00:00Z' from k`)
}

interface Answer {
  status: number
  text: string
  headers: Record<string, unknown>
  body: Record<string, unknown>
}

async function get(url: string): Promise<Answer> {
  const scope = /^.v1.(human-)?tasks/.test(url) ? 'tasks:work' : 'cases:read'
  const { statusCode, body, headers } = await api.app.inject({ url, headers: api.key(scope) })
  const isJson = String(headers['content-type']).includes('json')
  return { status: statusCode, text: body, headers, body: isJson ? JSON.parse(body) : {} }
}

async function names(url: string, key: string, name: string): Promise<unknown> {
  const { body } = await get(url)
  return (body[key] as Record<string, unknown>[] | undefined)?.map((line) => line[name]) ?? body
}

describe('promises', () => {
  beforeAll(async () => {
    await api.database.db.query(`
      insert into promise (person_id, account_id, external_id, amount, made_at, by_on, told, told_paid, kind)
      select person_id, id, 'q-' || external_id, 5000, '${NOW}'::timestamptz, '2026-03-10'::date, 'open', 3000, 'short' from account
      where external_id = 'A1'
      union all select person_id, id, 'q-' || external_id, 5000, '${NOW}'::timestamptz, '2026-03-20'::date, null, null, null from account
      where external_id = 'A2'`)
  })

  it.each([
    ['due=2026-03-10', ['q-A1']],
    ['due=2026-03-11', []],
    ['state=open,asked', ['q-A1']],
    ['state=kept', []],
    ['account=A1&kind=short', ['q-A1']],
    ['kind=standard', ['q-A2']],
    ['kind=short,standard', ['q-A1', 'q-A2']],
  ])('promises are found by %s', async (query, expected) => {
    expect(await names(`/v1/promises?${query}`, 'promises', 'promise')).toEqual(expected)
  })

  it('a promise is shown with its sums, day and state', async () => {
    const { body } = await get('/v1/promises?account=A1')
    expect(body['promises']).toMatchObject([
      { account: 'A1', amount: '50.00', paid: '30.00', by: '2026-03-10', state: 'open', graceDays: 0 },
    ])
  })
})

describe('cases', () => {
  it.each([
    ['account=A2', ['A2/0', 'A2/1']],
    ['account=A1,A2&open=true', ['A1/1', 'A2/1']],
    ['debtor=D2', ['A2/0', 'A2/1']],
    ['creditor=acme', ['A1/1']],
    ['product=utility&open=true', ['A2/1']],
    ['product=utility,credit_card&open=true', ['A1/1', 'A2/1']],
    ['region=US', ['A1/1', 'A2/0', 'A2/1']],
    ['region=US-NY', ['A1/1']],
    ['region=CN', []],
    ['currency=JPY&pastDueFrom=5000&open=true', ['A2/1']],
    ['currency=JPY&pastDueFrom=5001', []],
    ['currency=USD&pastDueTo=120.50', ['A1/1']],
    ['dpdFrom=9&open=true', ['A1/1', 'A2/1']],
    ['dpdFrom=10&open=true', ['A2/1']],
    ['dpdTo=29', ['A1/1']],
    ['dpdFrom=30&dpdTo=30&open=true', ['A2/1']],
    ['dpdFrom=31', []],
    ['hold=hardship&open=true', ['A2/1']],
    ['hold=moratorium', []],
    ['hold=dispute,hardship&state=held', ['A2/1']],
    ['strategy=us-card', ['A1/1']],
    ['strategyVersion=bbbbbb&open=true', ['A2/1']],
    ['state=held', ['A2/1']],
    ['state=cured,working', ['A1/1', 'A2/0']],
    ['stage=calls,reminder&open=true', ['A1/1', 'A2/1']],
    ['refusedBy=US-F-10', ['A1/1']],
    ['refusedBy=US-F-9', []],
    ['waitingFor=task', ['A2/1']],
    ['waitingFor=time,review_date', []],
  ])('cases are found by %s', async (query, expected) => {
    expect(await names(`/v1/cases?${query}`, 'cases', 'name')).toEqual(expected)
  })

  it('what is shown is what is asked for: holds that are over are not among them', async () => {
    const { body } = await get('/v1/cases?account=A2&open=true')
    expect(body['cases']).toMatchObject([
      { debtor: 'D2', creditor: 'other', pastDue: '5000', dpd: 30, holds: ['hardship'], waitingFor: 'task' },
    ])
  })

  it('pages follow one another to the end, and a cursor of no page is refused', async () => {
    const seen: unknown[] = []
    let cursor: string | null = ''
    for (let page = 0; cursor !== null && page < 5; page++) {
      const { body } = await get(`/v1/cases?limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`)
      seen.push(...(body['cases'] as { name: string }[]).map(({ name }) => name))
      cursor = body['next'] as string | null
    }
    expect(seen).toEqual(['A1/1', 'A2/0', 'A2/1'])
    for (const wrong of ['17', 'WzFd', 'null', Buffer.from('[1,2.5,"x"]').toString('base64url')]) {
      const { status, body } = await get(`/v1/cases?cursor=${wrong}`)
      expect([status, body['problems']]).toEqual([400, [expect.objectContaining({ path: 'cursor' })]])
    }
  })

  it('a page is a table, with a head and the place of the next one', async () => {
    const { text, headers } = await get('/v1/cases?format=csv&limit=2')
    const [head, first, second, ...more] = text.trim().split('\n')
    expect(head).toMatch(/^account,debtor,creditor,currency,pastDue,disputed,dpd,/)
    expect([first, second]).toEqual([expect.stringMatching(/^A1,D1/), expect.stringMatching(/^A2,D2/)])
    expect([more, headers['content-type']]).toEqual([[], 'text/csv; charset=utf-8'])
    expect(headers['x-next']).toMatch(/^[\w-]+$/)
  })
})

describe('a question that is not understood', () => {
  it.each([
    ['/v1/cases?strategi=x', 'strategi', 'did you mean strategy?'],
    ['/v1/cases?creditors=x', 'creditors', 'did you mean creditor?'],
    ['/v1/contacts?chanel=sms', 'chanel', 'did you mean channel?'],
    ['/v1/human-tasks?rol=x', 'rol', 'did you mean role?'],
    ['/v1/tasks?kind=call&limits=3', 'limits', 'did you mean limit?'],
    ['/v1/cases/1?state=held', 'state', 'nothing is taken here'],
    ['/v1/cases/1/timeline?limit=3', 'limit', 'nothing is taken here'],
  ])('the parameter is named, and the one that is meant: %s', async (url, path, suggestion) => {
    const { status, body } = await get(url)
    expect([status, body['problems']]).toEqual([
      400,
      [{ code: 'unknown_field', in: 'query', path, message: `not known here: ${path}`, suggestion }],
    ])
  })

  it.each([
    ['pastDueFrom=10', 'pastDueFrom', 'name the currency too'],
    ['pastDueFrom=10.5&currency=JPY', 'pastDueFrom', 'no amount of that currency'],
    ['currency=XXY', 'currency', 'a currency such as USD'],
    ['region=us', 'region', 'a region such as US or US-NY'],
    ['dpdFrom=-1', 'dpdFrom', 'a whole number'],
    ['dpdFrom=30&dpdTo=5', 'dpdTo', 'less than dpdFrom: no row is so'],
    ['pastDueFrom=30&pastDueTo=5&currency=USD', 'pastDueTo', 'less than pastDueFrom: no row is so'],
    ['strategyVersion=abc', 'strategyVersion', 'the beginning of a hash, six signs at least'],
  ])('a value is refused with what would be taken: %s', async (query, path, message) => {
    const { status, body } = await get(`/v1/cases?${query}`)
    expect([status, body['problems']]).toEqual([400, [{ code: 'bad_value', in: 'query', path, message }]])
  })

  it.each([
    ['/v1/tasks?kind=vist', 'kind', 'visit'],
    ['/v1/cases?state=hold', 'state', 'held'],
    ['/v1/cases?state=held,workin', 'state', 'working'],
    ['/v1/cases?waitingFor=tasks', 'waitingFor', 'task'],
    ['/v1/cases?product=utilities', 'product', 'utility'],
    ['/v1/cases?open=tru', 'open', 'true'],
    ['/v1/cases?format=cvs', 'format', 'csv'],
  ])('a word of a closed list is answered with the one that is meant: %s', async (url, path, meant) => {
    const { body } = await get(url)
    const suggestion = `did you mean ${meant}?`
    expect(body['problems']).toMatchObject([{ code: 'bad_value', in: 'query', path, suggestion }])
  })

  it('the name of a parameter that may be a person is not repeated', async () => {
    const { text } = await get('/v1/cases?%2B12025550101=1')
    expect(text).not.toContain('2025550101')
  })
})

describe('contacts and tasks', () => {
  it.each([
    ['', ['call', 'second', 'friendly']],
    ['debtor=D1', ['second', 'friendly']],
    ['case=1', ['second', 'friendly']],
    ['state=delivered,queued', ['call', 'friendly']],
    ['channel=call', ['call']],
    ['creditor=acme&since=2026-03-10T00:00:00Z', ['second']],
    ['until=2026-03-10T00:00:00Z', ['friendly']],
    ['disposition=delivered', ['friendly']],
    ['hold=hardship', ['call']],
    ['caseState=held', ['call']],
    ['waitingFor=task', ['call']],
    ['step=second', ['second']],
    ['refusedBy=US-F-10', []],
  ])('contacts are found, the newest first: %s', async (query, steps) => {
    expect(await names(`/v1/contacts?${query}`, 'contacts', 'step')).toEqual(steps)
  })

  it.each([
    ['/v1/human-tasks', ['A2/1']],
    ['/v1/human-tasks?debtor=D2&kind=review&role=compliance', ['A2/1']],
    ['/v1/human-tasks?claimed=false', []],
    ['/v1/human-tasks?claimedBy=ann&overdue=true', ['A2/1']],
    ['/v1/human-tasks?refusedBy=US-F-9&dpdFrom=30&hold=hardship', ['A2/1']],
    ['/v1/human-tasks?creditor=acme', []],
    ['/v1/tasks?kind=human&creditor=other', ['A2/1']],
  ])('what waits for people is found by %s', async (url, about) => {
    expect(await names(url, 'tasks', 'about')).toEqual(about)
  })

  it.each([
    ['kind=call', ['A2']],
    ['kind=call&creditor=other&stage=calls&region=US-CA', ['A2']],
    ['kind=call&dpdFrom=31', []],
    ['kind=visit', []],
  ])('calls and visits are found by %s', async (query, accounts) => {
    expect(await names(`/v1/tasks?${query}`, 'tasks', 'account')).toEqual(accounts)
  })
})
