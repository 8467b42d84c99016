import { type BrakeScope, isSameScope } from '../../base/brake.ts'
import type { Problem } from '../../base/problem.ts'
import type { Applied, Draft } from '../draft.ts'
import { refused } from '../draft.ts'
import type { BrakeFactType, FactOf } from '../fact.ts'
import type { LedgerBrake } from '../../model/ledger.ts'
import { unknownCreditor, unknownStrategy } from '../known-scope.ts'
import type { PreparedFact } from '../prepared.ts'

/** Setting a brake that is on changes nothing; only the same words release it. One on what does not exist would hold nothing, and is refused. */
export function applyBrake(draft: Draft, fact: FactOf<BrakeFactType>, prepared: PreparedFact): Applied {
  const { channel = null, strategy = null, creditor = null, by = prepared.source } = fact
  const scope = { channel, strategy, creditor }
  const on = draft.ledger.brakes.find((one) => one.to === null && isSameScope(one, scope))
  if (fact.type === 'brake.set') {
    if (on) return 'same'
    const unknown = unknownStrategy(draft, strategy, prepared) ?? unknownCreditor(draft, creditor, prepared)
    return unknown ? asNothing(unknown) : set(draft, scope, { by, at: prepared.at })
  }
  if (!on) return { ...refused(prepared, 'no_such_brake', 'no brake with this scope is on'), ...MEND }
  on.to = Math.max(prepared.at, on.from)
  on.releasedBy = by
  note(draft, on)
  return 'taken'
}

const MEND = { suggestion: 'name channel, strategy and creditor as brake.set named them' }

function asNothing(problem: Problem): Problem {
  return { ...problem, message: `${problem.message}: nothing is stopped` }
}

function set(draft: Draft, scope: BrakeScope, { by, at }: { by: string; at: number }): Applied {
  const brake: LedgerBrake = { ...scope, id: null, from: at, to: null, by, releasedBy: null }
  draft.ledger.brakes.push(brake)
  note(draft, brake)
  return 'taken'
}

function note({ changes }: Draft, brake: LedgerBrake): void {
  if (!changes.brakes.includes(brake)) changes.brakes.push(brake)
}
