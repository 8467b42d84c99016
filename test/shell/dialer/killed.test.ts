import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkInvariants } from '../../../src/shell/pg/watch/invariants.ts'
import { dyingAt } from '../../support/dying-at.ts'
import { dialerStage, type DialerStage } from './stage.ts'

let stage: DialerStage
beforeAll(async () => void (stage = await dialerStage({ list: 'size: 2, every: 30, stands: 60, least: 10' })))
afterAll(() => stage.close())

const READY = "set state = 'ready'"
const OUT = 'set state = $3'

async function killedAt(words: string, when: 'before' | 'after'): Promise<void> {
  await expect(stage.turn(dyingAt(stage.real.db, words, when))).rejects.toThrow('killed')
  await stage.die()
}
/** How often each account stands in a list that the dialer sees. */
function listed(): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const name of stage.seen().filter((one) => !one.includes('withdrawn')))
    for (const { account } of stage.list(name).calls) counts[account] = (counts[account] ?? 0) + 1
  return counts
}
async function violations(): Promise<unknown[]> {
  return (await checkInvariants(stage.real.db)).filter(({ count }) => count > 0)
}

describe('whoever hands a list over and dies', () => {
  it('before it could be seen, its calls are free and stand in the next one', async () => {
    await stage.real.at('2026-02-01T09:00:00Z')
    for (const number of [1, 2, 3]) await stage.debtor(number, '2026-03-01')
    await stage.morning('2026-03-02T00:05:00Z')
    await stage.morning('2026-03-02T10:00:00Z')
    await killedAt(READY, 'before')
    expect(stage.seen()).toEqual([])
    expect(await stage.states()).toEqual({ A1: 'queued', A2: 'sending', A3: 'sending' })
    expect(await stage.turn()).toMatchObject({ handed: null })
    expect(await stage.states()).toEqual({ A1: 'queued', A2: 'queued', A3: 'queued' })
    await killedAt(READY, 'after')
    expect(stage.seen()).toEqual([])
    expect(await stage.turn()).toMatchObject({ handed: null })
    expect(await stage.states()).toEqual({ A1: 'queued', A2: 'queued', A3: 'queued' })
    expect(await violations()).toEqual([])
  })

  it('after it was seen, it is out, and no call of it stands in another', async () => {
    await killedAt(OUT, 'before')
    expect(listed()).toEqual({ A2: 1, A3: 1 })
    expect(await stage.turn()).toMatchObject({ handed: { list: 'acme-2026-03-02-3' } })
    await stage.real.at('2026-03-02T10:31:00Z')
    expect(await stage.turn()).toMatchObject({ handed: { entries: 1 } })
    expect(listed()).toEqual({ A1: 1, A2: 1, A3: 1 })
    expect(await violations()).toEqual([])
  })

  it('a stop takes back what is out, and whoever dies between telling it and noting it tells it again', async () => {
    await stage.real.db.query(
      `insert into brake (channel, why, stopped_by, stopped_at) values ('call', 'test', 'test', business_now())`,
    )
    await killedAt('set delta_told_at', 'before')
    expect(await stage.turn()).toMatchObject({ withdrawn: 0, codes: [] })
    const told = stage.seen().filter((name) => name.includes('withdrawn'))
    expect(told).toEqual(['acme-2026-03-02-3-withdrawn-1', 'acme-2026-03-02-4-withdrawn-1'])
    expect(told.flatMap((name) => stage.withdrawn(name).map(({ why }) => why))).toEqual([
      'stopped',
      'stopped',
      'stopped',
    ])
    expect(await stage.turn()).toMatchObject({ handed: null, withdrawn: 0 })
  })

  it('a call that was given up while nobody let it lapse is of its last moment, and is asked about once', async () => {
    await stage.real.at('2026-03-02T23:30:00Z')
    await stage.sweep()
    expect(await stage.states()).toEqual({ A1: 'unknown', A2: 'unknown', A3: 'unknown' })
    expect(await stage.turn()).toMatchObject({ lapsed: 3 })
    const calls = await stage.real.db.query(
      `select count(*) as calls, max(at) < business_now() - interval '11 hours' as long_ago from contact where at is not null`,
    )
    expect(calls).toEqual([{ calls: 3, long_ago: true }])
    const asked = await stage.real.db.query(
      `select contact_id from human_task where kind = 'unknown_contact' and resolved_at is null`,
    )
    expect(asked).toHaveLength(3)
    expect(await violations()).toEqual([])
  })
})
