import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { contentHash } from '../../../src/shell/config/content-hash.ts'
import { configPort } from '../../../src/shell/pg/config/config.ts'
import {
  publishedVersions,
  publishSchedules,
  rollbackSchedules,
} from '../../../src/shell/pg/config/publish.ts'
import { freshDatabase, type TestDatabase } from '../../support/database.ts'
import { shippedSchedules } from '../decide/stage.ts'

describe('publishing the schedules', () => {
  let fresh: TestDatabase
  beforeEach(async () => {
    fresh = await freshDatabase()
  })
  afterEach(() => fresh.drop())

  const shipped = shippedSchedules()
  const strategies = shipped.schedules.strategies.map((strategy) => {
    const changed = { ...strategy, title: `${strategy.title}, changed` }
    return { ...changed, hash: contentHash(changed) }
  })
  const changed = { schedules: { ...shipped.schedules, strategies }, hash: contentHash(strategies) }

  it('the store says so when nothing was published yet', async () => {
    await expect(configPort(fresh.db).active()).rejects.toThrow('nothing_published')
  })

  it('the store gives back what was published, the same to the last word', async () => {
    const { version, changed: isNew } = await publishSchedules(fresh.db, {
      ...shipped,
      by: 'ann',
      note: 'first',
    })
    expect({ isNew, by: version.publishedBy, note: version.note, active: version.active }).toEqual({
      isNew: true,
      by: 'ann',
      note: 'first',
      active: true,
    })
    const active = await configPort(fresh.db).active()
    expect(active).toEqual({ id: version.id, hash: shipped.hash, schedules: shipped.schedules })
  })

  it('the same content again changes nothing', async () => {
    await publishSchedules(fresh.db, { ...shipped, by: 'ann' })
    expect((await publishSchedules(fresh.db, { ...shipped, by: 'bob' })).changed).toBe(false)
    expect(await publishedVersions(fresh.db)).toHaveLength(1)
  })

  it('the next page feels what is published, and pinned versions stay known', async () => {
    const config = configPort(fresh.db)
    await publishSchedules(fresh.db, { ...shipped, by: 'ann' })
    await config.active()
    await publishSchedules(fresh.db, { ...changed, by: 'ann' })
    expect((await config.active()).hash).toBe(changed.hash)
    const old = shipped.schedules.strategies[0]
    if (!old) throw new Error('no strategy is shipped')
    expect(await configPort(fresh.db).strategyByHash(old.hash)).toEqual(old)
  })

  it('an operator goes back to an earlier version, and the audit knows who', async () => {
    const first = await publishSchedules(fresh.db, { ...shipped, by: 'ann' })
    await publishSchedules(fresh.db, { ...changed, by: 'ann' })
    await rollbackSchedules(fresh.db, first.version.id, 'bob')
    expect((await configPort(fresh.db).active()).hash).toBe(shipped.hash)
    expect((await publishedVersions(fresh.db)).map(({ active }) => active)).toEqual([false, true])
    expect(await fresh.db.query('select who, what from audit order by id')).toEqual([
      { who: 'ann', what: 'config.publish' },
      { who: 'ann', what: 'config.publish' },
      { who: 'bob', what: 'config.rollback' },
    ])
    await expect(rollbackSchedules(fresh.db, 99, 'bob')).rejects.toThrow('unknown_version')
  })

  it('the texts that open cases still use are kept', async () => {
    await publishSchedules(fresh.db, { ...shipped, by: 'ann' })
    const pinned = shipped.schedules.strategies.find((one) => one.strategy === 'us-card')
    const { db } = fresh
    await db.query(
      `insert into person (id, external_id, zones) overriding system value values (1, 'D1', '{UTC}')`,
    )
    await db.query(
      `insert into account (person_id, id, external_id, creditor, collector, currency, zones)
       overriding system value values (1, 1, 'A1', 'acme', 'acme', 'USD', 'UTC')`,
    )
    await db.query(
      `insert into collection_case (person_id, account_id, number, state, snapshot, strategy, strategy_hash, opened_on, opened_at)
       values (1, 1, 1, 'working', '{}', 'us-card', $1, '2026-03-01', now())`,
      [pinned?.hash],
    )
    const templates = shipped.schedules.templates.filter(({ template }) => template !== 'us-options')
    const schedules = { ...changed.schedules, templates }
    const fewer = { schedules, hash: contentHash(schedules), by: 'ann' }
    await expect(publishSchedules(db, fewer)).rejects.toMatchObject({
      problems: [{ code: 'text_in_use', message: '1 open cases of us-card still use the text us-options' }],
    })
    await db.query(`update collection_case set closed_on = '2026-03-05'`)
    expect(await publishSchedules(db, fewer)).toMatchObject({ changed: true })
    await db.query(`update collection_case set closed_on = null`)
    const [first] = (await publishedVersions(db)).toReversed()
    expect(await rollbackSchedules(db, first?.id ?? 0, 'ann')).toMatchObject({ active: true })
    await expect(rollbackSchedules(db, (first?.id ?? 0) + 1, 'ann')).rejects.toThrow('text_in_use')
  })

  it('four publishers at once leave one active version', async () => {
    await Promise.all(
      [1, 2, 3, 4].map((n) => publishSchedules(fresh.db, { ...(n % 2 ? shipped : changed), by: `p${n}` })),
    )
    const versions = await publishedVersions(fresh.db)
    expect(versions.filter(({ active }) => active)).toHaveLength(1)
  })
})
