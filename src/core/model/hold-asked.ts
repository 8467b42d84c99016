import type { HumanTaskKind } from './human-task.ts'
import type { AccountId } from '../base/id.ts'
import type { Day, Instant } from '../base/time.ts'
import type { HoldFile } from './dossier.ts'
import { askedOf, HOLD_REASON, type HoldReason } from './hold-reason.ts'

/** The reason of the holds that a task of the kind is about. */
const REASONS: Record<string, HoldReason | undefined> = Object.fromEntries(
  (Object.keys(HOLD_REASON) as HoldReason[]).flatMap((reason): [HumanTaskKind, HoldReason][] => {
    const asked = askedOf(reason)
    return asked ? [[asked.kind, reason]] : []
  }),
)

/** `upheldAt` absent = nobody knows whether a dispute was decided. */
type AskedHold = Pick<HoldFile, 'kind' | 'reason' | 'account' | 'until' | 'lifted'> & {
  upheldAt?: Instant | null
  placed?: boolean
}

/** Whether a task of the kind is about the hold. */
export function isMeant({ kind: of, reason, upheldAt }: AskedHold, kind: string): boolean {
  switch (of) {
    case 'hold':
      return reason !== null && REASONS[kind] === reason
    case 'cease':
      return kind === 'cease'
    case 'dispute':
      if (kind !== 'dispute' && kind !== 'dispute_upheld') return false
      return upheldAt === undefined || (upheldAt !== null) === (kind === 'dispute_upheld')
    case 'optout':
      return kind === 'opt_in'
  }
}

interface Asked {
  kind: string
  /** Null = of the person. */
  account: AccountId | null
}

/** Whether a hold stands that the task is about: on its account, or on the person. */
export function isStillHeld(
  holds: Iterable<AskedHold>,
  { kind, account }: Asked,
  { now, today }: { now: Instant; today: Day },
): boolean {
  for (const hold of holds) {
    const { lifted, until, placed = true, upheldAt = null } = hold
    const stands = (placed || upheldAt !== null) && (lifted === null || lifted > now)
    const reaches = account === null || hold.account === null || hold.account === account
    if (stands && reaches && (until === null || until >= today) && isMeant(hold, kind)) return true
  }
  return false
}
