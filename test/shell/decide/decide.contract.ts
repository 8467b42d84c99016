import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PersonId } from '../../../src/core/base/id.ts'
import { decidePage } from '../../../src/flow/decide.ts'
import type { ContactJob } from '../../../src/flow/ports/enqueuer.ts'
import { at } from '../../core/decide/build.ts'
import { OPENED, type Stage } from './stage.ts'

const TEN = at('2026-03-02 02:00')

/** One suite for Postgres and for memory. 10:00 in Shanghai is 02:00 UTC. */
export function decideContract(name: string, open: () => Promise<Stage>): void {
  describe(`deciding in ${name}`, () => {
    let stage: Stage
    beforeEach(async () => {
      stage = await open()
    })
    afterEach(() => stage.close())

    it('a dossier holds everything about a person, and of others what touches its number or household', async () => {
      const [one, two] = await stage.dossiers([1, 2])
      expect(one?.accounts.map(({ externalId, received }) => [externalId, received])).toEqual([
        ['A1', [{ at: at('2026-02-28 16:30'), recordedAt: at('2026-02-28 17:00'), amount: 5_000 }]],
        ['A2', []],
      ])
      expect(one?.contacts.map(({ id }) => id)).toEqual([101, 102, 103])
      expect(two?.contacts.map(({ id }) => id)).toEqual([101, 102])
      expect(one?.holds.map(({ kind }) => kind).sort()).toEqual(['hold', 'optout'])
      const madeAt = at('2026-01-02')
      expect(one?.promises).toMatchObject([
        { account: 2, amount: 9_000, madeAt, by: '2026-01-09', graceDays: 1, cancelled: true },
      ])
      expect(one?.denied).toEqual([
        { case: 1, episode: '2026-03-01', step: 'x', state: 'denied', changedAt: at('2026-03-01 04:00') },
      ])
      expect(one?.person).toMatchObject({ household: 91, zones: ['Asia/Shanghai'], locale: 'zh-CN' })
      expect(one?.cases[0]).toMatchObject({
        id: 1,
        open: true,
        state: 'opened',
        nextReviewAt: OPENED,
        openedOn: '2026-03-02',
      })
    })

    it('a page holds persons with a due case, in id order, or only those asked for', async () => {
      const pages = await stage.deps.store.transaction(async (tx) => [
        await tx.lockDuePersons(2),
        await tx.lockDuePersons(10, [4, 3] as PersonId[]),
      ])
      expect(pages).toEqual([
        { persons: [1, 2], left: true },
        { persons: [3, 4], left: false },
      ])
      await stage.setNow(OPENED - 1)
      expect(await decidePage(stage.deps, 10)).toEqual({
        persons: 0,
        planned: 0,
        queued: 0,
        refused: 0,
        moved: 0,
        more: false,
        parked: [],
      })
    })

    it('the first review moves each case to where it belongs, and writes the next review', async () => {
      expect(await decidePage(stage.deps, 3)).toEqual({
        persons: 3,
        planned: 0,
        queued: 0,
        refused: 0,
        moved: 4,
        more: true,
        parked: [],
      })
      expect(await decidePage(stage.deps, 3)).toEqual({
        persons: 1,
        planned: 0,
        queued: 0,
        refused: 0,
        moved: 1,
        more: false,
        parked: [],
      })
      expect(await stage.cases()).toMatchObject([
        { case: 1, state: 'working', stage: 'reminder', version: 1, next: TEN },
        { case: 2, state: 'working', stage: 'reminder', version: 1, next: TEN },
        { case: 3, state: 'working', stage: 'reminder', version: 1, next: TEN },
        { case: 4, state: 'working', stage: 'reminder', version: 1, next: TEN },
        { case: 5, state: 'held', stage: null, version: 1 },
      ])
      expect((await stage.facts()).sort()).toEqual([
        '1 case.moved working/reminder',
        '1 case.stage_entered reminder',
        '2 case.moved working/reminder',
        '2 case.stage_entered reminder',
        '3 case.moved working/reminder',
        '3 case.stage_entered reminder',
        '4 case.moved working/reminder',
        '4 case.stage_entered reminder',
        '5 case.moved held',
      ])
      expect(await stage.decisions()).toContain('5 moved opened held  held')
    })

    it('contacts are planned at their instant, with what the outbox needs', async () => {
      await decidePage(stage.deps, 10)
      await stage.setNow(TEN)
      expect(await decidePage(stage.deps, 10)).toMatchObject({ persons: 3, planned: 4, moved: 0 })
      expect(await stage.contacts()).toEqual([
        {
          case: 1,
          step: 'friendly',
          attempt: 1,
          state: 'planned',
          notBefore: TEN,
          number: 71,
          creditor: 'demo-finance',
          household: 91,
        },
        {
          case: 2,
          step: 'friendly',
          attempt: 1,
          state: 'planned',
          notBefore: TEN,
          number: 71,
          creditor: 'demo-finance',
          household: 91,
        },
        {
          case: 3,
          step: 'friendly',
          attempt: 1,
          state: 'planned',
          notBefore: TEN,
          number: 71,
          creditor: 'demo-finance',
          household: null,
        },
        {
          case: 4,
          step: 'friendly',
          attempt: 1,
          state: 'planned',
          notBefore: TEN,
          number: 73,
          creditor: 'demo-finance',
          household: 91,
        },
      ])
      expect((await stage.decisions()).filter((line) => line.includes('planned'))).toContain(
        '1 planned working/reminder working/reminder friendly CN-L-07',
      )
    })

    it('what is due is handed to the queue once it is committed, and what comes later is left to the relay', async () => {
      const told: (string | number)[][] = []
      const enqueuer = {
        enqueueContacts: async (jobs: ContactJob[]) =>
          void told.push(...jobs.map(({ person, case: of, channel, ring }) => [person, of, channel, ring])),
      }
      expect(await decidePage({ ...stage.deps, enqueuer }, 10)).toMatchObject({ queued: told.length })
      await stage.setNow(TEN)
      told.length = 0
      expect(await decidePage({ ...stage.deps, enqueuer }, 10)).toMatchObject({ planned: 4, queued: 4 })
      expect(told).toEqual([
        [1, 1, 'sms', 0],
        [1, 2, 'sms', 0],
        [2, 3, 'sms', 0],
        [3, 4, 'sms', 0],
      ])
      expect((await stage.contacts()).map(({ state }) => state)).toEqual(Array(4).fill('queued'))
    })

    it('nothing is written of a case whose version moved in between', async () => {
      await decidePage(stage.deps, 10)
      await stage.setNow(TEN)
      const { store } = stage.deps
      const raced = {
        ...stage.deps,
        store: {
          transaction: <T>(work: Parameters<typeof store.transaction<T>>[0]) =>
            store.transaction((tx) =>
              work({
                ...tx,
                loadDossiers: async (persons) => {
                  const dossiers = await tx.loadDossiers(persons)
                  return dossiers.map((dossier) => ({
                    ...dossier,
                    cases: dossier.cases.map((theCase) =>
                      theCase.id === 1 ? { ...theCase, version: theCase.version - 1 } : theCase,
                    ),
                  }))
                },
              }),
            ),
        },
      }
      await decidePage(raced, 10)
      expect((await stage.contacts()).map((row) => row.case)).toEqual([2, 3, 4])
      expect((await stage.decisions()).filter((line) => line.startsWith('1 planned'))).toEqual([])
      expect((await stage.cases())[0]).toMatchObject({ version: 1, next: TEN })
    })

    it('a newer step cancels what it replaces, and one attempt is never written twice', async () => {
      await decidePage(stage.deps, 10)
      await stage.setNow(TEN)
      await decidePage(stage.deps, 10)
      await stage.send('friendly')
      for (const day of ['03', '04', '05', '06', '07']) {
        await stage.setNow(at(`2026-03-${day} 02:00`))
        await decidePage(stage.deps, 10, [2 as PersonId])
      }
      const rows = (await stage.contacts()).filter((row) => row.case === 3)
      expect(rows.map(({ step, state }) => `${step} ${state}`)).toEqual([
        'friendly sent',
        'second cancelled',
        'third planned',
      ])
      expect((await stage.decisions()).filter((line) => line.startsWith('3 cancelled'))).toEqual([
        '3 cancelled working/reminder working/reminder second overtaken',
      ])
    })

    it('the plan goes on from what was sent', async () => {
      await decidePage(stage.deps, 10)
      await stage.setNow(TEN)
      await decidePage(stage.deps, 10)
      await stage.send('friendly')
      for (const day of ['03', '04']) {
        await stage.setNow(at(`2026-03-${day} 02:00`))
        await decidePage(stage.deps, 10)
      }
      expect(
        (await stage.contacts()).map(({ case: caseId, step, state }) => `${caseId} ${step} ${state}`),
      ).toEqual([
        '1 friendly sent',
        '2 friendly sent',
        '3 friendly sent',
        '4 friendly sent',
        '1 second planned',
        '2 second planned',
        '3 second planned',
        '4 second planned',
      ])
    })
  })
}
