import type { ContactRow } from '../../../core/model/contact-row.ts'
import type { RelayTx } from '../../../flow/ports/relay.ts'
import type { Transactions } from '../../../flow/ports/transactions.ts'
import { isAside, memoryParkTx } from './park.ts'
import type { World } from './world.ts'
import { isPlanned } from '../../../core/model/contact-state.ts'

export function memoryRelayStore(world: World): Transactions<RelayTx> {
  return {
    transaction: (work) =>
      work({
        now: world.now,
        ...memoryParkTx(world),
        dueIds: async (limit) =>
          due(world)
            .slice(0, limit)
            .map(({ id, person }) => ({ contact: id, person })),
        queueDue: async (limit, only) => {
          const asked = only && new Set(only.map(({ contact }) => contact))
          const page = due(world).filter(({ id }) => !asked || asked.has(id))
          return page.slice(0, limit).flatMap((row) => {
            row.state = 'queued'
            row.changedAt = world.now
            const { id: contact, person, channel, ring } = row
            return row.case === null ? [] : [{ contact, person, case: row.case, channel, ring }]
          })
        },
      }),
  }
}

function due(world: World): ContactRow[] {
  return [...world.contacts.values()]
    .filter((row) => isPlanned(row.state) && (row.notBefore ?? Infinity) <= world.now)
    .filter(({ id }) => !isAside(world, { loop: 'relay', kind: 'contact', id }, world.now))
    .sort((a, b) => (a.notBefore ?? 0) - (b.notBefore ?? 0) || a.person - b.person || a.id - b.id)
}
