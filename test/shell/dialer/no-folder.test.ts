import { renameSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkInvariants } from '../../../src/shell/pg/watch/invariants.ts'
import { dialerStage, type DialerStage } from './stage.ts'

let stage: DialerStage
beforeAll(async () => void (stage = await dialerStage()))
afterAll(() => stage.close())

describe('a dialer whose folder is not there', () => {
  it('the calls of a list that could not be put there are free, and stand in the next one when the folder is back', async () => {
    await stage.real.at('2026-02-01T09:00:00Z')
    for (const number of [1, 2]) await stage.debtor(number, '2026-03-01')
    await stage.morning('2026-03-02T00:05:00Z')
    await stage.morning('2026-03-02T10:00:00Z')
    const away = `${stage.folder}-away`
    renameSync(stage.folder, away)
    try {
      await expect(stage.turn()).rejects.toThrow('ENOENT')
      await stage.die()
      expect(await stage.turn()).toMatchObject({ handed: null })
      expect(await stage.states()).toEqual({ A1: 'queued', A2: 'queued' })
    } finally {
      renameSync(away, stage.folder)
    }
    expect(await stage.turn()).toMatchObject({ handed: { list: 'acme-2026-03-02-2', entries: 2 } })
    expect((await checkInvariants(stage.real.db)).filter(({ count }) => count > 0)).toEqual([])
  })
})
