import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { contentHash } from '../../../src/shell/config/pack-file.ts'
import { configPort } from '../../../src/shell/pg/config.ts'
import {
  publishedVersions,
  publishSchedules,
  rollbackSchedules,
} from '../../../src/shell/pg/config-publish.ts'
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

  it('says so when nothing was published yet', async () => {
    await expect(configPort(fresh.db).active()).rejects.toThrow('nothing_published')
  })

  it('gives back what was published, the same to the last word', async () => {
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

  it('is felt by the next page, and pinned versions stay known', async () => {
    const config = configPort(fresh.db)
    await publishSchedules(fresh.db, { ...shipped, by: 'ann' })
    await config.active()
    await publishSchedules(fresh.db, { ...changed, by: 'ann' })
    expect((await config.active()).hash).toBe(changed.hash)
    const old = shipped.schedules.strategies[0]
    if (!old) throw new Error('no strategy is shipped')
    expect(await configPort(fresh.db).strategyByHash(old.hash)).toEqual(old)
  })

  it('goes back to an earlier version, and the audit knows who', async () => {
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

  it('four publishers at once leave one active version', async () => {
    await Promise.all(
      [1, 2, 3, 4].map((n) => publishSchedules(fresh.db, { ...(n % 2 ? shipped : changed), by: `p${n}` })),
    )
    const versions = await publishedVersions(fresh.db)
    expect(versions.filter(({ active }) => active)).toHaveLength(1)
  })
})
