import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AccountId, CaseId, PersonId } from '../../../src/core/base/id.ts'
import { at } from '../../core/decide/build.ts'
import { OPENED, type Stage } from './stage.ts'

export function holdsAndTasksContract(name: string, open: () => Promise<Stage>): void {
  describe(`holds and human tasks in ${name}`, () => {
    let stage: Stage
    beforeEach(async () => {
      stage = await open()
    })
    afterEach(() => stage.close())

    it('what stops contacts stops them from when it is known, though its source runs ahead', async () => {
      await stage.setNow(at('2026-02-24 00:00'))
      const [four] = await stage.dossiers([4])
      expect(four?.holds).toMatchObject([{ kind: 'dispute', from: at('2026-02-24 00:00') }])
      await stage.setNow(at('2026-03-01 00:00'))
      const [later] = await stage.dossiers([4])
      expect(later?.holds).toMatchObject([{ from: at('2026-02-25 00:00') }])
    })

    it('two steps for a human are two tasks, the same again is not', async () => {
      const { store, config } = stage.deps
      const asked = (reason: string) => ({
        person: 1 as PersonId,
        account: 1 as AccountId,
        case: 1 as CaseId,
        kind: 'last_step' as const,
        reason,
        role: 'supervisor',
        due: OPENED,
      })
      const nothing = { cases: [], planned: [], cancelled: [], facts: [], decisions: [] }
      const decision = { person: 1 as PersonId, ...nothing, tasks: [asked('decide'), asked('sue')] }
      const active = await config.active()
      await store.transaction((tx) => tx.saveDecisions([decision], active))
      await store.transaction((tx) => tx.saveDecisions([decision], active))
      expect(await stage.tasks()).toEqual(['1 last_step', '1 last_step'])
    })
  })
}
