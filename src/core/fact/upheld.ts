import type { AccountId } from '../base/id.ts'
import type { Day, Instant } from '../base/time.ts'
import type { Draft } from './draft.ts'
import type { LedgerHold } from './ledger.ts'

/** What a stored fact says of an account's figures. */
export interface FigureFact {
  kind: string
  at: Instant
  body: Record<string, unknown>
}

/** The kinds of fact that may correct a ledger, and those that they are read against. */
export const FIGURE_FACTS: readonly string[] = [
  'payment.received',
  'payment.reversed',
  'obligation.billed',
  'obligation.rescheduled',
  'obligation.cancelled',
  'account.snapshot',
  'account.closed',
]

export const UPHELD = {
  kind: 'dispute_upheld',
  reason: 'the dispute was upheld: have the ledger corrected, or close it with dispute.closed',
} as const

/** A dispute that was upheld holds until a later fact lowers or cancels what was disputed: worked out from the facts, those of this page included. */
export function correctUpheld({ ledger, changes }: Draft, hold: LedgerHold): LedgerHold {
  const { account } = hold
  const stored = account === null ? undefined : ledger.figures.get(account)
  if (hold.upheldAt === null || account === null || stored === undefined) return hold
  const facts = [...stored, ...changes.facts.filter(isFigureOf(account))]
  const lifted = correctedAt(facts, hold.upheldAt)
  return lifted === hold.lifted ? hold : { ...hold, lifted }
}

function isFigureOf(account: AccountId) {
  return (fact: { account: AccountId | null; kind: string }): boolean =>
    fact.account === account && FIGURE_FACTS.includes(fact.kind)
}

/** The first instant after `since` at which a fact lowers or cancels what was owed. */
export function correctedAt(facts: readonly FigureFact[], since: Instant): Instant | null {
  const reversed = new Set(
    facts.filter(({ kind }) => kind === 'payment.reversed').map(({ body }) => body['payment']),
  )
  const dueOn = new Map<unknown, Day>()
  let last: Figures | null = null
  let first: Instant | null = null
  const corrects = ({ kind, at, body }: FigureFact): boolean => {
    switch (kind) {
      case 'payment.received':
        return !reversed.has(body['payment'])
      case 'obligation.billed':
        dueOn.set(body['obligation'], String(body['dueOn']))
        return false
      case 'obligation.rescheduled': {
        const before = dueOn.get(body['obligation'])
        dueOn.set(body['obligation'], String(body['dueOn']))
        return at > since && before !== undefined && String(body['dueOn']) > before
      }
      case 'account.snapshot': {
        const before = last
        last = figuresIn(body)
        return before !== null && isLower(before, last)
      }
      case 'obligation.cancelled':
      case 'account.closed':
        return true
      default:
        return false
    }
  }
  for (const fact of [...facts].sort((a, b) => a.at - b.at))
    if (corrects(fact) && fact.at > since) first = Math.min(first ?? Infinity, fact.at)
  return first
}

interface Figures {
  pastDue: number
  anchor: Day | null
}

function figuresIn(body: Record<string, unknown>): Figures {
  const anchor = body['oldestDueOn']
  return { pastDue: Number(body['pastDue']), anchor: typeof anchor === 'string' ? anchor : null }
}

function isLower(before: Figures, after: Figures): boolean {
  if (after.pastDue < before.pastDue) return true
  return before.anchor !== null && (after.anchor === null || after.anchor > before.anchor)
}
