import type { AccountId, ContactId, NumberId, PersonId } from '../../../core/base/id.ts'
import type {
  Ledger,
  LedgerContact,
  LedgerObligation,
  LedgerPayment,
  LedgerPoint,
  LedgerPromise,
} from '../../../core/model/ledger.ts'
import { factKey, promiseKey } from '../../../core/model/ledger.ts'
import type { LedgerNeeds } from '../../../core/fact/needs.ts'
import { type PointWords, wordsFrom } from '../../../core/model/point-words.ts'
import type { SqlTransaction } from '../base/database.ts'
import type { Found } from './find.ts'

export async function loadMoney(
  tx: SqlTransaction,
  accounts: ReadonlyMap<AccountId, PersonId>,
): Promise<Pick<Ledger, 'obligations' | 'payments'>> {
  const params = [[...accounts.values()], [...accounts.keys()]]
  const obligations = await tx.query<LedgerObligation & { account: AccountId }>(
    `select o.account_id as account, o.external_id as "externalId", o.due_on as "dueOn", o.due_at as "dueAt",
            o.amount, o.cancelled
     from unnest($1::bigint[], $2::bigint[]) as u (person, account)
     join obligation o on o.person_id = u.person and o.account_id = u.account`,
    params,
    'record-obligations',
  )
  const payments = await tx.query<LedgerPayment & { account: AccountId }>(
    `select p.account_id as account, p.external_id as "externalId", p.obligation, p.amount,
            p.happened_at as "happenedAt", p.recorded_at as "recordedAt", p.reversed_at as "reversedAt"
     from unnest($1::bigint[], $2::bigint[]) as u (person, account)
     join payment p on p.person_id = u.person and p.account_id = u.account`,
    params,
    'record-payments',
  )
  return { obligations: byName(obligations), payments: byName(payments) }
}

export async function loadPoints(
  tx: SqlTransaction,
  persons: PersonId[],
  numbers: NumberId[],
): Promise<LedgerPoint[]> {
  const columns = `id, person_id as person, kind, number_id as number, line, place, role, valid, valid_at as "validAt",
    former, named_at as "namedAt", words`
  const rows = await tx.query<Omit<LedgerPoint, 'value' | 'words'> & { words: Partial<PointWords> }>(
    `select ${columns} from contact_point where person_id = any($1)
     union
     select ${columns} from contact_point where number_id = any($2)`,
    [persons, numbers],
    'record-points',
  )
  return rows.map((row) => ({ ...row, value: null, words: wordsFrom(row.words) }))
}

export async function loadPromises(
  tx: SqlTransaction,
  persons: PersonId[],
  accounts: AccountId[],
): Promise<Map<string, LedgerPromise>> {
  const rows = await tx.query<LedgerPromise>(
    `select person_id as person, account_id as account, external_id as "externalId", amount,
            made_at as "madeAt", by_on as by, grace_days as "graceDays", cancelled
     from promise where person_id = any($1) and account_id = any($2)`,
    [persons, accounts],
    'record-promises',
  )
  return new Map(rows.map((row) => [promiseKey(row.account, row.externalId), row]))
}

export async function loadContacts(
  tx: SqlTransaction,
  needs: LedgerNeeds,
  persons: PersonId[],
  accounts: AccountId[],
): Promise<Map<ContactId, LedgerContact>> {
  if (needs.contacts.length + needs.steps.length === 0 || accounts.length === 0) return new Map()
  const rows = await tx.query<LedgerContact>(
    `select id, person_id as person, case_id as "case", accounts, point_id as point, number_id as number,
            channel, step, attempt, episode, state, at, outcome, disposition
     from contact
     where person_id = any($1) and case_id is not null
       and (id = any($2) or (step = any($3) and account_id = any($4)))
     order by person_id, id for no key update`,
    [persons, needs.contacts, needs.steps.map(({ step }) => step), accounts],
    'record-contacts',
  )
  return new Map(rows.map((row) => [row.id, { ...row, accounts: row.accounts.map(Number) as AccountId[] }]))
}

/** What was taken before under the keys of the page. */
export async function loadFacts(
  tx: SqlTransaction,
  needs: LedgerNeeds,
  found: Found,
): Promise<Map<string, string>> {
  const wanted = needs.keys.flatMap(({ source, key, account, debtor, orNobody }) => {
    const person = personOf(found, account, debtor)
    const own = person === undefined ? [] : [{ person, source, key }]
    return orNobody && person !== null ? [...own, { person: null, source, key }] : own
  })
  if (wanted.length === 0) return new Map()
  const rows = await tx.query<{ person: PersonId; source: string; key: string; digest: Buffer }>(
    `select f.person_id as person, f.source, f.key, f.digest
     from unnest($1::bigint[], $2::text[], $3::text[]) as u (person, source, key)
     join fact f on f.person_id = u.person and f.source = u.source and f.key = u.key`,
    [
      wanted.map(({ person }) => person ?? 0),
      wanted.map(({ source }) => source),
      wanted.map(({ key }) => key),
    ],
    'record-facts',
  )
  return new Map(rows.map((row) => [factKey(row.person, row.source, row.key), row.digest.toString('hex')]))
}

/** Undefined = nobody known; null = about an agent. */
function personOf(found: Found, account: string | null, debtor: string | null): PersonId | null | undefined {
  if (account !== null) {
    const id = found.accountOf.get(account)
    return id === undefined ? undefined : found.personOfAccount.get(id)
  }
  return debtor === null ? null : found.personOf.get(debtor)
}

function byName<R extends { account: AccountId; externalId: string }>(
  rows: readonly R[],
): Map<AccountId, Map<string, R>> {
  const sets = new Map<AccountId, Map<string, R>>()
  for (const row of rows) {
    let set = sets.get(row.account)
    if (!set) sets.set(row.account, (set = new Map()))
    set.set(row.externalId, row)
  }
  return sets
}
