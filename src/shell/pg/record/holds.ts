import type { NumberId, PersonId } from '../../../core/base/id.ts'
import { unread } from '../../../core/fact/apply/reply.ts'
import type { LedgerHold } from '../../../core/model/ledger.ts'
import { holdKey } from '../../../core/model/ledger.ts'
import type { LedgerNeeds } from '../../../core/fact/needs.ts'
import { heldNames } from '../../../core/fact/nobody.ts'
import { selected, shapeOf } from '../base/columns.ts'
import type { SqlTransaction } from '../base/database.ts'
import { ask, statement } from '../base/statement.ts'
import { HOLD } from '../row/hold.ts'
import type { Found } from './find.ts'

const HOLDS = (which: string) => `
  select ${selected(HOLD, 'h')} from hold h where h.person_id = any($1)${which}
  union
  select ${selected(HOLD, 'h')} from hold h where h.person_id = 0 and h.number_id = any($2)
  union
  select ${selected(HOLD, 'h')} from hold h where h.person_id = 0 and h.kind = 'optout' and h.external_id = any($3)`
/** Disputes that were upheld, holds of single obligations and holds of refused rows are wanted always. */
export const STANDING = `(h.upheld_at is not null or h.obligation is not null or (h.reason = 'data_refused' and h.lifted_at is null))`

const LOAD = {
  all: statement({ name: 'record-holds-all', text: HOLDS(''), row: shapeOf(HOLD) }),
  standing: statement({ name: 'record-holds-standing', text: HOLDS(` and ${STANDING}`), row: shapeOf(HOLD) }),
}

/** The holds of nobody who is known: by number, or by the name that they wait for. */
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
  which: keyof typeof LOAD,
  { numbers, names }: HeldByNobody,
): Promise<Map<string, LedgerHold>> {
  if (persons.length + numbers.length + names.length === 0) return new Map()
  const rows: LedgerHold[] = await ask(tx, LOAD[which], [persons, numbers, names])
  return new Map(rows.map((row) => [holdKey(row), row]))
}
