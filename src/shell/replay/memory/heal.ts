import type { ContactId } from '../../../core/base/id.ts'
import { MINUTE } from '../../../core/base/time.ts'
import { unparkRow } from './park.ts'
import type { World } from './world.ts'
import { isOpen } from '../../../core/model/contact-state.ts'

const WENT_THROUGH_AFTER = 10 * MINUTE
const MET_AGAIN: readonly string[] = ['relay', 'redeem', 'send', 'settle', 'offer', 'sweep']

/** The same rules as in Postgres. */
export function heal(world: World): { left: number; retries: number } {
  const open = [...world.parked.values()].filter(({ clearedAt }) => clearedAt === null)
  for (const row of open) {
    const state = row.kind === 'contact' ? world.contacts.get(Number(row.id) as ContactId)?.state : undefined
    const moved = row.kind === 'contact' && !(state && isOpen(state))
    const passed = MET_AGAIN.includes(row.loop) && row.retryAt <= world.now - WENT_THROUGH_AFTER
    if (moved || passed) unparkRow(world, row)
  }
  const left = open.filter(({ clearedAt }) => clearedAt === null)
  const retries = left.filter(({ loop, retryAt }) => loop === 'decide' && retryAt <= world.now)
  return { left: left.length, retries: retries.length }
}
