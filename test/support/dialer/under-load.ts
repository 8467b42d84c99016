import { COUNTRIES, type Country, statutesOf } from './country.ts'
import type { Statute } from '../law-oracle/statute.ts'
import { dial } from './dial.ts'
import type { Run } from './run.ts'
import { peopleOf } from './people.ts'
import { dialledWorld, type Rules } from './world.ts'

export interface Load extends Rules {
  countries: readonly Country[]
  days: number
}

/** The debtors of all these countries are dialled in one world. Only channels that the law itself limits are tried without the house's ceilings. */
export async function underLoad({ countries, days, ...rules }: Load): Promise<Run[]> {
  const world = await dialledWorld(rules)
  try {
    return await dial(
      world,
      countries.map((country, index) => ({
        people: peopleOf(country, index + 1, rules.house ? null : country.limited),
        statutes: statutesOf(country, rules.house),
        days,
      })),
    )
  } finally {
    await world.close()
  }
}

export const BRUTE_ALL = process.env['BRUTE'] === 'all'

/** `BRUTE=all` takes every country for sixty days, half of the world after the other, which takes minutes; without it these, for the eight days up to that on which America puts its clocks forward. */
export function loads(...few: string[]): Pick<Load, 'countries' | 'days'>[] {
  if (!BRUTE_ALL) return [{ countries: countriesFrom('2026-03-01', ...few), days: 8 }]
  const west = COUNTRIES.filter(({ zones }) => /^(America|Pacific)/.test(zones[0] ?? ''))
  const east = COUNTRIES.filter((country) => !west.includes(country))
  return [west, east].map((countries) => ({ countries, days: 60 }))
}

/** These countries, in that order, from a day of their own. */
export function countriesFrom(from: string, ...names: string[]): Country[] {
  return names.flatMap((name) =>
    COUNTRIES.filter((one) => one.name === name).map((one) => ({ ...one, from })),
  )
}

/** What a test says of a run: `untested` are rules that never had anything to refuse. */
export function seen({ people, referee, tried }: Run) {
  const made = referee.journal.filter(({ id }) => id !== 0).length
  const { breaches, needless, tested, statutes } = referee
  const untested = rulesOf(statutes).filter((rule) => !tested.has(rule))
  return { country: people.country.name, tried, made, breaches, needless, untested }
}

function rulesOf(statutes: readonly Statute[]): string[] {
  const rules = statutes.flatMap(({ hours = [], caps = [], gaps = [], bans = [], needs = [], holds = [] }) =>
    [...hours, ...caps, ...gaps, ...bans, ...needs, ...holds].map(({ rule }) => rule),
  )
  return [...new Set(rules)]
}
