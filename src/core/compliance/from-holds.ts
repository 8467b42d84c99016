import { assertNever } from '../base/assert-never.ts'
import { addDays, daysBetween, dayOf, type Instant } from '../base/time.ts'
import type { Dossier, HoldFile } from '../decide/dossier.ts'
import { HOLD_REASON } from '../fact/hold-reason.ts'
import type { Status } from './question.ts'

/**
 * What lasts, in the law's words.
 *
 * | dossier | status |
 * |---|---|
 * | dispute | `dispute.open` of the account |
 * | dispute within 30 days of `validation.sent` evidence | also `dispute.validation_period` |
 * | cease | `cease.written` |
 * | opt-out | `optout` of its number, channel, or everything |
 * | hold | by its reason: see HOLD_REASON |
 * | promise that is open | `promise.open` of the account, until its day and grace |
 * | account settled, sold or charged off | `status.closed_or_discharged` |
 */
export function statusesFrom(dossier: Dossier): Status[] {
  return [
    ...dossier.holds.flatMap((hold) => namesOf(hold, dossier).map((name) => ofHold(name, hold, dossier))),
    ...dossier.promises
      .filter((promise) => !promise.cancelled)
      .map(({ account, madeAt, by, graceDays }) => ({
        ...status('promise.open', madeAt),
        accounts: [account],
        until: addDays(by, graceDays),
      })),
    ...dossier.accounts
      .filter(({ endedReason }) => endedReason !== null && ENDED.has(endedReason))
      .map(({ id }) => ({ ...status('status.closed_or_discharged', 0), accounts: [id] })),
  ]
}

const ENDED: ReadonlySet<string> = new Set(['settled', 'sold', 'charged_off'])

function namesOf(hold: HoldFile, dossier: Dossier): readonly string[] {
  switch (hold.kind) {
    case 'dispute':
      return inValidationPeriod(hold, dossier)
        ? ['dispute.open', 'dispute.validation_period']
        : ['dispute.open']
    case 'cease':
      return ['cease.written']
    case 'optout':
      return ['optout']
    case 'hold':
      return HOLD_REASON[hold.reason ?? 'other'].statuses
    default:
      return assertNever(hold.kind)
  }
}

const VALIDATION = ['validation.sent', 'validation.sent_or_due_within_5d']
const VALIDATION_DAYS = 30

/** Any zone that puts the dispute inside the thirty days does. */
function inValidationPeriod(dispute: HoldFile, { evidence, person }: Dossier): boolean {
  return evidence.some(
    ({ key, at, account, value }) =>
      VALIDATION.includes(key) &&
      value !== false &&
      (account === null || dispute.account === null || account === dispute.account) &&
      person.zones.some((zone) => {
        const days = daysBetween(dayOf(zone, at), dayOf(zone, dispute.from))
        return days >= 0 && days <= VALIDATION_DAYS
      }),
  )
}

function ofHold(name: string, hold: HoldFile, { points }: Dossier): Status {
  const number = hold.number ?? points.find((point) => point.id === hold.point)?.number ?? null
  return {
    ...status(name, hold.from),
    until: hold.until,
    lifted: hold.lifted,
    accounts: hold.account === null ? null : [hold.account],
    point: number,
    channel: hold.channel,
  }
}

function status(name: string, at: Instant): Status {
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
