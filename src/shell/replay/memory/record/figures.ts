import type { AccountId } from '../../../../core/base/id.ts'
import { FIGURE_FACTS } from '../../../../core/fact/upheld.ts'
import type { LedgerNeeds } from '../../../../core/fact/needs.ts'
import type { FigureFact, Ledger } from '../../../../core/model/ledger.ts'
import type { World } from '../world.ts'

/** The figures of accounts with an upheld dispute, or with a word on one. */
export function figuresOf(
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
