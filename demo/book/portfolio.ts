import { addDays, type Day } from '../../src/core/base/time.ts'
import type { FactInput } from '../../src/core/fact/fact.ts'
import { accountStory } from './account.ts'
import type { Span } from './span.ts'
import { MIX, SHARED_NUMBER, TWO_ACCOUNTS } from './assumptions.ts'
import { type Dice, diceOf } from './dice.ts'
import { papersOfStaff } from './papers.ts'
import { type InventedPerson, inventPerson, type Kind } from './person.ts'
import { recordedAt } from './timing.ts'

export interface PortfolioOptions {
  seed: string
  accounts: number
  /** First day that is played; the book is loaded the evening before. */
  from: Day
  days: number
  /** Agents and field staff, whose training and habits are on file. */
  staff: string[]
}

/** A synthetic book and what happens to it, as the facts that a ledger would send, in the order in which the engine hears of them. The same options give the same facts. */
export function syntheticPortfolio(options: PortfolioOptions): FactInput[] {
  const span: Span = {
    from: options.from,
    to: addDays(options.from, options.days - 1),
    loadedAt: loadedAt(options.from),
  }
  const facts: FactInput[] = []
  const counts: Record<Kind, number> = { cn: 0, us: 0, b2b: 0 }
  const dice = diceOf(options.seed, 'persons')
  let person: InventedPerson | null = null
  for (let number = 1; number <= options.accounts; number++) {
    if (person === null || !dice.chance(TWO_ACCOUNTS)) person = nextPerson(counts, person, dice)
    const account = `A${String(number).padStart(6, '0')}`
    const dices = {
      story: diceOf(options.seed, account),
      papers: diceOf(options.seed, `${account} papers`),
      charges: diceOf(options.seed, `${account} charges`),
    }
    facts.push(...accountStory(person, account, span, dices))
  }
  facts.push(...papersOfStaff(options.staff, span))
  return facts
    .map((fact, order) => ({ fact, order, at: recordedAt(fact) }))
    .sort((a, b) => a.at - b.at || a.order - b.order)
    .map(({ fact }) => fact)
}

/** The instant at which the existing book is taken over. */
export function loadedAt(from: Day): string {
  return `${addDays(from, -1)}T12:00:00Z`
}

function nextPerson(counts: Record<Kind, number>, before: InventedPerson | null, dice: Dice): InventedPerson {
  const roll = dice.next()
  const kind: Kind = roll < MIX.cn ? 'cn' : roll < MIX.cn + MIX.us ? 'us' : 'b2b'
  const person = inventPerson(kind, counts[kind]++, dice)
  const shares = before?.kind === kind && dice.chance(SHARED_NUMBER)
  return shares ? { ...person, phone: before.phone } : person
}
