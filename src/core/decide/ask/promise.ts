import { formatAmount } from '../../base/money.ts'
import type { EngineFactType } from '../../model/engine-fact.ts'
import type { DossierTask } from '../../model/dossier.ts'
import { promiseTraits, type PromiseStatus } from '../../model/promise.ts'
import type { PromiseState } from '../../promise/state.ts'
import { type CaseReview, happened } from '../case/review.ts'
import type { CaseView } from '../case/view.ts'
import type { Decided } from '../decided.ts'
import { askSupervisor } from './supervisor.ts'

/** What became of the promises of a case since it was last told; a supervisor is asked about one beyond the limits. */
export function tellPromises({ view }: CaseReview): Decided[] {
  return view.promises.flatMap((state) => {
    if (state.promise.amount <= 0) return []
    return [...news(view, state), ...askAbout(view, state)]
  })
}

/** Whether the task asks whether that promise is taken. */
export function isAskedAbout(
  { status, promise }: PromiseState,
  { rule }: Pick<DossierTask, 'rule'>,
): boolean {
  return promiseTraits(status).asks === true && promise.externalId === rule
}

function news(view: CaseView, { promise, status, paid }: PromiseState): Decided[] {
  const { externalId, told, toldPaid, amount, by } = promise
  if (told === status && (toldPaid ?? 0) === paid) return []
  const { person, account, case: theCase } = view
  const row = { person: person.id, account: account.id, case: theCase.id, externalId, told: status, paid }
  const decided: Decided[] = [{ is: 'promise_told', promise: row }]
  const type = told === status ? null : factOf(status)
  if (type === null) return decided
  const { currency } = account
  const sums = { amount: formatAmount(amount, currency), paid: formatAmount(paid, currency) }
  return [...decided, happened(view, type, { promise: externalId, by, ...sums, number: theCase.number })]
}

/** Null = the fact that made or ended the promise says it. */
function factOf(status: PromiseStatus): EngineFactType | null {
  switch (status) {
    case 'cancelled':
    case 'refused':
      return null
    default:
      return `promise.${status}`
  }
}

function askAbout(view: CaseView, { status, promise, beyond }: PromiseState): Decided[] {
  if (!promiseTraits(status).asks) return []
  const { id: account, currency } = view.account
  const said = `${formatAmount(promise.amount, currency)} by ${promise.by}`
  const reason = `a promise of ${said} is beyond what the strategy takes: ${beyond.join('; ')}`
  return askSupervisor(view, { kind: 'promise_beyond_limits', name: promise.externalId, account, reason })
}
