import { debtPoliciesOf } from '../../../core/config/debt-policies.ts'
import { lastToday } from '../../../core/figures/judge-feed.ts'
import type { ConfigPort } from '../../../flow/ports/config.ts'
import type { World } from './world.ts'

/** The world follows what the active version states about debts, as a publication does on Postgres: see pg/config/debt-policy.ts. */
export async function followDebts(
  world: World,
  config: Pick<ConfigPort, 'active'> | undefined,
): Promise<void> {
  if (!config) return
  const stated = debtPoliciesOf((await config.active()).schedules)
  const isSame = JSON.stringify(stated) === JSON.stringify(world.debts)
  world.debts = stated
  if (isSame) return
  const day = lastToday(world.now)
  for (const row of world.accounts.values()) {
    const hasParts = (world.obligations.get(row.id) ?? []).some(
      ({ part = 'principal' }) => part !== 'principal',
    )
    if (row.anchor !== null && hasParts && (row.lookOn === null || row.lookOn > day)) row.lookOn = day
  }
}
