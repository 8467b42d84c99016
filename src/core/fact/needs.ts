import type { Day } from '../base/time.ts'
import { accountIn, debtorIn, FACT } from './fact.ts'
import type { FactKind } from './kind/kind.ts'
import type { Needs } from './kind/needs.ts'
import { isOfNumber } from './nobody.ts'
import type { NewIds } from '../model/ledger.ts'
import type { PreparedFact } from './prepared.ts'
import type { RefusedRow } from './refused-row.ts'
import { datedKey, isUnkeyed } from './repeated.ts'

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

/** The key of a fact, and the names that say whose it is; none = of nobody's account. */
export interface NamedKey {
  source: string
  key: string
  /** Null for account.opened too, which is the debtor's. */
  account: string | null
  debtor: string | null
  /** It may also have been taken as a fact of nobody who is known. */
  orNobody: boolean
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

export function needsOf(facts: readonly PreparedFact[]): LedgerNeeds {
  const asked = facts.map(
    (prepared): Asked => ({ prepared, fact: prepared.fact, needs: needsOfFact(prepared) }),
  )
  const some = (set: keyof Needs): boolean => asked.some(({ needs }) => needs[set])
  return {
    accounts: distinct(
      facts.flatMap(({ fact }) => [accountIn(fact), ...('accounts' in fact ? (fact.accounts ?? []) : [])]),
    ),
    debtors: distinct(facts.map(({ fact }) => debtorIn(fact))),
    households: distinct(facts.map(({ fact }) => ('household' in fact ? fact.household : undefined))),
    hashes: distinct(
      facts.flatMap(({ points, named }) =>
        [...points.flatMap(({ readings }) => readings), ...(named?.readings ?? [])].map(({ hash }) => hash),
      ),
    ),
    ...contactsOf(asked),
    keys: facts.flatMap(namedKeys),
    feeds: feedsOf(asked),
    affects: reachOf(asked),
    texts:
      facts.filter(({ text }) => text !== null).length + facts.filter(({ named }) => named !== null).length,
    points: facts.reduce((sum, { points, named }) => sum + points.length + (named === null ? 0 : 1), 0),
    money: some('money'),
    holds: some('holds'),
    ended: distinct(asked.map(({ needs }) => needs.ends)),
    disputed: distinct(asked.map(({ fact, needs }) => (needs.figures ? accountIn(fact) : undefined))),
    pointRows: some('points'),
    promises: some('promises'),
    plans: some('plans'),
    settlements: some('settlements'),
    tasks: some('answered') ? 'all' : 'open',
    brakes: some('brakes'),
    creditors: distinct(asked.map(({ needs }) => needs.creditor)),
    openCases: some('cases'),
    nobody: nobodyOf(asked),
  }
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

/** A later line of an account, and a later bill, that brings no key may have been taken under its day. */
function namedKeys(prepared: PreparedFact): NamedKey[] {
  const { fact, source, key } = prepared
  const account = fact.type === 'account.opened' ? null : (accountIn(fact) ?? null)
  const debtor = debtorIn(fact) ?? null
  const named = { source, key, account, debtor, orNobody: isOfNumber(prepared) }
  if (!(FACT[fact.type] as FactKind).laterCounts || !isUnkeyed(prepared)) return [named]
  return [named, { ...named, key: datedKey(prepared) }]
}

function nobodyOf(asked: readonly Asked[]): LedgerNeeds['nobody'] {
  const early = asked.filter(({ needs }) => needs.early)
  const said = asked.filter(({ prepared }) => isOfNumber(prepared))
  return {
    numbers: distinct(
      said.flatMap(({ prepared: { named } }) => named?.readings.map(({ hash }) => hash) ?? []),
    ),
    accounts: distinct(early.map(({ fact }) => accountIn(fact))),
    debtors: distinct(early.map(({ fact }) => debtorIn(fact))),
    replies: distinct(asked.map(({ needs }) => needs.reply)),
  }
}

function feedsOf(asked: readonly Asked[]): LedgerNeeds['feeds'] {
  const feeds = asked.map(({ needs }) => needs.feed)
  return {
    creditors: distinct(feeds.map((feed) => feed?.creditor)),
    lines: distinct(feeds.map((feed) => feed?.line)),
    completed: distinct(feeds.map((feed) => feed?.completed)),
  }
}

/** Either name of the account or debtor may be the one that is stored. */
function keysBefore(prepared: PreparedFact): NamedKey[] {
  const { was, before, key } = prepared
  if (!was || !before) return []
  return namedKeys(prepared).flatMap((named) => {
    const forms = [
      named,
      { ...named, account: named.account && (was['account'] ?? named.account) },
      { ...named, debtor: named.debtor && (was['debtor'] ?? named.debtor) },
    ]
    return forms.flatMap((form) => [form, { ...form, key: form.key.replace(key, before.key) }])
  })
}

function reachOf(asked: readonly Asked[]): LedgerNeeds['affects'] {
  const whole = asked.filter(({ needs }) => needs.reaches === 'any').map(({ fact }) => fact)
  return {
    hashes: distinct(
      asked.flatMap(({ prepared: { named } }) => named?.readings.map(({ hash }) => hash) ?? []),
    ),
    points: asked.flatMap(({ fact, needs }) =>
      needs.reaches === 'point' && 'point' in fact && typeof fact.point === 'number' ? [fact.point] : [],
    ),
    contacts: asked.some(({ needs }) => needs.reaches === 'contact'),
    all: { accounts: distinct(whole.map(accountIn)), debtors: distinct(whole.map(debtorIn)) },
  }
}

function distinct(names: readonly (string | null | undefined)[]): string[] {
  return [...new Set(names.filter((name) => name !== null && name !== undefined))].sort()
}
