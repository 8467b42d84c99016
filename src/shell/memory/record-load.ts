import type { AccountId, NumberId, PersonId, PointId } from '../../core/base/id.ts'
import { unread } from '../../core/fact/apply-reply.ts'
import type { Ledger, LedgerContact, LedgerPoint, LedgerTask, NewIds } from '../../core/fact/ledger.ts'
import { holdKey, NOBODY, promiseKey, standingRefused, ZONES_FROM } from '../../core/fact/ledger.ts'
import type { LedgerNeeds } from '../../core/fact/needs.ts'
import { heldNames } from '../../core/fact/nobody.ts'
import { noWords } from '../../core/fact/point-words.ts'
import { FIGURE_FACTS, type FigureFact } from '../../core/fact/upheld.ts'
import { loadBrakes, scopesOf } from './brake.ts'
import { feedsFor } from './feed.ts'
import { recordIndexOf } from './record-index.ts'
import { indexOf } from './world-index.ts'
import type { AccountRow, HoldRow, World } from './world.ts'

/** Copies, so that a page that fails leaves the world as it was. */
export function loadLedger(world: World, needs: LedgerNeeds, strategies: readonly string[] | null): Ledger {
  const index = recordIndexOf(world)
  const accountOf = known(needs.accounts, (name) => index.accountOf.of(name)[0])
  const personOf = known(needs.debtors, (name) => index.personOf.of(name)[0])
  const numbers = known(needs.hashes, (hash) => world.numbers.get(hash))
  const accounts = rowsOf(world.accounts, accountOf.values()).map(accountFrom)
  const own = new Set<PersonId>([...personOf.values(), ...accounts.map((account) => account.person)])
  const contacts = contactsFor(world, needs, new Set(accountOf.values()))
  const named = contacts.map((contact) => contact.number).filter((number) => number !== null)
  const { all } = needs.reach
  const whole = [
    ...all.accounts.map((name) => accounts.find(({ externalId }) => externalId === name)?.person),
    ...all.debtors.map((name) => personOf.get(name)),
  ].filter((person) => person !== undefined)
  const reached = whole.flatMap((person) => index.pointsOf.rowsOf(person).map(({ number }) => number))
  const points = pointsFor(world, own, new Set([...numbers.values(), ...named, ...reached]))
  const persons = new Set([...own, ...points.map((point) => point.person)])
  const holds = new Map(
    [...world.holds.filter((hold) => own.has(hold.person)), ...heldByNobody(world, needs)].map((hold) => [
      holdKey(hold),
      {
        ...hold,
        outcome: hold.outcome ?? null,
        upheldAt: hold.upheldAt ?? null,
        placed: hold.placed ?? true,
      },
    ]),
  )
  const mine = <T extends { person: PersonId }>(rows: T[]): T[] => rows.filter((row) => own.has(row.person))
  return {
    accountOf,
    personOf,
    numbers,
    households: known(needs.households, (name) => world.households.get(name)),
    persons: new Map(rowsOf(world.persons, persons).map((row) => [row.id, personFrom(row)])),
    accounts: new Map(accounts.map((account) => [account.id, account])),
    dead: known([...numbers.values()], (id) => world.deadNumbers.get(id)),
    points,
    contacts: new Map(contacts.map((contact) => [contact.id, contact])),
    obligations: byName(world.obligations, accountOf.values(), (row) => ({
      ...row,
      dueAt: row.dueAt ?? null,
    })),
    payments: byName(world.payments, accountOf.values(), (row) => ({ ...row })),
    holds,
    refused: standingRefused(holds.values()),
    promises: new Map(
      mine(world.promises).map((row) => [promiseKey(row.account, row.externalId), { ...row }]),
    ),
    figures: figuresOf(world, needs, accountOf),
    tasks: tasksOf(world, own, needs),
    openCases: new Set([...accountOf.values()].filter((id) => hasOpenCase(world, id))),
    feeds: feedsFor(world, needs, accounts),
    brakes: needs.brakes ? loadBrakes(world) : [],
    scopes: scopesOf(world, needs, strategies),
    facts: knownFacts(world),
    ids: idsOf(world),
  }
}

function tasksOf(world: World, own: ReadonlySet<PersonId>, { tasks, nobody }: LedgerNeeds): LedgerTask[] {
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
    staleFrom: row.staleFrom ?? null,
    scoreAt: row.scoreAt ?? null,
    collectionAt: row.collectionAt ?? null,
    lineAt: row.lineAt ?? null,
    lineFrom: row.lineFrom ?? null,
    lineDigest: row.lineDigest ?? null,
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

function pointsFor(world: World, persons: Set<PersonId>, numbers: Set<NumberId>): LedgerPoint[] {
  const index = recordIndexOf(world)
  const ids = new Set<PointId>()
  for (const person of persons) for (const id of index.pointsOf.of(person)) ids.add(id)
  for (const number of numbers) for (const id of index.pointsBehind.of(number)) ids.add(id)
  return rowsOf(world.points, ids).map((row) => ({
    ...row,
    former: row.former ?? false,
    namedAt: row.namedAt ?? null,
    validAt: row.validAt ?? null,
    value: null,
    words: row.words ?? noWords(),
  }))
}

/** Of nobody who is known, and only what Postgres would load. */
function heldByNobody(world: World, { nobody, reach }: LedgerNeeds): HoldRow[] {
  const index = recordIndexOf(world)
  const { accounts, debtors, replies } = nobody
  const numbers = new Set([
    ...nobody.numbers.flatMap((hash) => world.numbers.get(hash) ?? []),
    ...reach.points.flatMap((id) => world.points.get(id as PointId)?.number ?? []),
  ])
  const names = new Set([
    ...accounts
      .filter((name) => index.accountOf.of(name).length === 0)
      .flatMap((name) => heldNames(name, undefined)),
    ...debtors
      .filter((name) => index.personOf.of(name).length === 0)
      .flatMap((name) => heldNames(undefined, name)),
    ...replies.map(unread),
  ])
  return world.holds.filter(
    (hold) =>
      hold.person === NOBODY &&
      (names.has(hold.externalId) || (hold.number !== null && numbers.has(hold.number))),
  )
}

function contactsFor(world: World, needs: LedgerNeeds, accounts: Set<AccountId>): LedgerContact[] {
  if (needs.contacts.length === 0 && needs.steps.length === 0) return []
  const ids = new Set<number>(needs.contacts)
  const steps = new Set(needs.steps.map(({ step }) => step))
  const persons = new Set([...accounts].flatMap((id) => world.accounts.get(id)?.person ?? []))
  return [...persons]
    .flatMap((person) => indexOf(world).contacts.rowsOf(person))
    .filter(
      (row) =>
        ids.has(row.id) ||
        (row.step !== null && steps.has(row.step) && row.accounts.some((id) => accounts.has(id))),
    )
    .map((row) => ({ ...row }))
}

/** Of accounts with an upheld dispute, or with a word on one. */
function figuresOf(
  world: World,
  { disputed }: LedgerNeeds,
  accountOf: ReadonlyMap<string, AccountId>,
): Ledger['figures'] {
  const own = new Set(accountOf.values())
  const upheld = world.holds.flatMap(({ account, upheldAt }) =>
    account !== null && upheldAt && own.has(account) ? [account] : [],
  )
  const named = disputed.map((name) => accountOf.get(name)).filter((id) => id !== undefined)
  return new Map([...upheld, ...named].map((account) => [account, figureFacts(world, account)]))
}

function figureFacts(world: World, account: AccountId): FigureFact[] {
  return [...world.facts.values()]
    .filter((fact) => fact.account === account && FIGURE_FACTS.includes(fact.kind))
    .map(({ kind, happenedAt, body }) => ({ kind, at: happenedAt, body }))
}

function hasOpenCase(world: World, account: AccountId): boolean {
  return recordIndexOf(world)
    .casesOf.rowsOf(account)
    .some((file) => file.open)
}

function knownFacts(world: World): Ledger['facts'] {
  const fresh = new Map<string, string>()
  return {
    get: (key) => fresh.get(key) ?? world.facts.get(key)?.digest,
    set: (key, digest) => fresh.set(key, digest),
  }
}

function idsOf(world: World): NewIds {
  const next = <T>(): T => world.nextId++ as T
  return { person: next, account: next, point: next, number: next, household: next, sealed: next }
}

function known<N, V>(wanted: readonly N[], find: (name: N) => V | undefined): Map<N, V> {
  const found = new Map<N, V>()
  for (const name of wanted) {
    const value = find(name)
    if (value !== undefined) found.set(name, value)
  }
  return found
}

function rowsOf<K, V>(rows: Map<K, V>, ids: Iterable<K>): V[] {
  return [...ids].map((id) => rows.get(id)).filter((row) => row !== undefined)
}

function byName<R extends { externalId: string }, T>(
  rows: Map<AccountId, R[]>,
  accounts: Iterable<AccountId>,
  copy: (row: R) => T,
): Map<AccountId, Map<string, T>> {
  return new Map(
    [...accounts].map((id) => [id, new Map((rows.get(id) ?? []).map((row) => [row.externalId, copy(row)]))]),
  )
}
