import { assertNever } from '../../base/assert-never.ts'
import { addDays, type Instant } from '../../base/time.ts'
import type { SendingDossier, DossierHold } from '../../model/dossier.ts'
import { type Standing, standingPlan, standingSettlement } from '../../agreement/stands-until.ts'
import type { DossierPlan } from '../../model/plan.ts'
import type { DossierSettlement } from '../../model/settlement.ts'
import { promiseTraits } from '../../model/promise.ts'
import { HOLD_REASON, UNNAMED_REASON } from '../../model/hold-reason.ts'
import { statusOfEnded } from './known-keys.ts'
import type { Evidence, Circumstances, Status } from '../../model/question.ts'
import { type Place, PLACES } from '../../base/list.ts'

/**
 * What lasts, in the law's words.
 *
 * | dossier | status |
 * |---|---|
 * | dispute | `dispute.open` of the account |
 * | cease | `cease.written` |
 * | opt-out | `optout` of its number, channel, or everything |
 * | hold | by its reason: see HOLD_REASON |
 * | promise that is open | `promise.open` of the account, until its day and grace |
 * | plan that is agreed and not over | `promise.open` and `plan.open` of its accounts, until its last rate |
 * | settlement that is in force | `promise.open` and `plan.open` of its account, until the last day on which money of it falls due |
 * | account that ended | `account.` and why: `account.sold` |
 *
 * What a law calls otherwise, its pack says: see the source of a derived key in key.ts.
 */
export function statusesFrom(dossier: SendingDossier): Status[] {
  return [
    ...dossier.holds.flatMap((hold) => namesOf(hold).map((name) => ofHold(name, hold, dossier))),
    ...dossier.promises
      .filter(
        ({ amount, cancelled, told }) =>
          amount > 0 && !cancelled && (told === null || promiseTraits(told).void !== true),
      )
      .map(({ account, madeAt, by, graceDays }) => ({
        ...statusFrom('promise.open', madeAt),
        accounts: [account],
        until: addDays(by, graceDays),
      })),
    ...(dossier.plans ?? []).flatMap((plan) => planStatus(plan)),
    ...(dossier.settlements ?? []).flatMap((settlement) => settlementStatus(settlement)),
    ...dossier.accounts.flatMap(({ id, endedReason }) =>
      endedReason === null ? [] : [{ ...statusFrom(statusOfEnded(endedReason), 0), accounts: [id] }],
    ),
  ]
}

function planStatus(plan: DossierPlan): Status[] {
  const { accounts, cancelledAt } = plan
  return agreed(standingPlan(plan), { accounts, lifted: cancelledAt })
}

function settlementStatus(settlement: DossierSettlement): Status[] {
  return agreed(standingSettlement(settlement), { accounts: [settlement.account] })
}

/** A law that asks for a promise means it as well; one that asks for what was agreed in writing means no single promise. */
function agreed(
  standing: Standing | null,
  about: Pick<Status, 'accounts'> & Partial<Pick<Status, 'lifted'>>,
): Status[] {
  if (standing === null) return []
  const { since, until } = standing
  return ['promise.open', 'plan.open'].map((name) => ({ ...statusFrom(name, since), ...about, until }))
}

function namesOf(hold: DossierHold): readonly string[] {
  switch (hold.kind) {
    case 'dispute':
      return ['dispute.open']
    case 'cease':
      return ['cease.written']
    case 'optout':
      return ['optout']
    case 'hold':
      return HOLD_REASON[hold.reason ?? UNNAMED_REASON].statuses
    default:
      return assertNever(hold.kind)
  }
}

function ofHold(name: string, hold: DossierHold, { points }: SendingDossier): Status {
  const number = hold.number ?? points.find((point) => point.id === hold.point)?.number ?? null
  return {
    ...statusFrom(name, hold.from),
    until: hold.until,
    lifted: hold.lifted,
    accounts: hold.account === null ? null : [hold.account],
    point: number,
    channel: hold.channel,
  }
}

/** The status of a person on every account, from that instant on, until something ends it. */
export function statusFrom(name: string, at: Instant): Status {
  return {
    status: name,
    at,
    until: null,
    lifted: null,
    liftedBy: null,
    accounts: null,
    point: null,
    channel: null,
    place: null,
  }
}

/** The statuses of that name: those on file, and recorded evidence whose key is the name (`employer.prohibits`, value = the place). */
export function statusesOf(name: string, file: Circumstances): Status[] {
  const statuses = file.statuses.filter((status) => status.status === name)
  for (const entry of file.evidence) {
    if (entry.key === name && entry.value !== false)
      statuses.push({ ...statusOfEvidence(entry), lifted: earliest([entry.until, revokedAt(entry, file)]) })
  }
  return statuses
}

/** It lasts from its date on, as long as the evidence is good. */
export function statusOfEvidence(entry: Evidence): Status {
  return {
    ...statusFrom(entry.key, entry.at),
    lifted: entry.until,
    accounts: entry.account === null ? null : [entry.account],
    point: entry.point,
    place: PLACES.find((place: Place) => place === entry.value) ?? null,
  }
}

function revokedAt(entry: Evidence, file: Circumstances): number | null {
  const later = file.evidence.filter(
    (other) =>
      other.key === entry.key &&
      other.value === false &&
      other.at >= entry.at &&
      (other.account === null || other.account === entry.account) &&
      (other.point === null || other.point === entry.point),
  )
  return earliest(later.map((other) => other.at))
}

function earliest(instants: (number | null)[]): number | null {
  const known = instants.filter((instant) => instant !== null)
  return known.length > 0 ? Math.min(...known) : null
}
