import type { Problem } from '../base/problem.ts'
import type { Draft } from './draft.ts'
import { refused } from './draft.ts'
import { nearest } from '../base/nearest.ts'
import type { Telling } from './telling.ts'

const LISTED = 20

/** A strategy that is neither in force nor of an open case. */
export function unknownStrategy(
  { ledger }: Draft,
  strategy: string | null,
  prepared: Telling,
): Problem | null {
  const { strategies } = ledger.scopes
  if (strategy === null || strategies === null || strategies.includes(strategy)) return null
  return unknown('strategy', strategies, { name: strategy, prepared })
}

/** A creditor without an account. */
export function unknownCreditor(
  { ledger }: Draft,
  creditor: string | null,
  prepared: Telling,
): Problem | null {
  const { creditors } = ledger.scopes
  if (creditor === null || creditors.includes(creditor)) return null
  for (const account of ledger.accounts.values()) if (account.creditor === creditor) return null
  return unknown('creditor', creditors, { name: creditor, prepared })
}

function unknown(
  kind: 'strategy' | 'creditor',
  known: readonly string[],
  { name, prepared }: { name: string; prepared: Telling },
): Problem {
  return {
    ...refused(prepared, `unknown_${kind}`, `there is no ${kind} of that name`, kind),
    suggestion: suggestionOf(kind, name, known),
  }
}

function suggestionOf(kind: string, name: string, known: readonly string[]): string {
  if (known.length === 0) return `no ${kind} is known yet`
  const near = nearest(name, known)
  if (near !== null) return `did you mean ${near}?`
  const more = known.length > LISTED ? `, and ${known.length - LISTED} more` : ''
  return `one of ${known.slice(0, LISTED).join(', ')}${more}`
}
