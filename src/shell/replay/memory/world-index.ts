import type {
  AccountId,
  CaseId,
  ContactId,
  HouseholdId,
  NumberId,
  PersonId,
  PointId,
} from '../../../core/base/id.ts'
import type { ContactRow } from '../../../core/model/contact-row.ts'
import type { World } from './world.ts'

type RowOf<Table extends 'points' | 'accounts' | 'cases'> =
  World[Table] extends Map<unknown, infer Row> ? Row : never

/** Who owns which rows, kept up as the world grows: rows are added, never taken away, and never change their owner. */
export interface WorldIndex {
  points: Owned<PersonId, PointId, RowOf<'points'>>
  accounts: Owned<PersonId, AccountId, RowOf<'accounts'>>
  cases: Owned<PersonId, CaseId, RowOf<'cases'>>
  contacts: Owned<PersonId, ContactId, ContactRow>
  contactsByNumber: Owned<NumberId, ContactId, ContactRow>
  contactsByHousehold: Owned<HouseholdId, ContactId, ContactRow>
}

const indexes = new WeakMap<World, WorldIndex>()

export function indexOf(world: World): WorldIndex {
  let index = indexes.get(world)
  if (!index) {
    index = {
      points: new Owned(world.points, (point) => point.person),
      accounts: new Owned(world.accounts, (account) => account.person),
      cases: new Owned(world.cases, (theCase) => theCase.person),
      contacts: new Owned(world.contacts, (contact) => contact.person),
      contactsByNumber: new Owned(world.contacts, (contact) => contact.number),
      contactsByHousehold: new Owned(world.contacts, (contact) => contact.household),
    }
    indexes.set(world, index)
  }
  return index
}

/** Ids by owner. The iterator is never run to its end, so that it goes on with what is added later. */
export class Owned<Owner, Id extends number, Row> {
  private readonly ids = new Map<Owner, Id[]>()
  private readonly rows: Iterator<[Id, Row]>
  private seen = 0

  constructor(
    private readonly map: ReadonlyMap<Id, Row>,
    private readonly ownerOf: (row: Row) => Owner | null,
  ) {
    this.rows = map.entries()
  }

  /** Their rows as they are now. */
  rowsOf(owner: Owner): Row[] {
    return this.of(owner).flatMap((id) => this.map.get(id) ?? [])
  }

  of(owner: Owner): readonly Id[] {
    this.catchUp()
    return this.ids.get(owner) ?? []
  }

  private catchUp(): void {
    for (; this.seen < this.map.size; this.seen++) {
      const next = this.rows.next()
      if (next.done) return
      const [id, row] = next.value
      const owner = this.ownerOf(row)
      if (owner === null) continue
      const known = this.ids.get(owner)
      if (known) known.push(id)
      else this.ids.set(owner, [id])
    }
  }
}
