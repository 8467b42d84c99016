import type { AccountId, CaseId, NumberId, PersonId, PointId } from '../../../../core/base/id.ts'
import type { World } from '../world.ts'
import { Owned } from '../world-index.ts'

type RowOf<Table extends 'persons' | 'points' | 'accounts' | 'cases'> =
  World[Table] extends Map<unknown, infer Row> ? Row : never

/** What recording and detecting look rows up by, where Postgres has an index. */
export interface RecordIndex {
  personOf: Owned<string, PersonId, RowOf<'persons'>>
  accountOf: Owned<string, AccountId, RowOf<'accounts'>>
  accountsOf: Owned<PersonId, AccountId, RowOf<'accounts'>>
  pointsOf: Owned<PersonId, PointId, RowOf<'points'>>
  pointsBehind: Owned<NumberId, PointId, RowOf<'points'>>
  casesOf: Owned<AccountId, CaseId, RowOf<'cases'>>
}

const indexes = new WeakMap<World, RecordIndex>()

export function recordIndexOf(world: World): RecordIndex {
  let index = indexes.get(world)
  if (!index) {
    index = {
      personOf: new Owned(world.persons, (person) => person.externalId),
      accountOf: new Owned(world.accounts, (account) => account.externalId),
      accountsOf: new Owned(world.accounts, (account) => account.person),
      pointsOf: new Owned(world.points, (point) => point.person),
      pointsBehind: new Owned(world.points, (point) => point.number),
      casesOf: new Owned(world.cases, (theCase) => theCase.account),
    }
    indexes.set(world, index)
  }
  return index
}
