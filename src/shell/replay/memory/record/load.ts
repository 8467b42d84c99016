import type { AccountId, HouseholdId, NumberId, PersonId, PointId } from '../../../../core/base/id.ts'
import { unread } from '../../../../core/fact/apply/reply.ts'
import type { Ledger, LedgerContact, LedgerPoint, LedgerTask, NewIds } from '../../../../core/model/ledger.ts'
import {
  factKey,
  holdKey,
  NOBODY,
  promiseKey,
  standingRefused,
  ZONES_FROM,
} from '../../../../core/model/ledger.ts'
import { type LedgerNeeds, newIdsIn } from '../../../../core/fact/needs.ts'
import { heldNames } from '../../../../core/fact/nobody.ts'
import { moneyKey } from '../../../../core/model/money-kind.ts'
import { noWords } from '../../../../core/model/point-words.ts'
import { loadBrakes, scopesOf } from '../brake.ts'
import { feedsFor } from '../feed.ts'
import { figuresOf } from './figures.ts'
import { findNames, type Found, known } from './find.ts'
import { recordIndexOf } from './indexes.ts'
import { indexOf } from '../world-index.ts'
import { obligationFrom, paymentFrom } from './money-row.ts'
import type { AccountRow, HoldRow, World } from '../world.ts'

/** Copies, so that a page that fails leaves the world as it was; what `needs` does not name is not there, as on Postgres. */
export function loadLedger(world: World, needs: LedgerNeeds, strategies: readonly string[] | null): Ledger {
  const found = findNames(world, needs)
  const { accountOf, personOf, numbers, households, own } = found
  const accounts = rowsOf(world.accounts, accountOf.values()).map(accountFrom)
  const ids = accounts.map(({ id }) => id)
  const holds = holdsFor(world, needs, found)
  return {
    accountOf,
    personOf,
    numbers,
    households,
    persons: new Map(
      rowsOf(world.persons, new Set([...own, ...found.behind])).map((row) => [row.id, personFrom(row)]),
    ),
    accounts: new Map(accounts.map((account) => [account.id, account])),
    dead: known([...numbers.values()], (id) => world.deadNumbers.get(id)),
    points: needs.pointRows ? pointsFor(world, found) : [],
    contacts: new Map(contactsFor(world, needs, new Set(ids)).map((contact) => [contact.id, contact])),
    obligations: byName(world.obligations, needs.money ? ids : [], obligationFrom, (row) => row.externalId),
    payments: byName(world.payments, needs.money ? ids : [], paymentFrom, moneyKey),
    holds,
    refused: standingRefused(holds.values()),
    promises: new Map(
      (needs.promises ? world.promises : [])
        .filter(({ account }) => ids.includes(account))
        .map((row) => [promiseKey(row.account, row.externalId), { ...row }]),
    ),
    plans: new Map(
      (needs.plans ? world.plans : [])
        .filter(({ person }) => own.has(person))
        .map((row) => [promiseKey(row.account, row.externalId), { ...row }]),
    ),
    settlements: new Map(
      (needs.settlements ? world.settlements : [])
        .filter(({ account }) => ids.includes(account))
        .map((row) => [promiseKey(row.account, row.externalId), { ...row }]),
    ),
    figures: figuresOf(world, needs, accountOf),
    tasks: tasksOf(world, own, needs),
    openCases: new Set((needs.openCases ? ids : []).filter((id) => hasOpenCase(world, id))),
    feeds: feedsFor(world, needs, accounts),
    debts: needs.money ? world.debts : null,
    brakes: needs.brakes ? loadBrakes(world) : [],
    scopes: scopesOf(world, needs, strategies),
    facts: knownFacts(world, needs, found),
    ids: idsOf(world, needs, found),
  }
}

/** Disputes that were upheld and holds of refused rows are wanted always, all others where a fact looks at holds. */
function holdsFor(world: World, needs: LedgerNeeds, found: Found): Ledger['holds'] {
  const own = world.holds.filter((hold) => found.own.has(hold.person) && (needs.holds || isStanding(hold)))
  return new Map(
    [...own, ...heldByNobody(world, needs, found)].map((hold) => [
      holdKey(hold),
      {
        ...hold,
        obligation: hold.obligation ?? null,
        outcome: hold.outcome ?? null,
        upheldAt: hold.upheldAt ?? null,
        placed: hold.placed ?? true,
      },
    ]),
  )
}

function isStanding({ upheldAt, reason, lifted, obligation = null }: HoldRow): boolean {
  return obligation !== null || (upheldAt ?? null) !== null || (reason === 'data_refused' && lifted === null)
}

export function tasksOf(
  world: World,
  own: ReadonlySet<PersonId>,
  { tasks, nobody }: Pick<LedgerNeeds, 'tasks'> & { nobody: Pick<LedgerNeeds['nobody'], 'replies'> },
): LedgerTask[] {
  return world.humanTasks.flatMap((row, index) => {
    const isOfNobody = row.person === NOBODY && nobody.replies.includes(row.reply ?? '')
    if (!own.has(row.person) && !isOfNobody) return []
    if (tasks === 'open' && row.resolvedAt !== null) return []
    const { person, account, kind, rule = null, step = null, reply = null, due, contact = null } = row
    const over = row.case !== null && world.cases.get(row.case)?.open === false
    const [by, answer, answeredAt] = [row.claimedBy ?? null, row.resolution ?? null, row.resolvedAt]
    const about = { person, account, kind, rule, step, reply, due, contact, over }
    return [{ id: index + 1, ...about, by, answer, answeredAt }]
  })
}

export function accountFrom(row: AccountRow): Parameters<Ledger['accounts']['set']>[1] {
  return {
    ...row,
    apart: row.apart ?? null,
    currencies: row.currencies ?? null,
    staleFrom: row.staleFrom ?? null,
    scoreAt: row.scoreAt ?? null,
    collectionAt: row.collectionAt ?? null,
    lineAt: row.lineAt ?? null,
    lineFrom: row.lineFrom ?? null,
    lineDigest: row.lineDigest ?? null,
    lineMark: row.lineMark ?? null,
  }
}

function personFrom(row: World['persons'] extends Map<PersonId, infer P> ? P : never) {
  return {
    ...row,
    zonesFrom: row.zonesFrom ?? ZONES_FROM.given,
    closedAt: row.closedAt ?? null,
    name: null,
    erased: row.erasedAt !== undefined,
  }
}

function pointsFor(world: World, { own, reached }: Found): LedgerPoint[] {
  const index = recordIndexOf(world)
  const ids = new Set<PointId>()
  for (const person of own) for (const id of index.pointsOf.of(person)) ids.add(id)
  for (const number of reached) for (const id of index.pointsBehind.of(number)) ids.add(id)
  return rowsOf(world.points, ids).map((row) => ({
    ...row,
    former: row.former ?? false,
    namedAt: row.namedAt ?? null,
    validAt: row.validAt ?? null,
    value: null,
    words: row.words ?? noWords(),
  }))
}

function heldByNobody(world: World, { nobody, holds }: LedgerNeeds, found: Found): HoldRow[] {
  const { accounts, debtors, replies } = nobody
  const numbers = new Set([
    ...nobody.numbers.flatMap((hash) => found.numbers.get(hash) ?? []),
    ...(holds ? found.reached : []),
  ])
  const names = new Set([
    ...accounts.filter((name) => !found.accountOf.has(name)).flatMap((name) => heldNames(name, undefined)),
    ...debtors.filter((name) => !found.personOf.has(name)).flatMap((name) => heldNames(undefined, name)),
    ...replies.map(unread),
  ])
  return world.holds.filter(
    (hold) =>
      hold.person === NOBODY &&
      (names.has(hold.externalId) || (hold.number !== null && numbers.has(hold.number))),
  )
}

function contactsFor(world: World, needs: LedgerNeeds, accounts: Set<AccountId>): LedgerContact[] {
  if (needs.contacts.length + needs.steps.length === 0) return []
  const ids = new Set<number>(needs.contacts)
  const steps = new Set(needs.steps.map(({ step }) => step))
  const persons = new Set([...accounts].flatMap((id) => world.accounts.get(id)?.person ?? []))
  return [...persons]
    .flatMap((person) => indexOf(world).contacts.rowsOf(person))
    .filter(
      (row) =>
        row.case !== null &&
        (ids.has(row.id) ||
          (row.step !== null && steps.has(row.step) && row.accounts.some((id) => accounts.has(id)))),
    )
    .map((row) => ({ ...row }))
}

function hasOpenCase(world: World, account: AccountId): boolean {
  return recordIndexOf(world)
    .casesOf.rowsOf(account)
    .some((theCase) => theCase.open)
}

/** Only what was taken under the keys of the page. */
function knownFacts(world: World, { keys }: LedgerNeeds, found: Found): Ledger['facts'] {
  const wanted = keys.flatMap(({ source, key, account, debtor, orNobody }) => {
    const person = account === null && debtor === null ? null : ownerOf(world, found, { account, debtor })
    const own = person === undefined ? [] : [factKey(person, source, key)]
    return orNobody ? [...own, factKey(null, source, key)] : own
  })
  return known(wanted, (key) => world.facts.get(key)?.digest)
}

function ownerOf(
  world: World,
  { accountOf, personOf }: Found,
  { account, debtor }: { account: string | null; debtor: string | null },
): PersonId | undefined {
  if (account === null) return personOf.get(debtor ?? '')
  return world.accounts.get(accountOf.get(account) ?? (0 as AccountId))?.person
}

/** The page gets as many ids as it asked for, as on Postgres. */
function idsOf(world: World, needs: LedgerNeeds, found: Found): NewIds {
  const left = newIdsIn(needs, {
    accountOf: found.accountOf,
    persons: found.personOf.size,
    numbers: found.numbers.size,
    households: found.households.size,
  })
  const take = (kind: keyof NewIds): number => {
    if (left[kind]-- <= 0) throw new Error(`more new ${kind} ids than the page asked for`)
    return world.nextId++
  }
  return {
    person: () => take('person') as PersonId,
    account: () => take('account') as AccountId,
    point: () => take('point') as PointId,
    number: () => take('number') as NumberId,
    household: () => take('household') as HouseholdId,
    sealed: () => take('sealed'),
  }
}

function rowsOf<K, V>(rows: Map<K, V>, ids: Iterable<K>): V[] {
  return [...ids].map((id) => rows.get(id)).filter((row) => row !== undefined)
}

function byName<R, T>(
  rows: Map<AccountId, R[]>,
  accounts: Iterable<AccountId>,
  copy: (row: R) => T,
  keyOf: (row: T) => string,
): Map<AccountId, Map<string, T>> {
  return new Map(
    [...accounts].map((id) => {
      const copies = (rows.get(id) ?? []).map((row) => copy(row))
      return [id, new Map(copies.map((row) => [keyOf(row), row]))]
    }),
  )
}
