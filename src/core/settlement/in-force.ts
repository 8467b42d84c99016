import type { Instant } from '../base/time.ts'
import type { Dossier } from '../model/dossier.ts'
import type { InForce } from '../model/settlement.ts'
import type { SettlementLimits } from '../model/settlement-limits.ts'
import { settlementFileOf } from './file.ts'
import { settlementStates } from './state.ts'

/** The answer is when settlements came into force on the accounts of a person, and until when they bind: each takes the place of what was agreed on its account before. */
export function settlementsInForce(
  dossier: Pick<Dossier, 'accounts' | 'settlements' | 'billed' | 'settled' | 'rested' | 'person'>,
  { now, limits }: { now: Instant; limits: SettlementLimits | undefined },
): InForce[] {
  if (!dossier.settlements) return []
  return dossier.accounts.flatMap((account) =>
    settlementStates({ ...settlementFileOf(dossier, account, now), limits }).flatMap(
      ({ inForceAt, silentTo: to }) =>
        inForceAt === null ? [] : [{ account: account.id, since: inForceAt, to }],
    ),
  )
}
