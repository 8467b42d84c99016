import type { RelayTx } from '../../flow/ports/relay.ts'
import type { Transactions } from '../../flow/ports/transactions.ts'
import type { World } from './world.ts'

export function memoryRelayStore(world: World): Transactions<RelayTx> {
  return {
    transaction: (work) =>
      work({
        now: world.now,
        queueDue: async (limit) => {
          const due = [...world.contacts.values()]
            .filter((row) => row.state === 'planned' && (row.notBefore ?? Infinity) <= world.now)
            .sort((a, b) => (a.notBefore ?? 0) - (b.notBefore ?? 0) || a.person - b.person || a.id - b.id)
            .slice(0, limit)
          return due.flatMap((row) => {
            row.state = 'queued'
            row.changedAt = world.now
            const { id: contact, person, channel, ring } = row
            return row.case === null ? [] : [{ contact, person, case: row.case, channel, ring }]
          })
        },
      }),
  }
}
