import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { webhookStage } from './stage.ts'

let stage: Awaited<ReturnType<typeof webhookStage>>
const MANY = Array.from({ length: 40 }, (_, index) => `B${index}`)

beforeAll(async () => {
  stage = await webhookStage()
  for (const account of MANY) await stage.open(account)
})
afterAll(() => stage.close())
beforeEach(() => stage.reset())

describe('a receiver that takes a few at a time', () => {
  it('one that says 429 and when is asked nothing more until then, and no event is a try nearer to being given up', async () => {
    await stage.subscribed()
    let left = 3
    stage.hooks.answer = () => (left-- > 0 ? 204 : 429)
    stage.hooks.headers = { 'retry-after': '60' }
    await stage.pay(...MANY)
    await stage.turns([1, 1])
    await stage.turns([1, 1])
    expect(stage.hooks.taken.length).toBe(3)
    expect(stage.hooks.refused.length).toBeLessThanOrEqual(16)
    const retryAt = expect.any(Number)
    const state = { late: 37, parked: 0, failures: 0, failedWhy: 'http_429', retryAt }
    expect(await stage.state()).toMatchObject(state)
    const tried = await stage.db.query<{ attempts: number }>('select distinct attempts from webhook_late')
    expect(tried).toEqual([{ attempts: 0 }])
    const [wait] = await stage.db.query<{ seconds: number }>(
      'select extract(epoch from retry_at - clock_timestamp())::float8 as seconds from webhook',
    )
    expect(wait?.seconds).toBeGreaterThan(50)
  })

  it('one that says 429 alone is left for the first pause, and gets everything in the end, each debtor in order', async () => {
    await stage.subscribed()
    let left = 0
    stage.hooks.answer = () => (left-- > 0 ? 204 : 429)
    await stage.pay(...MANY, ...MANY)
    for (let turn = 0; turn < 30 && stage.hooks.taken.length < 80; turn++) {
      left = 7
      await stage.db.query(`update webhook set retry_at = clock_timestamp()`)
      await stage.db.query(`update webhook_late set retry_at = clock_timestamp()`)
      await stage.turns([60])
    }
    expect(await stage.state()).toMatchObject({ late: 0, parked: 0, parkedAt: null })
    for (const account of MANY) {
      const places = stage.hooks.taken.flatMap((one) => (one.account === account ? [one.position] : []))
      expect(places).toEqual([...new Set(places)].toSorted((a, b) => a - b))
      expect(places.length).toBe(2)
    }
  })

  it('one that is away is asked about a few, and keeps its place', async () => {
    await stage.subscribed()
    stage.hooks.answer = () => 503
    await stage.pay(...MANY)
    await stage.turns([60])
    expect(stage.hooks.refused.length).toBeLessThan(32)
    const away = { late: 0, failures: 1, failedWhy: 'http_503', retryAt: expect.any(Number) }
    expect(await stage.state()).toMatchObject(away)
    stage.hooks.answer = ({ data }) => (data.account === 'B3' ? 422 : 204)
    await stage.db.query('update webhook set retry_at = clock_timestamp()')
    await stage.turns([60])
    const lateOne = { late: 1, failures: 0, failedWhy: 'http_422', retryAt: null }
    expect(await stage.state()).toMatchObject(lateOne)
    stage.hooks.answer = () => 204
    await stage.db.query('update webhook_late set retry_at = clock_timestamp()')
    await stage.turns([60])
    expect(await stage.state()).toMatchObject({ late: 0, failures: 0, failedWhy: null, retryAt: null })
  })
})

const AGAIN = [
  'update webhook set retry_at = clock_timestamp()',
  'update webhook_late set retry_at = clock_timestamp()',
]

async function tryAgain(): Promise<void> {
  for (const statement of AGAIN) await stage.db.query(statement)
  await stage.turns([60, 60, 60])
}

const about = (seconds: number) => [{ name: 'hooks', seconds: expect.closeTo(seconds, -2) }]

describe('for how long a receiver has been away', () => {
  it('it counts from the first answer of no, through every try, and ends with one that is taken', async () => {
    await stage.subscribed()
    await stage.turns()
    expect(await stage.away()).toEqual([])
    stage.hooks.answer = () => 503
    await stage.pay('A1')
    await stage.turns([60])
    await stage.away(800)
    await tryAgain()
    expect(await stage.away(101)).toEqual(about(901))
    stage.hooks.answer = () => 204
    await tryAgain()
    expect(await stage.away()).toEqual([])
  })

  it('it counts from what it took last, where a few were taken before', async () => {
    await stage.subscribed()
    await stage.pay('A1')
    await stage.turns()
    await stage.away(5_000)
    await stage.turns()
    stage.hooks.answer = () => 503
    await stage.pay('A1')
    await stage.turns([60])
    expect(await stage.away(300)).toEqual(about(300))
  })

  it('one that asks for a long pause is away while events wait', async () => {
    await stage.subscribed()
    let left = 3
    stage.hooks.answer = () => (left-- > 0 ? 204 : 429)
    stage.hooks.headers = { 'retry-after': '7200' }
    await stage.pay(...MANY)
    await stage.turns([60])
    expect(await stage.away(1_000)).toEqual(about(1_000))
  })

  it('one that refuses a single event of one debtor is not away, one that refuses those of all is', async () => {
    await stage.subscribed()
    stage.hooks.answer = () => 400
    await stage.pay('A1')
    await stage.turns([60])
    expect(await stage.away(1_000)).toEqual([])
    await stage.pay('A2')
    await stage.turns([60])
    expect(await stage.away()).toEqual(about(1_000))
  })

  it('one that was given up is told of by that alone, and one that is resumed begins anew', async () => {
    await stage.subscribed()
    stage.hooks.answer = () => 503
    await stage.pay('A1')
    await stage.turns([])
    expect(await stage.state()).toMatchObject({ parkedAt: expect.any(Number) })
    expect(await stage.away(1_000)).toEqual([])
    await stage.replay(null)
    await stage.turns([60])
    expect(await stage.away()).toEqual(about(0))
  })
})
