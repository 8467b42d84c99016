import type { AccountId, HouseholdId, NumberId, PersonId } from '../../../core/base/id.ts'
import type { Instant } from '../../../core/base/time.ts'
import type { LedgerNeeds } from '../../../core/fact/needs.ts'
import type { SqlTransaction } from '../base/database.ts'
import { ask, statement } from '../base/statement.ts'

/** What the names of a page stand for, before anything is locked. */
export interface Found {
  accountOf: Map<string, AccountId>
  personOf: Map<string, PersonId>
  numbers: Map<string, NumberId>
  dead: Map<NumberId, Instant>
  households: Map<string, HouseholdId>
  /** The persons whose facts these are. */
  own: Set<PersonId>
  personOfAccount: Map<AccountId, PersonId>
  /** Numbers that reach everybody behind them. */
  reached: NumberId[]
  /** Others behind those numbers. */
  behind: PersonId[]
}

interface NameRow {
  what: 'account' | 'person' | 'number' | 'household'
  name: string
  id: number
  person: PersonId | null
  dead: Instant | null
}

const NAMES = statement<NameRow>({
  name: 'record-find',
  text: `select 'account' as what, external_id as name, id, person_id as person,
            null::timestamptz as dead
       from account where external_id = any($1)
     union all
     select 'person', external_id, id, id, null from person where external_id = any($2)
     union all
     select 'number', encode(hash, 'hex'), id, null, dead_at from shared_number where hash = any($3::bytea[])
     union all
     select 'household', external_id, id, null, null from household where external_id = any($4)
     union all
     select 'account', a.external_id, a.id, a.person_id, null from person p
       join hold h on h.person_id = p.id and h.obligation is not null and h.external_id = any($5)
       join account a on a.person_id = h.person_id and a.id = h.account_id
     where cardinality($5::text[]) > 0 and p.external_id = any($2)`,
  row: { what: 'text', name: 'text', id: 'int8', person: 'int8?', dead: 'timestamptz?' },
})

export async function findNames(tx: SqlTransaction, needs: LedgerNeeds): Promise<Found> {
  const found: Found = {
    accountOf: new Map(),
    personOf: new Map(),
    numbers: new Map(),
    dead: new Map(),
    households: new Map(),
    own: new Set(),
    personOfAccount: new Map(),
    reached: [],
    behind: [],
  }
  const rows = await ask(tx, NAMES, [
    needs.accounts,
    needs.debtors,
    needs.hashes.map((hash) => Buffer.from(hash, 'hex')),
    needs.households,
    needs.ended,
  ])
  for (const row of rows) note(found, row)
  await findReached(tx, needs, found)
  return found
}

function note(found: Found, { what, name, id, person, dead }: NameRow): void {
  switch (what) {
    case 'account':
      found.accountOf.set(name, id as AccountId)
      if (person === null) return
      found.personOfAccount.set(id as AccountId, person)
      found.own.add(person)
      return
    case 'person':
      found.personOf.set(name, id as PersonId)
      found.own.add(id as PersonId)
      return
    case 'number':
      found.numbers.set(name, id as NumberId)
      if (dead !== null) found.dead.set(id as NumberId, dead)
      return
    case 'household':
      found.households.set(name, id as HouseholdId)
  }
}

const REACHED = statement<{ number: NumberId | null }>({
  name: 'record-reached',
  text: `select number_id as number from contact_point where person_id = any($1) and id = any($2)
       union
       select number_id from contact_point where person_id = any($6)
       union
       select number_id from contact
       where $3 and person_id = any($1) and (id = any($4) or step = any($5)) and case_id is not null`,
  row: { number: 'int8?' },
})

const BEHIND = statement<{ person: PersonId }>({
  name: 'record-behind',
  text: `select distinct person_id as person from contact_point where number_id = any($1)`,
  row: { person: 'int8' },
})

async function findReached(tx: SqlTransaction, needs: LedgerNeeds, found: Found): Promise<void> {
  const { hashes, points, contacts, all } = needs.affects
  const reached = new Set<NumberId>()
  for (const hash of hashes) {
    const number = found.numbers.get(hash)
    if (number !== undefined) reached.add(number)
  }
  const whole = [
    ...all.accounts.map((name) => found.personOfAccount.get(found.accountOf.get(name) ?? (0 as AccountId))),
    ...all.debtors.map((name) => found.personOf.get(name)),
  ].filter((person) => person !== undefined)
  if (points.length > 0 || contacts || whole.length > 0) {
    const rows = await ask(tx, REACHED, [
      [...found.own],
      points,
      contacts,
      needs.contacts,
      needs.steps.map(({ step }) => step),
      whole,
    ])
    for (const { number } of rows) if (number !== null) reached.add(number)
  }
  if (reached.size === 0) return
  found.reached = [...reached].sort((a, b) => a - b)
  const rows = await ask(tx, BEHIND, [found.reached])
  found.behind = rows.map(({ person }) => person).filter((person) => !found.own.has(person))
}
