import { prepareWith } from '../../../src/shell/feed/prepare.ts'
import { clearVault } from '../../../src/shell/replay/memory/record/vault.ts'
import { memoryRecordStore } from '../../../src/shell/replay/memory/record/record.ts'
import { memoryRetentionStore } from '../../support/memory/retention.ts'
import { memoryStage } from '../record/memory-stage.ts'
import { type RetentionStage, retentionActs } from './stage.ts'

export function memoryRetentionStage(): RetentionStage {
  const stage = memoryStage()
  const { world } = stage
  const debtorOf = (id: number) =>
    [...world.persons.values()].find((one) => one.id === id)?.externalId ?? 'nobody'
  const acts = retentionActs({
    store: memoryRetentionStore(world),
    recording: { store: memoryRecordStore(world), prepare: prepareWith(clearVault) },
    person: async (debtor) => {
      const found = [...world.persons.values()].find((one) => one.externalId === debtor)
      if (!found) throw new Error(`no debtor ${debtor}`)
      return found.id
    },
  })
  return {
    ...stage,
    ...acts,
    texts: async () =>
      [...world.sealed.values()]
        .map(({ person, kind, text }) => `${debtorOf(person)} ${kind} ${text === null ? 'gone' : 'held'}`)
        .sort(),
    values: async () =>
      [
        ...[...world.persons.values()].map(
          ({ externalId, name }) => `${externalId} name ${name ? 'held' : 'gone'}`,
        ),
        ...[...world.points.values()].map(({ person, kind, value }) => {
          return `${debtorOf(person)} ${kind} ${value === '' ? 'gone' : 'held'}`
        }),
      ].sort(),
    conflicts: async () => world.disputedRecords.map(({ reason }) => reason),
  }
}
