import { describe, expect, it } from 'vitest'
import { decidePage } from '../../../src/flow/decide.ts'
import { memoryDossiers } from '../../../src/shell/memory/dossier.ts'
import { decideContract } from './decide.contract.ts'
import { memoryStage } from './memory-stage.ts'
import { pgStage } from './pg-stage.ts'
import { seededWorld } from './stage.ts'

decideContract('memory', memoryStage)
decideContract('Postgres', pgStage)

describe('the dossier', () => {
  it('is the same from Postgres and from memory', async () => {
    const stage = await pgStage()
    const persons = [1, 2, 3, 4] as never[]
    try {
      expect(await stage.dossiers(persons)).toEqual(memoryDossiers(seededWorld(), persons))
    } finally {
      await stage.close()
    }
  })
})

describe('several deciders at once', () => {
  it('decide each person once', async () => {
    const stage = await pgStage()
    try {
      const pages = await Promise.all([1, 2, 3, 4].map(() => decidePage(stage.deps, 10)))
      expect(pages.reduce((sum, page) => sum + page.moved, 0)).toBe(5)
      expect((await stage.cases()).map(({ version }) => version)).toEqual([1, 1, 1, 1, 1])
      expect((await stage.facts()).filter((line) => line.includes('stage_entered'))).toHaveLength(4)
    } finally {
      await stage.close()
    }
  })
})
