import { hasFallen } from '../arrears/has-fallen.ts'
import type { AccountId } from '../base/id.ts'
import type { Day, Instant } from '../base/time.ts'
import type { Draft } from './draft.ts'
import type { FigureFact, LedgerHold } from '../model/ledger.ts'

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
  const lifted = correctedAt(facts.filter(concerns(hold)), hold.upheldAt)
  return lifted === hold.lifted ? hold : { ...hold, lifted }
}

function isFigureOf(account: AccountId) {
  return (fact: { account: AccountId | null; kind: string }): boolean =>
    fact.account === account && isFigureKind(fact.kind)
}

/** What is said of another obligation does not correct the one that was disputed by itself. */
function concerns({ obligation }: LedgerHold) {
  return ({ body }: FigureFact): boolean =>
    obligation === null || !('amount' in body || 'obligation' in body) || body['obligation'] === obligation
}

/** The first instant after `since` at which a fact lowers or cancels what was owed. */
export function correctedAt(facts: readonly FigureFact[], since: Instant): Instant | null {
  const seen: Seen = { since, reversed: new Set(), dueOn: new Map(), amounts: new Map(), last: null }
  for (const { kind, body } of facts)
    if (kind === 'payment.reversed' && body['amount'] === undefined) seen.reversed.add(body['payment'])
  let first: Instant | null = null
  for (const fact of [...facts].sort((a, b) => a.at - b.at))
    if (isFigureKind(fact.kind) && CORRECTS[fact.kind](fact, seen) && fact.at > since)
      first = Math.min(first ?? Infinity, fact.at)
  return first
}

/** What was told before the fact in hand. */
interface Seen {
  since: Instant
  /** Payments that were taken back, before or after. */
  reversed: Set<unknown>
  dueOn: Map<unknown, Day>
  amounts: Map<unknown, number>
  last: Figures | null
}

/** The kinds of fact that may correct a ledger, and those that they are read against. */
const CORRECTS = {
  'payment.received': ({ body }, { reversed }) => !reversed.has(body['payment']),
  'payment.reversed': () => false,
  'credit.noted': () => true,
  'debt.written_off': () => true,
  'obligation.billed': ({ body }, seen) => {
    seen.dueOn.set(body['obligation'], String(body['dueOn']))
    return isLess(body, seen)
  },
  'obligation.corrected': ({ body }, seen) => isLess(body, seen),
  'obligation.rescheduled': ({ at, body }, { dueOn, since }) => {
    const before = dueOn.get(body['obligation'])
    dueOn.set(body['obligation'], String(body['dueOn']))
    return at > since && before !== undefined && String(body['dueOn']) > before
  },
  'obligation.cancelled': () => true,
  'account.snapshot': ({ body }, seen) => {
    const before = seen.last
    seen.last = figuresIn(body)
    return before !== null && hasFallen(before, seen.last)
  },
  'account.closed': () => true,
} satisfies Record<string, (fact: FigureFact, seen: Seen) => boolean>

/** Less than what was said of the same obligation before. */
function isLess(body: Record<string, unknown>, { amounts }: Seen): boolean {
  const before = amounts.get(body['obligation'])
  const amount = Number(body['amount'])
  amounts.set(body['obligation'], amount)
  return before !== undefined && amount < before
}

export const FIGURE_FACTS: readonly string[] = Object.keys(CORRECTS)

function isFigureKind(kind: string): kind is keyof typeof CORRECTS {
  return Object.hasOwn(CORRECTS, kind)
}

interface Figures {
  pastDue: number
  anchor: Day | null
}

function figuresIn(body: Record<string, unknown>): Figures {
  const anchor = body['oldestDueOn']
  return { pastDue: Number(body['pastDue']), anchor: typeof anchor === 'string' ? anchor : null }
}
