import type { AccountId } from '../base/id.ts'
import type { Instant } from '../base/time.ts'
import type { Dossier } from '../model/dossier.ts'
import type { InForce } from '../model/settlement.ts'
import type { SettlementLimits } from '../model/settlement-limits.ts'
import { settlementFileOf } from './file.ts'
import { type SettlementState, settlementStates } from './state.ts'

type OfSettlements = Pick<Dossier, 'accounts' | 'settlements' | 'billed' | 'settled' | 'rested' | 'person'>

/** What became of the settlements of each account of a person that has any. */
export type SettlementsOf = ReadonlyMap<AccountId, SettlementState[]>

export function settlementsOf(
  dossier: OfSettlements,
  { now, limits }: { now: Instant; limits: SettlementLimits | undefined },
): SettlementsOf {
  if (!dossier.settlements) return NONE
  const own = new Set(dossier.settlements.map(({ account }) => account))
  return new Map(
    dossier.accounts
      .filter(({ id }) => own.has(id))
      .map((account) => [
        account.id,
        settlementStates({ ...settlementFileOf(dossier, account, now), limits }),
      ]),
  )
}

const NONE: SettlementsOf = new Map()

/** The answer is when settlements came into force on the accounts of a person, and until when they bind: each takes the place of what was agreed on its account before. */
export function settlementsInForce(states: SettlementsOf): InForce[] {
  return [...states].flatMap(([account, own]) =>
    own.flatMap(({ inForceAt, silentTo: to }) =>
      inForceAt === null ? [] : [{ account, since: inForceAt, to }],
    ),
  )
}
