import type { AccountId } from '../base/id.ts'
import type { Day, Instant } from '../base/time.ts'
import type { DossierHold } from './dossier.ts'
import { HOLD_REASON, type HoldReason } from './hold-reason.ts'
import { type HumanTaskKind, kindsWith, taskTraits } from './human-task.ts'

/** The task that a hold of the reason opens; null = none. */
export function askedOf(reason: HoldReason): { kind: HumanTaskKind; reason: string } | null {
  const { asks } = HOLD_REASON[reason]
  const [kind] = kindsWith(({ about }) => about?.kind === 'hold' && about.reason === reason)
  return asks === null || kind === undefined ? null : { kind, reason: asks.words }
}

/** `upheldAt` absent = nobody knows whether a dispute was decided. */
type AskedHold = Pick<DossierHold, 'kind' | 'reason' | 'account' | 'until' | 'lifted'> & {
  upheldAt?: Instant | null
  placed?: boolean
}

/** Whether a task of the kind is about the hold. */
export function isMeant({ kind: of, reason, upheldAt }: AskedHold, kind: string): boolean {
  const about = taskTraits(kind).about
  if (about?.kind !== of) return false
  switch (about.kind) {
    case 'hold':
      return reason === about.reason
    case 'dispute':
      return upheldAt === undefined || (upheldAt !== null) === about.upheld
    case 'cease':
    case 'optout':
      return true
  }
}

interface Asked {
  kind: string
  /** Null = the hold is of the person. */
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
