import { lastDayOf } from '../core/base/time.ts'
import { lookAt } from '../core/detect/detect.ts'
import { openGranted, quotasOf } from '../core/detect/quota.ts'
import { byPriority } from '../core/detect/strategy-for.ts'
import type { ConfigPort } from './ports/config.ts'
import type { DetectTx } from './ports/detect.ts'
import type { Transactions } from './ports/transactions.ts'

export interface DetectDeps {
  store: Transactions<DetectTx>
  config: ConfigPort
}

export interface Detected {
  looked: number
  opened: number
  reopened: number
  /** Accounts that went to another bucket. */
  rolled: number
  /** Overdue accounts that no strategy takes: each has a human task. */
  unplaced: number
  more: boolean
}

/** Looks at a page of accounts on the day on which time alone changes something; any number of detectors side by side. */
export async function detectPage({ store, config }: DetectDeps, limit = 1000): Promise<Detected> {
  const { schedules } = await config.active()
  const strategies = byPriority(schedules.strategies)
  return store.transaction(async (tx) => {
    const todays = (await tx.zoneSets()).map((zones) => ({ zones, today: lastDayOf(zones, tx.now) }))
    const { due, left } = await tx.lockDue(todays, limit)
    if (due.length === 0) return nothing(left)
    const looks = lookAt(due, strategies, tx.now)
    const granted = await tx.takeQuotas(quotasOf(looks))
    const changes = openGranted(looks, granted, tx.now)
    await tx.saveLooks(changes)
    return {
      looked: due.length,
      opened: changes.opened.length,
      reopened: changes.reopened.length,
      rolled: changes.facts.filter((fact) => fact.type === 'account.rolled').length,
      unplaced: changes.unplaced.length,
      more: left,
    }
  })
}

function nothing(more: boolean): Detected {
  return { looked: 0, opened: 0, reopened: 0, rolled: 0, unplaced: 0, more }
}
