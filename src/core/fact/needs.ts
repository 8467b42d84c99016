import type { FactType } from './fact.ts'
import type { PreparedFact } from './prepared.ts'

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
  keys: { source: string; key: string }[]
  /** Free texts to keep. */
  texts: number
  /** How many new points at most. */
  points: number
  /** Which sets the facts look at. */
  holds: boolean
  pointRows: boolean
  promises: boolean
}

const LOOKS_AT_HOLDS = /^(dispute|hold|cease|optout)\.|^contact\.outcome$/
const LOOKS_AT_POINTS = /^(point|optout|consent|evidence|contact)\.|^account\.opened$/

export function needsOf(facts: readonly PreparedFact[]): LedgerNeeds {
  const types = new Set<FactType>(facts.map(({ fact }) => fact.type))
  const some = (pattern: RegExp): boolean => [...types].some((type) => pattern.test(type))
  const steps = new Map<string, { account: string; step: string }>()
  const contacts = new Set<number>()
  for (const { fact } of facts) {
    if (fact.type !== 'contact.outcome') continue
    if (fact.contact !== undefined) contacts.add(fact.contact)
    else if (fact.step !== undefined)
      steps.set(`${fact.account}\n${fact.step}`, { account: fact.account, step: fact.step })
  }
  return {
    accounts: distinct(facts.map(({ fact }) => fact.account)),
    debtors: distinct(facts.map(({ fact }) => ('debtor' in fact ? fact.debtor : undefined))),
    households: distinct(facts.map(({ fact }) => ('household' in fact ? fact.household : undefined))),
    hashes: distinct(
      facts.flatMap(({ points, pointHash }) => [...points.map(({ hash }) => hash), pointHash]),
    ),
    contacts: [...contacts],
    steps: [...steps.values()],
    keys: facts.map(({ source, key }) => ({ source, key })),
    texts: facts.filter(({ text }) => text !== null).length,
    points: facts.reduce((sum, { points }) => sum + points.length, 0),
    holds: some(LOOKS_AT_HOLDS),
    pointRows: some(LOOKS_AT_POINTS),
    promises: some(/^promise\.|^contact\.outcome$/),
  }
}

function distinct(names: readonly (string | null | undefined)[]): string[] {
  return [...new Set(names.filter((name) => name !== null && name !== undefined))].sort()
}
