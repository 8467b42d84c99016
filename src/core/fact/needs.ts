import { HOLDING } from './apply-words.ts'
import type { Disposition, DispositionEffect } from './disposition.ts'
import { meaningOf } from './disposition.ts'
import type { Day } from '../base/time.ts'
import { dayOfFile } from '../figures/feed-file.ts'
import { completedDay } from './apply-feed.ts'
import type { FactInput, FactType } from './fact.ts'
import { isOfNumber } from './nobody.ts'
import { accountIn, isOfNobody } from './fact.ts'
import type { NewIds } from './ledger.ts'
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
  reach: {
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
  /** Which sets the facts look at. */
  money: boolean
  holds: boolean
  /** Whether disputes that were upheld may end with these facts. */
  corrects: boolean
  /** Accounts with a word on a dispute. */
  disputed: string[]
  pointRows: boolean
  promises: boolean
  /** What is open is wanted always: facts may close it. */
  tasks: 'all' | 'open'
  /** Brakes that are on, and what one may name. */
  brakes: boolean
  /** Named by brakes and completed files: whether they have accounts. */
  creditors: string[]
  openCases: boolean
  /** Holds of nobody who is known: of the numbers that are named, and what was said of accounts and debtors before they were known. */
  nobody: { numbers: string[]; accounts: string[]; debtors: string[]; replies: string[] }
}

/** How many new ids a page may take at most, where so many of what it names are known. */
export function newIdsIn(
  { accounts, debtors, hashes, households, points, texts }: LedgerNeeds,
  known: Record<'accounts' | 'persons' | 'numbers' | 'households', number>,
): Record<keyof NewIds, number> {
  return {
    person: debtors.length - known.persons,
    account: accounts.length - known.accounts,
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

const LOOKS_AT_MONEY = /^(obligation|payment)\.|^account\.(opened|closed|recalled|reopened)$|^point\.added$/
const MAY_CORRECT = /^(obligation|payment|dispute|task)\.|^account\.(snapshot|closed)$/
const LOOKS_AT_HOLDS = /^(dispute|hold|cease|optout|reply|task)\./
const LOOKS_AT_POINTS = /^(point|optout|consent|evidence)\.|^account\.opened$|^contact\.recorded$/

/** Of a page with rows that were refused: whom they name is looked for, and that is all. */
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
  const types = new Set<FactType>(facts.map(({ fact }) => fact.type))
  const some = (pattern: RegExp): boolean => [...types].some((type) => pattern.test(type))
  const outcomes = facts.flatMap(({ fact }) => (fact.type === 'contact.outcome' ? [fact] : []))
  const effects = new Set(facts.flatMap(({ fact }) => effectOf(fact) ?? []))
  const money = some(LOOKS_AT_MONEY)
  const steps = new Map<string, { account: string; step: string }>()
  const contacts = new Set<number>()
  for (const fact of outcomes) {
    if (fact.contact !== undefined) contacts.add(fact.contact)
    else if (fact.step !== undefined)
      steps.set(`${fact.account}\n${fact.step}`, { account: fact.account, step: fact.step })
  }
  return {
    accounts: distinct(
      facts.flatMap(({ fact }) => [accountIn(fact), ...('accounts' in fact ? (fact.accounts ?? []) : [])]),
    ),
    debtors: distinct(facts.map(({ fact }) => ('debtor' in fact ? fact.debtor : undefined))),
    households: distinct(facts.map(({ fact }) => ('household' in fact ? fact.household : undefined))),
    hashes: distinct(
      facts.flatMap(({ points, named }) =>
        [...points.flatMap(({ readings }) => readings), ...(named?.readings ?? [])].map(({ hash }) => hash),
      ),
    ),
    contacts: [...contacts],
    steps: [...steps.values()],
    keys: facts.flatMap(namedKeys),
    feeds: feedsOf(facts),
    reach: reachOf(facts),
    texts:
      facts.filter(({ text }) => text !== null).length + facts.filter(({ named }) => named !== null).length,
    points: facts.reduce((sum, { points, named }) => sum + points.length + (named === null ? 0 : 1), 0),
    money,
    holds:
      some(LOOKS_AT_HOLDS) || [...effects].some((effect) => HOLDING.has(effect)) || facts.some(holdsByReply),
    corrects: some(MAY_CORRECT),
    disputed: distinct(facts.map(({ fact }) => (mayDecide(fact) ? accountIn(fact) : undefined))),
    pointRows: some(LOOKS_AT_POINTS) || outcomes.some(({ disposition }) => reachesNumber(disposition)),
    promises: some(/^promise\./) || effects.has('promise'),
    tasks: types.has('task.resolved') || types.has('reply.read') ? 'all' : 'open',
    brakes: some(/^brake\./),
    creditors: distinct(facts.map(({ fact }) => (isOfNobody(fact) ? fact.creditor : undefined))),
    openCases: money || some(/^account\.snapshot$/),
    nobody: nobodyOf(facts),
  }
}

/** A word on a dispute, or an answer that may be one. */
function mayDecide(fact: PreparedFact['fact']): boolean {
  return 'dispute' in fact || fact.type === 'task.resolved'
}

/** A later line of an account that brings no key may have been taken under its day. */
function namedKeys(prepared: PreparedFact): NamedKey[] {
  const { fact, source, key } = prepared
  const account = fact.type === 'account.opened' ? null : (accountIn(fact) ?? null)
  const debtor = 'debtor' in fact ? (fact.debtor ?? null) : null
  const named = { source, key, account, debtor, orNobody: isOfNumber(prepared) }
  if (fact.type !== 'account.opened' || !isUnkeyed(prepared)) return [named]
  return [named, { ...named, key: datedKey(prepared) }]
}

function nobodyOf(facts: readonly PreparedFact[]): LedgerNeeds['nobody'] {
  const meets = facts.filter(({ fact }) => fact.type === 'account.opened' || fact.type === 'point.added')
  const said = facts.filter(isOfNumber)
  const of = [...meets, ...said].map(({ fact }) => fact)
  return {
    numbers: distinct(said.flatMap(({ named }) => named?.readings.map(({ hash }) => hash) ?? [])),
    accounts: distinct(of.map((fact) => accountIn(fact))),
    debtors: distinct(of.map((fact) => ('debtor' in fact ? fact.debtor : undefined))),
    replies: distinct(facts.map(({ fact }) => (fact.type === 'reply.read' ? fact.reply : undefined))),
  }
}

function feedsOf(facts: readonly PreparedFact[]): LedgerNeeds['feeds'] {
  const creditors: string[] = []
  const lines: Day[] = []
  const completed: Day[] = []
  for (const { fact, at } of facts) {
    if (fact.type === 'account.opened') creditors.push(fact.creditor)
    else if (fact.type === 'account.snapshot') lines.push(dayOfFile(at))
    else if (fact.type === 'feed.completed') {
      creditors.push(fact.creditor)
      completed.push(completedDay(fact))
    }
  }
  return { creditors: distinct(creditors), lines: distinct(lines), completed: distinct(completed) }
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

function reachOf(facts: readonly PreparedFact[]): LedgerNeeds['reach'] {
  const points = facts.flatMap((prepared) => {
    const { fact } = prepared
    const reaches =
      fact.type === 'optout.received' ||
      fact.type === 'optout.withdrawn' ||
      fact.type === 'point.invalid' ||
      (fact.type === 'contact.recorded' && (holdsByReply(prepared) || reachesNumber(fact.disposition)))
    return reaches && typeof fact.point === 'number' ? [fact.point] : []
  })
  const unnamed = facts.flatMap(({ fact }) =>
    fact.type === 'contact.recorded' && fact.point === undefined && effectOf(fact) === 'point_invalid'
      ? [fact]
      : [],
  )
  return {
    hashes: distinct(facts.flatMap(({ named }) => named?.readings.map(({ hash }) => hash) ?? [])),
    points,
    contacts: facts.some(({ fact }) => fact.type === 'contact.outcome' && reachesNumber(fact.disposition)),
    all: {
      accounts: distinct(unnamed.map(({ account }) => account)),
      debtors: distinct(unnamed.map(({ debtor }) => debtor)),
    },
  }
}

/** A message that opts out, or may. */
function holdsByReply({ reply }: PreparedFact): boolean {
  return reply === 'optout' || reply === 'unclear'
}

function effectOf(fact: FactInput): DispositionEffect | undefined {
  return 'disposition' in fact ? meaningOf(fact.disposition).effect : undefined
}

function reachesNumber(disposition: Disposition): boolean {
  const { effect } = meaningOf(disposition)
  return effect === 'optout' || effect === 'point_invalid'
}

function distinct(names: readonly (string | null | undefined)[]): string[] {
  return [...new Set(names.filter((name) => name !== null && name !== undefined))].sort()
}
