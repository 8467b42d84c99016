import type { AccountId, HouseholdId, NumberId, PersonId, PointId } from '../../../../core/base/id.ts'
import type { LedgerNeeds } from '../../../../core/fact/needs.ts'
import { recordIndexOf } from './indexes.ts'
import type { World } from '../world.ts'

/** What the names of a page stand for: the same as on Postgres. */
export interface Found {
  accountOf: Map<string, AccountId>
  personOf: Map<string, PersonId>
  numbers: Map<string, NumberId>
  households: Map<string, HouseholdId>
  /** The persons whose facts these are. */
  own: Set<PersonId>
  /** Numbers that reach everybody behind them. */
  reached: Set<NumberId>
  /** Everybody behind those numbers. */
  behind: Set<PersonId>
}

export function findNames(world: World, needs: LedgerNeeds): Found {
  const index = recordIndexOf(world)
  const accountOf = known(needs.accounts, (name) => index.accountOf.of(name)[0])
  const personOf = known(needs.debtors, (name) => index.personOf.of(name)[0])
  for (const hold of needs.ended.length > 0 ? world.holds : []) {
    const row = hold.account === null ? undefined : world.accounts.get(hold.account)
    const isMeant = (hold.obligation ?? null) !== null && needs.ended.includes(hold.externalId)
    if (row && isMeant && [...personOf.values()].includes(hold.person)) accountOf.set(row.externalId, row.id)
  }
  const numbers = known(needs.hashes, (hash) => world.numbers.get(hash))
  const households = known(needs.households, (name) => world.households.get(name))
  const owners = [...accountOf.values()].flatMap((id) => world.accounts.get(id)?.person ?? [])
  const own = new Set([...personOf.values(), ...owners])
  const reached = reachedBy(world, needs, { accountOf, personOf, numbers, own })
  const points = [...reached].flatMap((number) => index.pointsBehind.rowsOf(number))
  const behind = new Set(points.map(({ person }) => person))
  return { accountOf, personOf, numbers, households, own, reached, behind }
}

type Named = Pick<Found, 'accountOf' | 'personOf' | 'numbers' | 'own'>

function reachedBy(
  world: World,
  { affects: reach, contacts, steps }: LedgerNeeds,
  named: Named,
): Set<NumberId> {
  const index = recordIndexOf(world)
  const { accountOf, personOf, numbers, own } = named
  const all = [
    ...reach.all.accounts.map((name) => world.accounts.get(accountOf.get(name) ?? (0 as AccountId))?.person),
    ...reach.all.debtors.map((name) => personOf.get(name)),
  ].filter((person) => person !== undefined)
  const points = [
    ...reach.points
      .flatMap((id) => world.points.get(id as PointId) ?? [])
      .filter(({ person }) => own.has(person)),
    ...all.flatMap((person) => index.pointsOf.rowsOf(person)),
  ]
  const told = [...(reach.contacts ? world.contacts.values() : [])].filter(
    ({ id, person, step, case: of }) =>
      own.has(person) && of !== null && (contacts.includes(id) || steps.some((one) => one.step === step)),
  )
  return new Set([
    ...reach.hashes.flatMap((hash) => numbers.get(hash) ?? []),
    ...[...points, ...told].flatMap(({ number }) => number ?? []),
  ])
}

export function known<N, V>(wanted: readonly N[], find: (name: N) => V | undefined): Map<N, V> {
  const found = new Map<N, V>()
  for (const name of wanted) {
    const value = find(name)
    if (value !== undefined) found.set(name, value)
  }
  return found
}
