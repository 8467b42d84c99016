import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DAY_MS, MINUTE } from '../../../src/core/base/time.ts'
import type { DecideDeps } from '../../../src/flow/decide.ts'
import { decidePage, retryDecide } from '../../../src/flow/decide.ts'
import { OPENED, type Stage } from './stage.ts'

type Phase = 'load' | 'think' | 'save'
const PHASES: Phase[] = ['load', 'think', 'save']

class Spoilt extends Error {
  readonly code = '22008'
}

/** A store in which these persons cannot be read, thought about or written. */
function spoilt({ store, config }: DecideDeps, phase: Phase, persons: readonly number[]): DecideDeps {
  const bad = (id: number): boolean => persons.includes(id)
  const stop = (ids: readonly number[]): void => {
    if (ids.some(bad)) throw new Spoilt('the text of this error quotes a row')
  }
  return {
    config,
    store: {
      transaction: (work) =>
        store.transaction((tx) =>
          work({
            ...tx,
            loadDossiers: async (ids) => {
              if (phase === 'load') stop(ids)
              const dossiers = await tx.loadDossiers(ids)
              if (phase !== 'think') return dossiers
              return dossiers.map((one) =>
                bad(one.person.id) ? { ...one, person: { ...one.person, zones: ['Nowhere/Land'] } } : one,
              )
            },
            saveDecisions: async (decisions, active, packs) => {
              if (phase === 'save') stop(decisions.map(({ person }) => person))
              return tx.saveDecisions(decisions, active, packs)
            },
          }),
        ),
    },
  }
}

export function parkedContract(name: string, open: () => Promise<Stage>): void {
  describe(`persons put aside in ${name}`, () => {
    let stage: Stage
    beforeEach(async () => void (stage = await open()))
    afterEach(() => stage.close())

    const moved = async (): Promise<number[]> =>
      (await stage.cases()).filter(({ version }) => version > 0).map(({ case: caseId }) => caseId)

    for (const phase of PHASES) {
      it(`a person whose ${phase} throws is put aside alone, and comes back by itself`, async () => {
        const broken = spoilt(stage.deps, phase, [2])
        const page = await decidePage(broken, 10)
        const code = phase === 'think' ? 'RangeError' : '22008'
        expect(page.parked).toMatchObject([
          { loop: 'decide', kind: 'person', id: '2', person: 2, code, attempts: 1, told: true },
        ])
        expect(page).toMatchObject({ persons: 3, moved: 4 })
        expect(await moved()).toEqual([1, 2, 4, 5])
        expect(await stage.tasks()).toEqual(['parked'])

        expect(await decidePage(broken, 10)).toMatchObject({ persons: 0, parked: [] })
        expect(await retryDecide(broken)).toMatchObject({ persons: 0, parked: [] })
        await stage.setNow(OPENED + 5 * MINUTE)
        expect(await decidePage(broken, 10)).toMatchObject({ persons: 0, parked: [] })
        expect((await retryDecide(broken)).parked).toMatchObject([{ id: '2', attempts: 2, since: OPENED }])
        expect((await retryDecide(broken)).parked).toEqual([])
        await stage.setNow(OPENED + 14 * MINUTE)
        expect((await retryDecide(broken)).parked).toEqual([])
        expect(await stage.tasks()).toEqual(['parked'])

        await stage.setNow(OPENED + 15 * MINUTE)
        expect(await retryDecide(stage.deps)).toMatchObject({ persons: 1, moved: 1, parked: [] })
        expect(await moved()).toEqual([1, 2, 3, 4, 5])
        await stage.setNow(OPENED + 2 * DAY_MS)
        expect((await retryDecide(broken)).parked).toEqual([])
      })
    }

    it('exactly those who throw are put aside, also all of them', async () => {
      const page = await decidePage(spoilt(stage.deps, 'load', [1, 2, 3, 4]), 10)
      expect(page.parked.map(({ id }) => Number(id))).toEqual([1, 2, 3, 4])
      expect(page).toMatchObject({ persons: 0, moved: 0 })
      expect(await decidePage(stage.deps, 10)).toMatchObject({ persons: 0 })
    })

    it('what passes by itself is thrown for the whole page, and nobody is blamed', async () => {
      const { store, config } = stage.deps
      for (const code of ['40P01', '53200', '57P01', 'ECONNRESET']) {
        const away: DecideDeps = {
          config,
          store: {
            transaction: (work) =>
              store.transaction((tx) =>
                work({
                  ...tx,
                  loadDossiers: async () => {
                    throw Object.assign(new Error('away'), { code })
                  },
                }),
              ),
          },
        }
        await expect(decidePage(away, 10)).rejects.toThrow('away')
      }
      expect(await stage.tasks()).toEqual([])
      expect(await decidePage(stage.deps, 10)).toMatchObject({ persons: 4, moved: 5, parked: [] })
    })
  })
}
