import type { AccountId, ContactId, NumberId, PersonId } from '../../../core/base/id.ts'
import type {
  Ledger,
  LedgerContact,
  LedgerPlan,
  LedgerPoint,
  LedgerPromise,
} from '../../../core/model/ledger.ts'
import { factKey, LEDGER_CONTACT, promiseKey } from '../../../core/model/ledger.ts'
import type { LedgerSettlement } from '../../../core/model/settlement.ts'
import { moneyKey } from '../../../core/model/money-kind.ts'
import { digestToldBy } from '../../../core/fact/named-key.ts'
import type { LedgerNeeds } from '../../../core/fact/needs.ts'
import { HEX } from '../base/cell.ts'
import { omit, pick, selected, shapeOf } from '../base/columns.ts'
import type { SqlTransaction } from '../base/database.ts'
import { ask, statement } from '../base/statement.ts'
import { DOSSIER_CONTACT } from '../row/contact.ts'
import { OBLIGATION, PAYMENT, PROMISE, SETTLEMENT } from '../row/money.ts'
import { PLAN } from '../row/plan.ts'
import { POINT } from '../row/point.ts'
import type { Found } from './find.ts'

const OWED = omit(OBLIGATION, 'person')
const PAID = omit(PAYMENT, 'person')

const OBLIGATIONS = statement({
  name: 'record-obligations',
  text: `
    select ${selected(OWED, 'o')} from unnest($1::bigint[], $2::bigint[]) as u (person, account)
    join obligation o on o.person_id = u.person and o.account_id = u.account`,
  row: shapeOf(OWED),
})

const PAYMENTS = statement({
  name: 'record-payments',
  text: `
    select ${selected(PAID, 'p')} from unnest($1::bigint[], $2::bigint[]) as u (person, account)
    join payment p on p.person_id = u.person and p.account_id = u.account`,
  row: shapeOf(PAID),
})

export async function loadMoney(
  tx: SqlTransaction,
  accounts: ReadonlyMap<AccountId, PersonId>,
): Promise<Pick<Ledger, 'obligations' | 'payments'>> {
  const params = [[...accounts.values()], [...accounts.keys()]]
  const [obligations, payments] = await Promise.all([ask(tx, OBLIGATIONS, params), ask(tx, PAYMENTS, params)])
  return {
    obligations: byName(obligations, ({ externalId }) => externalId),
    payments: byName(payments, moneyKey),
  }
}

const POINTS = statement({
  name: 'record-points',
  text: `
    select ${selected(POINT, 'c')} from contact_point c where c.person_id = any($1)
    union
    select ${selected(POINT, 'c')} from contact_point c where c.number_id = any($2)`,
  row: shapeOf(POINT),
})

export async function loadPoints(
  tx: SqlTransaction,
  persons: PersonId[],
  numbers: NumberId[],
): Promise<LedgerPoint[]> {
  const rows = await ask(tx, POINTS, [persons, numbers])
  return rows.map((row) => ({ ...row, value: null }))
}

const PROMISES = statement({
  name: 'record-promises',
  text: `select ${selected(PROMISE, 'r')} from promise r where r.person_id = any($1) and r.account_id = any($2)`,
  row: shapeOf(PROMISE),
})

export async function loadPromises(
  tx: SqlTransaction,
  persons: PersonId[],
  accounts: AccountId[],
): Promise<Map<string, LedgerPromise>> {
  const rows = await ask(tx, PROMISES, [persons, accounts])
  return new Map(rows.map((row) => [promiseKey(row.account, row.externalId), row]))
}

const PLANS = statement({
  name: 'record-plans',
  text: `select ${selected(PLAN, 'r')} from plan r where r.person_id = any($1)`,
  row: shapeOf(PLAN),
})

export async function loadPlans(tx: SqlTransaction, persons: PersonId[]): Promise<Map<string, LedgerPlan>> {
  const rows = await ask(tx, PLANS, [persons])
  return new Map(rows.map((row) => [promiseKey(row.account, row.externalId), row]))
}

const SETTLEMENTS = statement({
  name: 'record-settlements',
  text: `select ${selected(SETTLEMENT, 's')} from settlement s where s.person_id = any($1) and s.account_id = any($2)`,
  row: shapeOf(SETTLEMENT),
})

export async function loadSettlements(
  tx: SqlTransaction,
  persons: PersonId[],
  accounts: AccountId[],
): Promise<Map<string, LedgerSettlement>> {
  const rows = await ask(tx, SETTLEMENTS, [persons, accounts])
  return new Map(rows.map((row) => [promiseKey(row.account, row.externalId), row]))
}

const KNOWN_CONTACT = pick(DOSSIER_CONTACT, ...LEDGER_CONTACT)

const CONTACTS = statement({
  name: 'record-contacts',
  text: `
    select ${selected(KNOWN_CONTACT, 'c')} from contact c
    where c.person_id = any($1) and c.case_id is not null
      and (c.id = any($2) or (c.step = any($3) and c.account_id = any($4)))
    order by c.person_id, c.id for no key update`,
  row: shapeOf(KNOWN_CONTACT),
})

export async function loadContacts(
  tx: SqlTransaction,
  needs: LedgerNeeds,
  persons: PersonId[],
  accounts: AccountId[],
): Promise<Map<ContactId, LedgerContact>> {
  if (needs.contacts.length + needs.steps.length === 0 || accounts.length === 0) return new Map()
  const params = [persons, needs.contacts, needs.steps.map(({ step }) => step), accounts]
  const rows = await ask(tx, CONTACTS, params)
  return new Map(rows.map((row) => [row.id, row]))
}

const FACTS = statement<{ person: PersonId; source: string; key: string; digest: string }>({
  name: 'record-facts',
  text: `
    select f.person_id as person, f.source, f.key, f.digest
    from unnest($1::bigint[], $2::text[], $3::text[]) as u (person, source, key)
    join fact f on f.person_id = u.person and f.source = u.source and f.key = u.key`,
  row: { person: 'int8', source: 'text', key: 'text', digest: HEX },
})

/** What was taken before under the keys of the page; many accounts say it by themselves. */
export async function loadFacts(
  tx: SqlTransaction,
  needs: LedgerNeeds,
  found: Found,
  accounts: Ledger['accounts'],
): Promise<Map<string, string>> {
  const facts = new Map<string, string>()
  const wanted: { person: PersonId | null; source: string; key: string }[] = []
  for (const { source, key, account, debtor, orNobody, told } of needs.keys) {
    const person = personOf(found, account, debtor)
    const known = told && accounts.get(found.accountOf.get(told.account) ?? (0 as AccountId))
    const digest = told && known ? digestToldBy(told, known) : undefined
    if (digest && known) facts.set(factKey(known.person, source, key), digest)
    if (person !== undefined && digest === undefined) wanted.push({ person, source, key })
    if (orNobody && person !== null) wanted.push({ person: null, source, key })
  }
  if (wanted.length === 0) return facts
  const rows = await ask(tx, FACTS, [
    wanted.map(({ person }) => person ?? 0),
    wanted.map(({ source }) => source),
    wanted.map(({ key }) => key),
  ])
  for (const row of rows) facts.set(factKey(row.person, row.source, row.key), row.digest)
  return facts
}

/** Undefined = nobody known; null = about an agent. */
function personOf(found: Found, account: string | null, debtor: string | null): PersonId | null | undefined {
  if (account !== null) {
    const id = found.accountOf.get(account)
    return id === undefined ? undefined : found.personOfAccount.get(id)
  }
  return debtor === null ? null : found.personOf.get(debtor)
}

function byName<R extends { account: AccountId }>(
  rows: readonly R[],
  keyOf: (row: R) => string,
): Map<AccountId, Map<string, R>> {
  const sets = new Map<AccountId, Map<string, R>>()
  for (const row of rows) {
    let set = sets.get(row.account)
    if (!set) sets.set(row.account, (set = new Map()))
    set.set(keyOf(row), row)
  }
  return sets
}
