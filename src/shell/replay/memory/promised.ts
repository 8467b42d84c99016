import type { AccountId, PersonId } from '../../../core/base/id.ts'
import { shownIn } from '../../../core/arrears/changeover.ts'
import { restedOf } from '../../../core/arrears/resting-holds.ts'
import type { Dossier, DossierHold } from '../../../core/model/dossier.ts'
import type { Shown } from '../../../core/model/promise.ts'
import { obligationFrom, paymentFrom } from './record/money-row.ts'
import type { World } from './world.ts'

/** The plans of a person, as deciding sees them. */
export function plansOf(world: World, id: PersonId): Pick<Dossier, 'plans'> {
  const own = world.plans.filter(({ person }) => person === id)
  return own.length === 0 ? {} : { plans: own.map(({ person: _person, ...plan }) => plan) }
}

/** The settlements of a person, as deciding sees them. */
export function settlementsOf(world: World, id: PersonId): Pick<Dossier, 'settlements'> {
  const rows = world.settlements.filter(({ person }) => person === id)
  if (rows.length === 0) return {}
  return { settlements: rows.map(({ person: _person, ...row }) => structuredClone(row)) }
}

/** What promises, plans and settlements of a person are judged by: see pg/dossier/promised.ts. */
export function promisedMoney(
  world: World,
  person: PersonId,
  holds: readonly DossierHold[],
): Pick<Dossier, 'billed' | 'settled' | 'rested' | 'shown'> {
  const own = new Set([
    ...[...world.promises, ...world.settlements].flatMap((one) =>
      one.person === person ? [one.account] : [],
    ),
    ...world.plans.flatMap((one) => (one.person === person ? one.accounts : [])),
  ])
  if (own.size === 0) return {}
  const billed = [...own].flatMap((account) =>
    (world.obligations.get(account) ?? []).flatMap((row) => {
      const one = obligationFrom(row)
      const { externalId, dueOn, amount, cancelled, part, rests, restsUntil, words } = one
      if ((cancelled || amount <= 0) && words === null) return []
      return [{ account, externalId, dueOn, amount, part, rests, restsUntil, cancelled, words }]
    }),
  )
  const shown = [...own].flatMap((account) => shownOf(world, account))
  const settled = [...own].flatMap((account) =>
    (world.payments.get(account) ?? []).map((row) => {
      const { said: _said, ...one } = paymentFrom(row)
      return { account, ...one }
    }),
  )
  return {
    ...(billed.length > 0 && { billed, settled, rested: restedOf(holds) }),
    ...(shown.length > 0 && { shown }),
  }
}

function shownOf(world: World, id: AccountId): Shown[] {
  const account = world.accounts.get(id)
  if (!account) return []
  const told = (world.shown.get(id) ?? []).flatMap(({ at, pastDue, anchor }): Shown[] => {
    const { currency, currencies = null } = account
    const amount = shownIn({ currency, currencies }, pastDue, at)
    return amount === null ? [] : [{ account: id, at, pastDue: amount, anchor }]
  })
  const { snapshotAt, pastDue, anchor } = account
  return snapshotAt === null ? told : [...told, { account: id, at: snapshotAt, pastDue, anchor }]
}
