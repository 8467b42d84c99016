import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { forgetSecrets } from '../../../src/shell/pg/webhook/subscription.ts'
import { takeTurn } from '../../../src/shell/webhook/turn.ts'
import { webhookStage } from './stage.ts'

let stage: Awaited<ReturnType<typeof webhookStage>>

beforeAll(async () => {
  stage = await webhookStage()
})
afterAll(() => stage.close())
beforeEach(() => stage.reset())

describe('what a subscription is told', () => {
  it('ids alone, signed, in order, and each once', async () => {
    await stage.subscribed()
    await stage.pay('A1', 'A2', 'A1')
    await stage.turns()
    await stage.turns()
    expect(stage.accounts().toSorted()).toEqual(['A1', 'A1', 'A2'])
    const [first] = stage.hooks.taken.filter(({ account }) => account === 'A1')
    expect(first?.id).toBe(`evt_${first?.position}`)
    expect(first?.body).toEqual({
      type: 'payment.received',
      timestamp: expect.any(String),
      data: {
        position: first?.position,
        account: 'A1',
        debtor: 'D-A1',
        creditor: 'acme',
        case: null,
        contact: null,
        happenedAt: '2026-03-01T00:00:00Z',
        source: 'ledger',
        ids: { payment: 'P1' },
        task: null,
      },
    })
  })

  it('with bodies, what a story tells; a name or a number never', async () => {
    await stage.subscribed({ kinds: [], bodies: true, from: 0 })
    await stage.turns()
    const text = JSON.stringify(stage.hooks.taken)
    expect(text).toContain('"amount":"5.00"')
    expect(text).not.toMatch(/Jane|2025550101/)
    expect(new Set(stage.hooks.taken.map(({ type }) => type))).toContain('account.opened')
  })

  it('tasks are told, opened, claimed and closed', async () => {
    await stage.subscribed({ kinds: ['task.opened', 'task.claimed', 'task.closed'] })
    const { db } = stage
    await db.query(`insert into human_task (person_id, account_id, kind, reason, role, due, created_at)
      select person_id, id, 'review', 'look', 'compliance', now(), now() from account where external_id = 'A1'`)
    await db.query(`update human_task set claimed_by = 'ann', claimed_at = now()`)
    await db.query(`update human_task set resolved_at = now(), resolution = 'refuse'`)
    await stage.turns()
    expect(stage.hooks.taken.map(({ type }) => type)).toEqual(['task.opened', 'task.claimed', 'task.closed'])
    expect(stage.hooks.taken[0]?.body.data).toMatchObject({
      account: 'A1',
      task: { kind: 'review', role: 'compliance' },
    })
    expect(JSON.stringify(stage.hooks.taken)).not.toContain('ann')
  })
})

describe('a receiver that does not take everything', () => {
  it('an event that is not taken is tried again under its id, its debtor waits, and nobody else does', async () => {
    await stage.subscribed()
    stage.hooks.answer = ({ data }) => (data['account'] === 'A1' ? 422 : 204)
    await stage.pay('A1', 'A1', 'A2')
    await stage.turns([60])
    expect([stage.accounts(), await stage.state()]).toMatchObject([['A2'], { late: 2, failures: 0 }])
    await stage.pay('A1', 'A3')
    await stage.turns([60])
    expect([stage.accounts(), await stage.state()]).toMatchObject([['A2', 'A3'], { late: 3 }])
    stage.hooks.answer = () => 204
    await stage.db.query('update webhook_late set retry_at = clock_timestamp()')
    await stage.turns([60])
    const [one, two, three] = stage.hooks.taken
      .filter(({ account }) => account === 'A1')
      .map(({ position }) => position)
    expect([one, two, three]).toEqual([one, two, three].toSorted((a, b) => Number(a) - Number(b)))
    expect([stage.hooks.taken.length, await stage.state()]).toMatchObject([5, { late: 0, parked: 0 }])
    expect(stage.hooks.refused).toEqual([`evt_${one}`])
  })

  it('an event that is never taken is given up, is counted, and those behind it go on', async () => {
    await stage.subscribed()
    const poison = await stage.pay('A1', 'A1', 'A2')
    stage.hooks.answer = ({ data }) => (JSON.stringify(data['ids']).includes(`"${poison}"`) ? 400 : 204)
    for (let turn = 0; turn < 5; turn++) await stage.turns([0, 0])
    expect([stage.accounts(), await stage.state()]).toMatchObject([
      ['A2', 'A1'],
      { late: 0, parked: 1, parkedAt: null },
    ])
    stage.hooks.answer = () => 204
    await stage.replay(null)
    await stage.turns()
    expect([stage.hooks.taken.length, await stage.state()]).toMatchObject([3, { parked: 0 }])
  })

  it('a receiver that is away keeps its place, and is given up as a whole in the end', async () => {
    await stage.subscribed()
    stage.hooks.answer = () => 503
    await stage.pay('A1', 'A2', 'A3')
    for (let turn = 0; turn < 4; turn++) await stage.turns([0, 0])
    expect([stage.accounts(), await stage.state()]).toMatchObject([
      [],
      { late: 0, parkedWhy: 'gave_up: http_503', failures: 3 },
    ])
    stage.hooks.answer = () => 204
    await stage.replay(null)
    await stage.turns()
    expect([stage.accounts().toSorted(), await stage.state()]).toMatchObject([
      ['A1', 'A2', 'A3'],
      { parkedAt: null, failures: 0 },
    ])
  })

  it('a receiver that is gone is told nothing more', async () => {
    await stage.subscribed()
    stage.hooks.answer = () => 410
    await stage.pay('A1')
    await stage.turns()
    expect(await stage.state()).toMatchObject({ parkedWhy: 'gone: http_410' })
  })
})

describe('secrets and places', () => {
  it('both secrets sign while one is rotated', async () => {
    await stage.subscribed()
    const { db } = stage
    stage.hooks.secrets.push((await stage.rotated()).secret)
    expect(new Set(stage.hooks.secrets).size).toBe(2)
    await stage.pay('A1')
    await stage.turns()
    expect(stage.accounts()).toEqual(['A1'])
    await stage.dayOver()
    stage.hooks.secrets.shift()
    await stage.pay('A2')
    await stage.turns()
    expect(stage.accounts()).toEqual(['A1', 'A2'])
    const [row] = await db.query('select * from webhook')
    expect(JSON.stringify(row)).not.toContain(stage.hooks.secrets[0]?.slice(6) ?? '')
  })

  it('a secret signs out its day, however often the next one is rotated', async () => {
    await stage.subscribed()
    const { db } = stage
    for (let times = 0; times < 3; times++) stage.hooks.secrets.push((await stage.rotated()).secret)
    await stage.pay('A1')
    await stage.turns()
    expect([new Set(stage.hooks.secrets).size, stage.accounts()]).toEqual([4, ['A1']])
    await stage.dayOver()
    await forgetSecrets(db)
    expect(await db.query('select before_sealed, before_key_id, before_until from webhook')).toEqual([
      { before_sealed: null, before_key_id: null, before_until: null },
    ])
    expect(await db.query('select * from webhook_secret_before')).toEqual([])
    stage.hooks.secrets = [stage.hooks.secrets.at(-1) ?? '', (await stage.rotated()).secret]
    await forgetSecrets(db)
    await stage.pay('A2')
    await stage.turns()
    expect(stage.accounts()).toEqual(['A1', 'A2'])
  })

  it('five of a hundred secrets of a day sign beside the newest, and whoever rotates is told', async () => {
    await stage.subscribed()
    const made: string[] = [...stage.hooks.secrets]
    const silenced: number[] = []
    for (let times = 0; times < 100; times++) {
      const one = await stage.rotated()
      made.push(one.secret)
      silenced.push(one.silenced)
    }
    expect(silenced.slice(0, 8)).toEqual([0, 0, 0, 0, 0, 1, 2, 3])
    stage.hooks.secrets = made.slice(-6)
    await stage.pay('A1')
    await stage.turns()
    expect(stage.accounts()).toEqual(['A1'])
    expect((await stage.leased())?.secrets.length).toBe(6)
  })

  it('everything behind a place is told again under the same ids', async () => {
    await stage.subscribed()
    await stage.pay('A1', 'A2', 'A3')
    await stage.turns()
    const [first] = stage.hooks.taken.map(({ position }) => position).toSorted((a, b) => a - b)
    await stage.replay(first ?? 0)
    await stage.turns()
    expect(stage.hooks.taken.length).toBe(5)
    expect(new Set(stage.hooks.taken.map(({ id }) => id)).size).toBe(3)
  })

  it('a process that has just begun and is sure of nothing moves no place back', async () => {
    await stage.subscribed()
    await stage.pay('A1')
    await stage.turns()
    const { position } = await stage.state()
    const leased = await stage.leased()
    if (!leased) throw new Error('there is no lease')
    await takeTurn(stage.deps([0]), leased, 0)
    expect((await stage.state())['position']).toBe(position)
  })

  it('a fact that is committed late is not passed over', async () => {
    await stage.subscribed()
    const { db } = stage
    let release = (): void => {}
    const released = new Promise<void>((resolve) => (release = resolve))
    let begun = (): void => {}
    const isBegun = new Promise<void>((resolve) => (begun = resolve))
    const slow = db.transaction(async (tx) => {
      await tx.query(`select 1 from person where external_id = 'D-A1' for update`)
      await tx.query(`insert into fact (person_id, account_id, kind, happened_at, recorded_at, source, key, body, digest, hash)
        select person_id, id, 'payment.received', now(), now(), 'ledger', 'slow', '{}', '', '' from account where external_id = 'A1'`)
      begun()
      await released
    })
    await isBegun
    await stage.pay('A2')
    await stage.turns([0], { unsure: true })
    expect(stage.accounts()).toEqual([])
    release()
    await slow
    await stage.turns()
    expect(stage.accounts().toSorted()).toEqual(['A1', 'A2'])
  })

  it('a lease is one process’s, and who has lost it writes nothing', async () => {
    await stage.subscribed()
    const first = await stage.leased()
    expect(await stage.leased()).toBeNull()
    await stage.db.query(`update webhook set lease_until = clock_timestamp() - interval '1 s'`)
    const second = await stage.leased()
    if (!first || !second) throw new Error('there is no lease')
    await stage.pay('A1')
    await stage.settled()
    await takeTurn(stage.deps([0]), second, await stage.sure())
    const { position } = await stage.state()
    await takeTurn(stage.deps([0]), first, await stage.sure())
    expect((await stage.state())['position']).toBe(position)
  })
})
