import type { CaseId, PersonId } from '../../../src/core/base/id.ts'
import { memoryConfig } from '../../../src/shell/replay/memory/config.ts'
import { memoryDecideStore } from '../../../src/shell/replay/memory/decide.ts'
import { memoryDossiers } from '../../../src/shell/replay/memory/dossier.ts'
import { seededWorld, shippedSchedules, type Stage } from './stage.ts'

export async function memoryStage(): Promise<Stage> {
  const world = seededWorld()
  const { schedules, hash } = shippedSchedules()
  return {
    deps: {
      store: { transaction: (work) => memoryDecideStore(world).transaction(work) },
      config: memoryConfig(schedules, hash),
    },
    setNow: async (now) => {
      world.now = now
    },
    dossiers: async (persons) => memoryDossiers(world, persons as PersonId[]),
    cases: async () =>
      [...world.cases.values()].map(({ id, state, stage, version, nextReviewAt }) => {
        return { case: id, state, stage, version, next: nextReviewAt }
      }),
    contacts: async () =>
      [...world.contacts.values()]
        .filter((row) => row.changedAt > Date.parse('2026-03-01T12:00:00Z'))
        .map(({ case: caseId, step, attempt, state, notBefore, number, creditor, household }) => {
          return { case: caseId, step, attempt, state, notBefore, number, creditor, household }
        }),
    decisions: async () =>
      world.decisions.map(({ case: caseId, kind, from, to, step, reasons }) =>
        [caseId, kind, from, to, step, reasons.map(({ rule }) => rule).join(',')].join(' '),
      ),
    facts: async () =>
      [...world.facts.values()].map(({ account, kind, body }) => {
        const where = body['to'] ?? body['stage']
        return [account, kind, typeof where === 'string' ? where : ''].join(' ')
      }),
    tasks: async () =>
      world.humanTasks.map(({ kind, case: caseId }) => (caseId === null ? kind : `${caseId} ${kind}`)),
    bumpVersion: async (file) => {
      const row = world.cases.get(file as CaseId)
      if (row) row.version++
    },
    send: async (step) => {
      for (const row of world.contacts.values()) {
        if (row.step === step && row.state === 'planned')
          Object.assign(row, { state: 'sent', at: row.notBefore, outcome: 'sent', disposition: 'sent' })
      }
    },
    close: async () => {},
  }
}
