import type { ContactId } from '../../../core/base/id.ts'
import { MINUTE } from '../../../core/base/time.ts'
import type { SweepTx } from '../../../flow/ports/sweep.ts'
import { unparkRow } from './park.ts'
import type { World } from './world.ts'
import { isOpen } from '../../../core/model/contact-state.ts'

const WENT_THROUGH_AFTER = 10 * MINUTE
const MET_AGAIN: readonly string[] = ['relay', 'redeem', 'send', 'settle', 'offer', 'sweep']

/** The same rules as in Postgres. */
export function heal(world: World): Awaited<ReturnType<SweepTx['heal']>> {
  const open = [...world.parked.values()].filter(({ clearedAt }) => clearedAt === null)
  for (const row of open) {
    const state = row.kind === 'contact' ? world.contacts.get(Number(row.id) as ContactId)?.state : undefined
    const moved = row.kind === 'contact' && !(state && isOpen(state))
    const passed = MET_AGAIN.includes(row.loop) && row.retryAt <= world.now - WENT_THROUGH_AFTER
    if (moved || passed) unparkRow(world, row)
  }
  const left = open.filter(({ clearedAt }) => clearedAt === null)
  const due = left.filter(({ retryAt }) => retryAt <= world.now)
  return {
    left: left.length,
    retries: due.filter(({ loop }) => loop === 'decide').length,
    looks: due.filter(({ loop }) => loop === 'detect' || loop === 'figures').length,
  }
}
