import type { LedgerAccount } from '../model/ledger.ts'

type Figures = Pick<LedgerAccount, 'pastDue' | 'anchor'>

/** Time alone has brought something back that rested: the case waits for it and for nothing else. */
export function isBack(before: Figures, after: Figures): boolean {
  if (after.pastDue === 0) return false
  return (
    before.pastDue === 0 || (before.anchor !== null && after.anchor !== null && after.anchor < before.anchor)
  )
}

/** Less is past due, or the oldest of it was paid or put off, however much has fallen due since. */
export function hasFallen(before: Figures, after: Figures): boolean {
  if (after.pastDue < before.pastDue) return true
  return before.anchor !== null && (after.anchor === null || after.anchor > before.anchor)
}
