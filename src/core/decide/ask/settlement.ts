import { formatAmount } from '../../base/money.ts'
import { addDays, instantInAll } from '../../base/time.ts'
import type { DossierTask } from '../../model/dossier.ts'
import type { EngineFactType } from '../../model/engine-fact.ts'
import { settlementTraits, type SettlementStatus } from '../../model/settlement.ts'
import type { SettlementState } from '../../settlement/state.ts'
import { type CaseReview, happened, nextReview } from '../case/review.ts'
import type { CaseView } from '../case/view.ts'
import type { Decided } from '../decided.ts'
import { askSupervisor } from './supervisor.ts'

/** What became of the settlements of a case since it was last told, and what they leave off the debt; a second person is asked about one that one alone may not offer. */
export function tellSettlements(review: CaseReview): Decided[] {
  const { view } = review
  return [
    ...refigured(view),
    ...view.settlements.flatMap((state) => [
      ...news(view, state),
      ...askAbout(view, state),
      ...(state.standsTo === null || review.closed
        ? []
        : [nextReview(view, instantInAll(view.zones, addDays(state.standsTo, 1)))]),
    ]),
  ]
}

/** Whether the task asks whether that settlement is granted. */
export function isGrantOf(
  { status, settlement }: SettlementState,
  { rule }: Pick<DossierTask, 'rule'>,
): boolean {
  return settlementTraits(status).asks === true && settlement.externalId === rule
}

function refigured({ person, account, case: theCase, settled, today }: CaseView): Decided[] {
  if (!settled) return []
  const whose = { person: person.id, account: account.id, case: theCase.id, on: today }
  return [{ is: 'refigured', figures: { ...settled, ...whose } }]
}

function news(view: CaseView, state: SettlementState): Decided[] {
  const { settlement, status, paid, terms } = state
  const { externalId, told, toldPaid } = settlement
  if (told === status && (toldPaid ?? 0) === paid) return []
  const { person, account, case: theCase } = view
  const row = { person: person.id, account: account.id, case: theCase.id, externalId, told: status, paid }
  const decided: Decided[] = [{ is: 'settlement_told', settlement: row }]
  const type = told === status ? null : factOf(status)
  if (type === null) return decided
  const { currency } = account
  const { amount, owed, dueOn: by } = terms
  const sums = {
    amount: formatAmount(amount, currency),
    owed: formatAmount(owed, currency),
    paid: formatAmount(paid, currency),
    forgiven: formatAmount(state.forgiven?.amount ?? 0, currency),
  }
  const why = terms.beyond.length > 0 ? { why: terms.beyond.join('; ') } : {}
  return [
    ...decided,
    happened(view, type, { settlement: externalId, by, ...sums, ...why, number: theCase.number }),
  ]
}

/** Null = the fact that made or ended the offer says it. */
function factOf(status: SettlementStatus): EngineFactType | null {
  switch (status) {
    case 'offered':
    case 'rejected':
    case 'declined':
    case 'withdrawn':
      return null
    case 'accepted':
      return 'settlement.in_force'
    default:
      return `settlement.${status}`
  }
}

function askAbout(view: CaseView, { status, settlement, terms }: SettlementState): Decided[] {
  if (!settlementTraits(status).asks) return []
  const { id: account, currency } = view.account
  const [sum, owed] = [terms.amount, terms.owed].map((one) => formatAmount(one, currency))
  const reason = `${settlement.by ?? 'somebody'} offers to settle ${owed} for ${sum} until ${settlement.until}: somebody else is to grant it`
  return askSupervisor(view, { kind: 'settlement_grant', name: settlement.externalId, account, reason })
}
