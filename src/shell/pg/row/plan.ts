import type { DossierPlan, PlanTold, ShownDpd } from '../../../core/model/plan.ts'
import type { LedgerPlan } from '../../../core/model/ledger.ts'
import type { Rate } from '../../../core/model/rate.ts'
import { json, jsonOrNull } from '../base/cell.ts'
import { columns } from '../base/columns.ts'
import { fieldsIn, isObject, listIn, objectIn } from '../base/read-json.ts'

const rateIn = fieldsIn<Rate>({ on: 'string', amount: 'number' })
const shownIn = fieldsIn<ShownDpd>({ days: 'number', since: 'string?' })

export const RATES = json(listIn(rateIn))
export const PLAN_TOLD = jsonOrNull(toldIn)

function toldIn(value: unknown): PlanTold {
  const { paid, fell = 0, kept, missed, next, shown } = objectIn(value)
  if (
    typeof paid !== 'number' ||
    typeof fell !== 'number' ||
    !isNumbers(kept) ||
    !isNumbers(missed) ||
    !isObject(shown)
  )
    throw new RangeError('not what was told of a plan')
  for (const one of Object.values(shown)) shownIn(one)
  return {
    paid,
    fell,
    kept,
    missed,
    next: next === null ? null : rateIn(next),
    shown: shown as unknown as PlanTold['shown'],
  }
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'number')
}

/** What deciding looks at. */
export const DOSSIER_PLAN = columns<DossierPlan>({
  account: 'account_id int8',
  externalId: 'external_id text',
  accounts: 'accounts int8[]',
  kind: 'kind text?',
  by: 'by_whom text',
  rates: { column: 'rates', ...RATES },
  every: 'every text?',
  proposedAt: 'proposed_at timestamptz?',
  agreedAt: 'agreed_at timestamptz?',
  refusedAt: 'refused_at timestamptz?',
  acceptedAt: 'accepted_at timestamptz?',
  cancelledAt: 'cancelled_at timestamptz?',
  replaces: 'replaces text?',
  told: 'told text?',
  toldAs: { column: 'told_as', ...PLAN_TOLD },
})

export const PLAN = { ...DOSSIER_PLAN, ...columns<Pick<LedgerPlan, 'person'>>({ person: 'person_id int8' }) }
