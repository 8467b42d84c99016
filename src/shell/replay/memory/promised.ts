import { parseAmount } from '../../../core/base/money.ts'
import type { AccountId, PersonId } from '../../../core/base/id.ts'
import type { Dossier } from '../../../core/model/dossier.ts'
import type { Shown } from '../../../core/model/promise.ts'
import type { World } from './world.ts'

/** What the promises of a person are judged by: see pg/dossier/promised.ts. */
export function promisedMoney(world: World, person: PersonId): Pick<Dossier, 'billed' | 'shown'> {
  const own = new Set(world.promises.flatMap((one) => (one.person === person ? [one.account] : [])))
  if (own.size === 0) return {}
  const billed = [...own].flatMap((account) =>
    (world.obligations.get(account) ?? []).flatMap(({ dueOn, amount, cancelled }) =>
      cancelled || amount <= 0 ? [] : [{ account, dueOn, amount }],
    ),
  )
  const shown = [...own].flatMap((account) => shownOf(world, account))
  return { ...(billed.length > 0 && { billed }), ...(shown.length > 0 && { shown }) }
}

function shownOf(world: World, id: AccountId): Shown[] {
  const account = world.accounts.get(id)
  if (!account) return []
  const told = (world.shown.get(id) ?? []).flatMap(({ at, pastDue }): Shown[] => {
    const amount = parseAmount(pastDue, account.currency)
    return amount === null ? [] : [{ account: id, at, pastDue: amount }]
  })
  const { snapshotAt, pastDue } = account
  return snapshotAt === null ? told : [...told, { account: id, at: snapshotAt, pastDue }]
}
