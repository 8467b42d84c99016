import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApi, type TestApi } from './api.ts'
import { recorder } from './recorder.ts'

let api: TestApi
const at = '2026-01-02T00:00:00Z'
const opened = (account: string, debtor: string, more: Record<string, unknown> = {}) => ({
  type: 'account.opened',
  at,
  account,
  debtor,
  creditor: 'acme',
  actor: 'first_party',
  product: 'credit_card',
  currency: 'USD',
  region: 'US-NY',
  name: 'Lin Doe',
  phone: '+12025550101',
  ...more,
})

/** Nobody has looked at the accounts yet: none has a case. */
beforeAll(async () => {
  api = await testApi(recorder)
  const facts = [
    opened('A1', 'D1', { score: 0.4 }),
    { type: 'obligation.billed', at, account: 'A1', obligation: 'o', dueOn: '2026-02-01', amount: '120.50' },
    { type: 'payment.received', at: '2026-02-02T09:00:00Z', account: 'A1', payment: 'P', amount: '20.00' },
    opened('A2', 'D1', { creditor: 'other', currency: 'JPY' }),
    opened('A3', 'D2'),
    { type: 'account.closed', at: '2026-02-03T09:00:00Z', account: 'A3', reason: 'sold' },
  ]
  const headers = api.key('facts:write')
  await api.app.inject({ method: 'POST', url: '/v1/facts', headers, payload: facts })
})
afterAll(() => api.close())

interface Answer {
  accounts: Record<string, unknown>[]
  next: string | null
  problems?: unknown[]
}

async function get(query: string, scope: 'cases:read' | 'facts:write' = 'cases:read') {
  const answer = await api.app.inject({ url: `/v1/accounts${query}`, headers: api.key(scope) })
  return { status: answer.statusCode, text: answer.body, body: answer.json<Answer>() }
}
const names = async (query: string) => (await get(query)).body.accounts.map(({ account }) => account)

describe('accounts that are taken can be read back', () => {
  it('an account without a case is shown with its figures', async () => {
    const { body } = await get('?account=A1')
    expect(body.accounts).toMatchObject([
      {
        account: 'A1',
        debtor: 'D1',
        creditor: 'acme',
        actor: 'first_party',
        product: 'credit_card',
        regions: ['US-NY'],
        currency: 'USD',
        pastDue: '100.50',
        balance: '100.50',
        credit: '0.00',
        score: 0.4,
        feed: 'ledger',
        endedReason: null,
        case: null,
        caseState: null,
      },
    ])
    expect((await get('?account=A3')).body.accounts).toMatchObject([
      { collection: 'ended', endedReason: 'sold' },
    ])
  })

  it('no name, number or address is shown', async () => {
    expect((await get('')).text).not.toMatch(/Lin Doe|2025550101/)
  })

  it.each([
    ['', ['A1', 'A2', 'A3']],
    ['?account=A1,A3', ['A1', 'A3']],
    ['?debtor=D1', ['A1', 'A2']],
    ['?creditor=other', ['A2']],
    ['?currency=USD&pastDueFrom=0.01', ['A1']],
    ['?hasCase=true', []],
    ['?hasCase=false&debtor=D2', ['A3']],
  ])('accounts are found by %s', async (query, expected) => {
    expect(await names(query)).toEqual(expected)
  })

  it('pages follow one another to the end, and a cursor of no page is refused', async () => {
    const seen: unknown[] = []
    let cursor: string | null = ''
    while (cursor !== null && seen.length < 9) {
      const { body }: { body: Answer } = await get(`?limit=1${cursor && `&cursor=${cursor}`}`)
      seen.push(...body.accounts.map(({ account }) => account))
      cursor = body.next
    }
    expect(seen).toEqual(['A1', 'A2', 'A3'])
    expect(await get('?cursor=nonsense')).toMatchObject({ status: 400 })
  })

  it('the page is a table too', async () => {
    const answer = await api.app.inject({
      url: '/v1/accounts?format=csv&account=A1',
      headers: api.key('cases:read'),
    })
    expect(answer.body.split('\n')[0]).toContain('account')
    expect(answer.body).toContain('100.50')
  })

  it('what is no filter is refused with the nearest, and a key that may not read cases reads no accounts', async () => {
    expect(await get('?debtors=D1')).toMatchObject({ status: 400, body: { problems: [{ path: 'debtors' }] } })
    expect(await get('', 'facts:write')).toMatchObject({ status: 403 })
    expect((await api.app.inject({ url: '/v1/accounts' })).statusCode).toBe(401)
  })
})
