import type { NumberId, PersonId } from '../../../core/base/id.ts'
import { unread } from '../../../core/fact/apply/reply.ts'
import type { LedgerHold } from '../../../core/model/ledger.ts'
import { holdKey } from '../../../core/model/ledger.ts'
import type { LedgerNeeds } from '../../../core/fact/needs.ts'
import { heldNames } from '../../../core/fact/nobody.ts'
import type { SqlTransaction } from '../base/database.ts'
import type { Found } from './find.ts'

const HOLD = `person_id as person, kind, external_id as "externalId", reason, account_id as account,
  point_id as point, number_id as number, channel, from_at as "from", until_on as until,
  lifted_at as lifted, outcome, upheld_at as "upheldAt", placed, countries`
/** Disputes that were upheld and holds of refused rows are wanted always. */
export const STANDING = `(upheld_at is not null or (reason = 'data_refused' and lifted_at is null))`

/** Of nobody who is known: by number, or by the name that they wait for. */
export interface HeldByNobody {
  numbers: NumberId[]
  names: string[]
}

/** Only names that are not known yet have anything waiting for them. */
export function heldByNobody(needs: LedgerNeeds, found: Found): HeldByNobody {
  const { numbers, accounts, debtors, replies } = needs.nobody
  return {
    numbers: [
      ...numbers.flatMap((hash) => found.numbers.get(hash) ?? []),
      ...(needs.holds ? found.reached : []),
    ],
    names: [
      ...accounts.filter((name) => !found.accountOf.has(name)).flatMap((name) => heldNames(name, undefined)),
      ...debtors.filter((name) => !found.personOf.has(name)).flatMap((name) => heldNames(undefined, name)),
      ...replies.map(unread),
    ],
  }
}

export async function loadHolds(
  tx: SqlTransaction,
  persons: readonly PersonId[],
  which: 'all' | 'standing',
  { numbers, names }: HeldByNobody,
): Promise<Map<string, LedgerHold>> {
  if (persons.length + numbers.length + names.length === 0) return new Map()
  const rows = await tx.query<LedgerHold>(
    `select ${HOLD} from hold where person_id = any($1) ${which === 'all' ? '' : `and ${STANDING}`}
     union
     select ${HOLD} from hold where person_id = 0 and number_id = any($2)
     union
     select ${HOLD} from hold where person_id = 0 and kind = 'optout' and external_id = any($3)`,
    [persons, numbers, names],
    `record-holds-${which}`,
  )
  return new Map(rows.map((row) => [holdKey(row), row]))
}
