import type { AccountId, CaseId, NumberId, PersonId, PointId } from '../../core/base/id.ts'
import type { World } from './world.ts'

/** What Postgres has indexes for: made once per world, and kept up by looking only at what is new. */
export interface WorldIndex {
  personOf: Map<string, PersonId>
  accountOf: Map<string, AccountId>
  accountsOf: Map<PersonId, AccountId[]>
  pointsOf: Map<PersonId, PointId[]>
  pointsBehind: Map<NumberId, PointId[]>
  casesOf: Map<AccountId, CaseId[]>
}

interface Kept {
  index: WorldIndex
  persons: number
  accounts: number
  points: number
  cases: number
}

const kept = new WeakMap<World, Kept>()

/** Rows of a world are only ever added, in the order of its maps. */
export function indexOf(world: World): WorldIndex {
  let known = kept.get(world)
  if (!known) kept.set(world, (known = { index: emptyIndex(), persons: 0, accounts: 0, points: 0, cases: 0 }))
  const { index } = known
  for (const [id, { externalId }] of newer(world.persons, known.persons)) index.personOf.set(externalId, id)
  for (const [id, { externalId, person }] of newer(world.accounts, known.accounts)) {
    index.accountOf.set(externalId, id)
    push(index.accountsOf, person, id)
  }
  for (const [id, { person, number }] of newer(world.points, known.points)) {
    push(index.pointsOf, person, id)
    push(index.pointsBehind, number, id)
  }
  for (const [id, { account }] of newer(world.cases, known.cases)) push(index.casesOf, account, id)
  known.persons = world.persons.size
  known.accounts = world.accounts.size
  known.points = world.points.size
  known.cases = world.cases.size
  return index
}

function newer<K, V>(rows: Map<K, V>, seen: number): Iterable<[K, V]> {
  return rows.size === seen ? [] : [...rows].slice(seen)
}

function push<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}

function emptyIndex(): WorldIndex {
  return {
    personOf: new Map(),
    accountOf: new Map(),
    accountsOf: new Map(),
    pointsOf: new Map(),
    pointsBehind: new Map(),
    casesOf: new Map(),
  }
}
