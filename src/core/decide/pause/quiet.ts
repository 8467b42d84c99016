import { addDays, type Instant, instantInAll, type Zone } from '../../base/time.ts'
import type { AccountId } from '../../base/id.ts'
import { HOLD_REASON } from '../../model/hold-reason.ts'
import { promiseTraits } from '../../model/promise.ts'
import type { DossierHold } from '../../model/dossier.ts'
import type { PlanState } from '../../agreement/plan-state.ts'
import type { SettlementState } from '../../settlement/state.ts'
import type { PromiseState } from '../../promise/state.ts'

/** A time in which the case is held, promised, on a plan or asked not to be contacted. */
export interface QuietSpan {
  kind: 'hold' | 'cease' | 'promise' | 'plan'
  /** It is no word of the debtor's: steps inside it are late, not passed. */
  ours?: true
  from: Instant
  /** The end is exclusive; infinite = until something happens. */
  to: Instant
}

export type QuietPromise = Pick<PromiseState, 'promise' | 'status' | 'lastDay' | 'keptOn' | 'supersededAt'>

export function quietSpans(
  account: AccountId,
  holds: readonly DossierHold[],
  promises: readonly QuietPromise[],
  zones: readonly Zone[],
): QuietSpan[] {
  if (holds.length === 0 && promises.length === 0) return []
  const spans: QuietSpan[] = []
  for (const hold of holds) {
    if (hold.kind === 'optout' || hold.point !== null || hold.channel !== null) continue
    if (hold.account !== null && hold.account !== account) continue
    const kind = hold.kind === 'cease' ? 'cease' : 'hold'
    const over = hold.until === null ? Infinity : instantInAll(zones, addDays(hold.until, 1))
    const ours = hold.reason !== null && HOLD_REASON[hold.reason].by === 'engine'
    const to = Math.min(hold.lifted ?? Infinity, over)
    spans.push({ kind, from: hold.from, to, ...(ours && { ours }) })
  }
  for (const state of promises) {
    const end = promiseEnd(state, zones)
    if (end !== null) spans.push({ kind: 'promise', from: state.promise.madeAt, to: end })
  }
  return spans
}

/** The times in which the ladder rests for plans. */
export function planSpans(plans: readonly Pick<PlanState, 'rests'>[]): QuietSpan[] {
  return plans.flatMap(({ rests }) => rests.map(({ from, to }): QuietSpan => ({ kind: 'plan', from, to })))
}

/** The next instant at which time alone makes something else of a plan. */
export function nextPlanChange(
  plans: readonly Pick<PlanState, 'changesOn'>[],
  zones: readonly Zone[],
): Instant {
  const days = plans.flatMap(({ changesOn }) => (changesOn === null ? [] : [instantInAll(zones, changesOn)]))
  return Math.min(Infinity, ...days)
}

/** The time in which a settlement was in force and not paid yet; it is quiet to the end of the day on which it was. */
export function settledSpans(settlements: readonly SettlementState[], zones: readonly Zone[]): QuietSpan[] {
  return settlements.flatMap(({ inForceAt, silentTo, replacedAt }): QuietSpan[] => {
    if (inForceAt === null || silentTo === null) return []
    const to = Math.min(instantInAll(zones, addDays(silentTo, 1)), replacedAt ?? Infinity)
    return [{ kind: 'promise', from: inForceAt, to }]
  })
}

/** How many spans of the kind run at that instant. */
export function openAt(spans: readonly QuietSpan[], at: Instant, kind: QuietSpan['kind']): number {
  return spans.filter((span) => span.kind === kind && span.from <= at && at < span.to).length
}

/** A step whose instant lies inside a hold, promise or plan is passed. After a cease, the notices go on. */
export function passesAt(spans: readonly QuietSpan[], at: Instant): boolean {
  return spans.some((span) => span.kind !== 'cease' && !span.ours && span.from <= at && at < span.to)
}

/** The next instant at which a span begins or ends by time alone. */
export function nextQuietEdge(spans: readonly QuietSpan[], now: Instant): Instant {
  let next = Infinity
  for (const span of spans) {
    if (span.from > now) next = Math.min(next, span.from)
    if (span.to > now) next = Math.min(next, span.to)
  }
  return next
}

/** A promise is quiet to the end of the day on which it is kept, or of its grace, or until another takes its place; one that was never taken leaves nothing behind, as one that is cancelled. */
function promiseEnd(state: QuietPromise, zones: readonly Zone[]): Instant | null {
  if (promiseTraits(state.status).void) return null
  const end = instantInAll(zones, addDays(state.keptOn ?? state.lastDay, 1))
  return Math.min(end, state.supersededAt ?? Infinity)
}
