import type { Day } from '../base/time.ts'
import { accountIn, debtorIn, FACT, type FactInput } from './fact.ts'
import type { FactKind } from './kind/kind.ts'
import type { Needs } from './kind/needs.ts'
import { addKeys, keysBefore, type NamedKey } from './named-key.ts'
import { isOfNumber } from './nobody.ts'
import type { NewIds } from '../model/ledger.ts'
import type { PreparedFact } from './prepared.ts'
import type { RefusedRow } from './refused-row.ts'

/** What must be loaded before a page of facts can be applied: names, not rows. */
export interface LedgerNeeds {
  accounts: string[]
  debtors: string[]
  households: string[]
  /** Keyed hashes of the numbers and addresses that are named. */
  hashes: string[]
  contacts: number[]
  /** Contacts named by account, step and attempt. */
  steps: { account: string; step: string }[]
  keys: NamedKey[]
  /** Creditors named by new accounts and by completed files, and days of files that the page may bring. */
  feeds: { creditors: string[]; lines: Day[]; completed: Day[] }
  /** Hashes and the engine's ids of points whose whole number is reached: everybody behind it. */
  affects: {
    hashes: string[]
    points: number[]
    contacts: boolean
    /** All numbers and addresses of these debtors and accounts: a word does not say which. */
    all: { accounts: string[]; debtors: string[] }
  }
  /** Free texts to keep. */
  texts: number
  /** How many new points at most. */
  points: number
  /** The sets that the facts look at. */
  money: boolean
  holds: boolean
  /** Holds by name: accounts of the debtors with one of a single obligation are wanted too. */
  ended: string[]
  /** Accounts with a word on a dispute. */
  disputed: string[]
  pointRows: boolean
  promises: boolean
  plans: boolean
  settlements: boolean
  /** What is open is wanted always: facts may close it. */
  tasks: 'all' | 'open'
  /** Brakes that are on, and what one may name. */
  brakes: boolean
  /** The creditors that brakes and completed files name: whether they have accounts is loaded. */
  creditors: string[]
  openCases: boolean
  /** Holds of nobody who is known: of the numbers that are named, and what was said of accounts and debtors before they were known. */
  nobody: { numbers: string[]; accounts: string[]; debtors: string[]; replies: string[] }
}

/** How many new ids a page may take at most, where so many of what it names are known. */
export function newIdsIn(
  { accounts, debtors, hashes, households, points, texts }: LedgerNeeds,
  known: Record<'persons' | 'numbers' | 'households', number> & { accountOf: ReadonlyMap<string, unknown> },
): Record<keyof NewIds, number> {
  return {
    person: debtors.length - known.persons,
    account: accounts.filter((name) => !known.accountOf.has(name)).length,
    point: points,
    number: hashes.length - known.numbers,
    household: households.length - known.households,
    sealed: texts,
  }
}

/** The needs of a page with rows that were refused: whom they name is looked for, and that is all. */
export function needsOfPage(rows: readonly (PreparedFact | RefusedRow)[]): LedgerNeeds {
  const facts = rows.filter((row): row is PreparedFact => !('refused' in row))
  const needs = needsOf(facts)
  const refused = rows.filter((row): row is RefusedRow => 'refused' in row && row.holds)
  const was = facts.flatMap((fact) => (fact.was ? [fact.was] : []))
  if (refused.length + was.length === 0) return needs
  const named = (pick: 'accounts' | 'debtors') => refused.flatMap((row) => row[pick])
  return {
    ...needs,
    accounts: distinct([...needs.accounts, ...named('accounts'), ...was.map(({ account }) => account)]),
    debtors: distinct([...needs.debtors, ...named('debtors'), ...was.map(({ debtor }) => debtor)]),
    households: distinct([...needs.households, ...was.map(({ household }) => household)]),
    keys: [...needs.keys, ...facts.flatMap(keysBefore)],
  }
}

/** The same, where no account is believed on what was taken: the stored facts say it. */
export function withStored(needs: LedgerNeeds): LedgerNeeds {
  return { ...needs, keys: needs.keys.map(({ told: _told, ...key }) => key) }
}

export function needsOf(facts: readonly PreparedFact[]): LedgerNeeds {
  const asked = facts.map(
    (prepared): Asked => ({ prepared, fact: prepared.fact, needs: needsOfFact(prepared) }),
  )
  const some = (set: keyof Needs): boolean => asked.some(({ needs }) => needs[set])
  const { keys, ...named } = namesOf(facts)
  return {
    ...named,
    ...contactsOf(asked),
    keys,
    feeds: feedsOf(asked),
    affects: reachOf(asked),
    ...countsOf(facts),
    money: some('money'),
    holds: some('holds'),
    ended: distinctOf(asked, ({ needs }) => needs.ends),
    disputed: distinctOf(asked, ({ fact, needs }) => (needs.figures ? accountIn(fact) : undefined)),
    pointRows: some('points'),
    promises: some('promises'),
    plans: some('plans'),
    settlements: some('settlements'),
    tasks: some('answered') ? 'all' : 'open',
    brakes: some('brakes'),
    creditors: distinctOf(asked, ({ needs }) => needs.creditor),
    openCases: some('cases'),
    nobody: nobodyOf(asked),
  }
}

/** One pass over a page of thousands of facts, most of which name the same account as the one before. */
function namesOf(
  facts: readonly PreparedFact[],
): Pick<LedgerNeeds, 'accounts' | 'debtors' | 'households' | 'hashes' | 'keys'> {
  const [accounts, debtors, households, hashes] = [names(), names(), names(), names()]
  const keys: NamedKey[] = []
  for (const prepared of facts) {
    const { fact, points, named, bare } = prepared
    note(accounts, accountIn(fact))
    if ('accounts' in fact) for (const account of fact.accounts ?? []) accounts.add(account)
    // The account itself says whose it is, where it is as it was.
    if (!bare) note(debtors, debtorIn(fact))
    if ('household' in fact && !bare) note(households, fact.household)
    for (const { readings } of points) for (const { hash } of readings) hashes.add(hash)
    if (named !== null) for (const { hash } of named.readings) hashes.add(hash)
    addKeys(keys, prepared)
  }
  return {
    accounts: listed(accounts),
    debtors: listed(debtors),
    households: listed(households),
    hashes: listed(hashes),
    keys,
  }
}

function countsOf(facts: readonly PreparedFact[]): Pick<LedgerNeeds, 'texts' | 'points'> {
  let [texts, points] = [0, 0]
  for (const { text, named, points: own } of facts) {
    if (text !== null) texts++
    if (named !== null) texts++
    points += own.length + (named === null ? 0 : 1)
  }
  return { texts, points }
}

interface Asked extends Pick<PreparedFact, 'fact'> {
  prepared: PreparedFact
  needs: Needs
}

function needsOfFact(prepared: PreparedFact): Needs {
  if (prepared.bare) return {}
  const { needs }: FactKind = FACT[prepared.fact.type]
  return typeof needs === 'function' ? needs(prepared.fact, prepared) : needs
}

function contactsOf(asked: readonly Asked[]): Pick<LedgerNeeds, 'contacts' | 'steps'> {
  const steps = new Map<string, { account: string; step: string }>()
  const contacts = new Set<number>()
  for (const { fact, needs } of asked) {
    const account = accountIn(fact)
    const { contact, step } = needs.contact ?? {}
    if (contact !== undefined) contacts.add(contact)
    else if (step !== undefined && account !== undefined) steps.set(`${account}\n${step}`, { account, step })
  }
  return { contacts: [...contacts], steps: [...steps.values()] }
}

function nobodyOf(asked: readonly Asked[]): LedgerNeeds['nobody'] {
  const [numbers, accounts, debtors] = [names(), names(), names()]
  for (const { prepared, fact, needs } of asked) {
    if (needs.early) {
      note(accounts, accountIn(fact))
      note(debtors, debtorIn(fact))
    }
    if (prepared.named !== null && isOfNumber(prepared))
      for (const { hash } of prepared.named.readings) numbers.add(hash)
  }
  return {
    numbers: listed(numbers),
    accounts: listed(accounts),
    debtors: listed(debtors),
    replies: distinctOf(asked, ({ needs }) => needs.reply),
  }
}

function feedsOf(asked: readonly Asked[]): LedgerNeeds['feeds'] {
  return {
    creditors: distinctOf(asked, ({ needs }) => needs.feed?.creditor),
    lines: distinctOf(asked, ({ needs }) => needs.feed?.line),
    completed: distinctOf(asked, ({ needs }) => needs.feed?.completed),
  }
}

function reachOf(asked: readonly Asked[]): LedgerNeeds['affects'] {
  const whole: FactInput[] = []
  const hashes = names()
  const points: number[] = []
  for (const { prepared, fact, needs } of asked) {
    if (needs.reaches === 'any') whole.push(fact)
    if (prepared.named !== null) for (const { hash } of prepared.named.readings) hashes.add(hash)
    if (needs.reaches === 'point' && 'point' in fact && typeof fact.point === 'number')
      points.push(fact.point)
  }
  return {
    hashes: listed(hashes),
    points,
    contacts: asked.some(({ needs }) => needs.reaches === 'contact'),
    all: { accounts: distinct(whole.map(accountIn)), debtors: distinct(whole.map(debtorIn)) },
  }
}

type Names = Set<string>

function names(): Names {
  return new Set()
}

function note(all: Names, name: string | null | undefined): void {
  if (name !== null && name !== undefined) all.add(name)
}

function listed(all: Names): string[] {
  return [...all].sort()
}

function distinctOf<T>(rows: readonly T[], of: (row: T) => string | null | undefined): string[] {
  const all = names()
  for (const row of rows) note(all, of(row))
  return listed(all)
}

function distinct(all: readonly (string | null | undefined)[]): string[] {
  return distinctOf(all, (name) => name)
}
