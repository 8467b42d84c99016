import type { AccountId, PersonId } from '../../../core/base/id.ts'
import type { Ledger, LedgerAccount, LedgerPerson } from '../../../core/model/ledger.ts'
import { standingRefused } from '../../../core/model/ledger.ts'
import type { LedgerNeeds } from '../../../core/fact/needs.ts'
import type { Heads } from '../base/chain.ts'
import type { SqlTransaction } from '../base/database.ts'
import type { Found } from './find.ts'
import { findNames } from './find.ts'
import { loadTasks } from './answer.ts'
import { loadBrakes } from './brake-fact.ts'
import { loadScopes } from './scopes.ts'
import { loadFeeds } from './feed.ts'
import { loadDebtPolicies } from '../config/debt-policy.ts'
import { selected, shapeOf } from '../base/columns.ts'
import { ask, plainStatement, statement } from '../base/statement.ts'
import { ACCOUNT, HEAD } from '../row/account.ts'
import { PERSON } from '../row/person.ts'
import { reserveIds } from './ids.ts'
import { loadFigures } from './figures.ts'
import { heldByNobody, loadHolds, STANDING } from './holds.ts'
import {
  loadContacts,
  loadFacts,
  loadMoney,
  loadPlans,
  loadPoints,
  loadPromises,
  loadSettlements,
} from './sets.ts'

/** Rows are locked in the order person, number, household, account, and their chains are added to `heads`; then new statements read what a page of facts needs. */
export async function loadLedger(tx: SqlTransaction, needs: LedgerNeeds, heads: Heads): Promise<Ledger> {
  const found = await findNames(tx, needs)
  const persons = await lockPersons(tx, [...found.own, ...found.behind], heads)
  await lockShared(tx, found, [...persons.values()])
  const { accounts, standing } = await lockAccounts(tx, found, heads)
  const ids = [...accounts.keys()]
  const own = [...found.own]
  const feeds = await loadFeeds(tx, needs, accounts.values())
  const brakes = needs.brakes ? await loadBrakes(tx) : []
  const scopes = await loadScopes(tx, needs)
  const hasAccounts = ids.length > 0
  const holders = needs.holds || standing ? own : []
  const holding = loadHolds(tx, holders, needs.holds ? 'all' : 'standing', heldByNobody(needs, found))
  // Nothing is locked any more, and none of this needs the answer to another: it is asked for at once.
  const [money, holds, points, tasks, agreed, contacts, openCases, figures, facts, newIds, debts] =
    await Promise.all([
      needs.money && hasAccounts ? loadMoney(tx, found.personOfAccount) : noMoney(),
      holding,
      needs.pointRows && own.length + found.reached.length > 0 ? loadPoints(tx, own, found.reached) : [],
      loadTasks(tx, own, needs),
      loadAgreed(tx, needs, own, ids),
      loadContacts(tx, needs, own, ids),
      needs.openCases && hasAccounts ? loadOpenCases(tx, own, ids) : new Set<AccountId>(),
      holding.then((known) => loadFigures(tx, needs, found, known)),
      loadFacts(tx, needs, found, accounts),
      reserveIds(tx, needs, found),
      needs.money ? loadDebtPolicies(tx) : null,
    ])
  return {
    persons,
    accounts,
    accountOf: found.accountOf,
    // A bare line names nobody but by its account.
    personOf: new Map([...found.personOf, ...[...persons.values()].map(nameOf)]),
    households: found.households,
    numbers: found.numbers,
    dead: found.dead,
    points,
    obligations: money.obligations,
    payments: money.payments,
    holds,
    refused: standingRefused(holds.values()),
    tasks,
    ...agreed,
    contacts,
    openCases,
    figures,
    feeds,
    debts,
    brakes,
    scopes,
    facts,
    ids: newIds,
  }
}

function nameOf({ externalId, id }: LedgerPerson): [string, PersonId] {
  return [externalId, id]
}

async function loadAgreed(
  tx: SqlTransaction,
  needs: LedgerNeeds,
  own: PersonId[],
  accounts: AccountId[],
): Promise<Pick<Ledger, 'promises' | 'plans' | 'settlements'>> {
  const none = new Map<never, never>()
  const [promises, plans, settlements] = await Promise.all([
    needs.promises && accounts.length > 0 ? loadPromises(tx, own, accounts) : none,
    needs.plans && own.length > 0 ? loadPlans(tx, own) : none,
    needs.settlements && accounts.length > 0 ? loadSettlements(tx, own, accounts) : none,
  ])
  return { promises, plans, settlements }
}

function noMoney(): Pick<Ledger, 'obligations' | 'payments'> {
  return { obligations: new Map(), payments: new Map() }
}

const LOCKED_PERSON = { ...PERSON, ...HEAD }

const PERSONS = statement({
  name: 'record-persons',
  text: `select ${selected(LOCKED_PERSON, 'p')} from person p where p.id = any($1) order by p.id for no key update`,
  row: shapeOf(LOCKED_PERSON),
})

async function lockPersons(
  tx: SqlTransaction,
  ids: PersonId[],
  heads: Heads,
): Promise<Map<PersonId, LedgerPerson>> {
  if (ids.length === 0) return new Map()
  const rows = await ask(tx, PERSONS, [ids])
  return new Map(
    rows.map(({ head, ...row }) => {
      heads.set(`p${row.id}`, head)
      return [row.id, { ...row, name: null }]
    }),
  )
}

const NUMBERS = plainStatement({
  name: 'record-numbers',
  text: 'select id from shared_number where id = any($1) order by id for no key update',
  row: { id: 'int8' },
})

const HOUSEHOLDS = plainStatement({
  name: 'record-households',
  text: 'select id from household where id = any($1) order by id for no key update',
  row: { id: 'int8' },
})

async function lockShared(tx: SqlTransaction, found: Found, persons: LedgerPerson[]): Promise<void> {
  if (found.reached.length === 0) return
  await ask(tx, NUMBERS, [found.reached])
  const households = persons.map((person) => person.household).filter((id) => id !== null)
  if (households.length === 0) return
  await ask(tx, HOUSEHOLDS, [households])
}

const LOCKED_ACCOUNT = { ...ACCOUNT, ...HEAD }

const ACCOUNTS = statement<LedgerAccount & { head: Buffer | null; standing: boolean }>({
  name: 'record-accounts',
  text: `
    select ${selected(LOCKED_ACCOUNT, 'a')},
      (select exists (select from hold h where h.person_id = any($3) and ${STANDING})) as standing
    from unnest($1::bigint[], $2::bigint[]) as u (person, id)
    join account a on a.person_id = u.person and a.id = u.id
    order by a.person_id, a.id for no key update of a`,
  row: { ...shapeOf(LOCKED_ACCOUNT), standing: 'bool' },
})

/** `standing` = there are holds that every page looks at, of whoever these facts are: as they are now that the persons are locked. */
async function lockAccounts(
  tx: SqlTransaction,
  found: Found,
  heads: Heads,
): Promise<{ accounts: Map<AccountId, LedgerAccount>; standing: boolean }> {
  const ids = [...found.personOfAccount.keys()]
  if (ids.length === 0) return { accounts: new Map(), standing: true }
  const rows = await ask(tx, ACCOUNTS, [[...found.personOfAccount.values()], ids, [...found.own]])
  const accounts = new Map(
    rows.map(({ head, standing: _standing, ...row }) => {
      heads.set(`a${row.id}`, head)
      return [row.id, row]
    }),
  )
  return { accounts, standing: rows[0]?.standing ?? true }
}

const OPEN_CASES = statement<{ account: AccountId }>({
  name: 'record-open-cases',
  text: `
    select account_id as account from collection_case
    where person_id = any($1) and account_id = any($2) and closed_on is null`,
  row: { account: 'int8' },
})

async function loadOpenCases(
  tx: SqlTransaction,
  persons: PersonId[],
  accounts: AccountId[],
): Promise<Set<AccountId>> {
  const rows = await ask(tx, OPEN_CASES, [persons, accounts])
  return new Set(rows.map(({ account }) => account))
}
