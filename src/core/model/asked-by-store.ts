import type { Routes } from './routes.ts'
import { type HumanTaskKind, taskTraits } from './human-task.ts'

interface Asked {
  kind: HumanTaskKind
  role: string
  /** Empty = it says of whom or of what it is. */
  reason: string
}

/** What a store asks of people itself, the same on each: what it finds when it looks, and not what a decision asks. */
export const ASKED_BY_STORE = {
  /** A send of which nobody knows what became. */
  unknown: asked(
    'unknown_contact',
    'it may or may not have reached the debtor: find out, and resolve with sent or not_sent',
  ),
  /** An account that no strategy takes. */
  unplaced: asked('no_strategy', 'overdue, and no strategy takes the account', 'strategist'),
  /** A row that was put aside; its loop says who is asked. */
  parked: asked('parked', ''),
  /** Rows that were refused, by where they came from. */
  refused: asked('data_refused', ''),
  /** Two laws about one record. */
  retention: asked('retention', ''),
} satisfies Record<string, Asked>

/** Who finds out what became of a send of which nobody knows. */
export function unresolvedRole(routes: Pick<Routes, 'unresolved'> | undefined): string {
  return routes?.unresolved?.role ?? ASKED_BY_STORE.unknown.role
}

function asked(kind: HumanTaskKind, reason: string, role?: string): Asked {
  return { kind, role: role ?? taskTraits(kind).role ?? 'operations', reason }
}
