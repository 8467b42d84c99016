import type { DossierPromise } from '../../../core/model/dossier.ts'
import type { LedgerChanges } from '../../../core/model/ledger-changes.ts'
import type { LedgerPromise } from '../../../core/model/ledger.ts'
import { columns } from '../base/columns.ts'
import type { DossierSettlement, LedgerSettlement } from '../../../core/model/settlement.ts'
import { GRANTS, RATES, SAID, WORDS } from './money-json.ts'

export const OBLIGATION = columns<LedgerChanges['obligations'][number]>({
  person: 'person_id int8',
  account: 'account_id int8',
  externalId: 'external_id text',
  dueOn: 'due_on date',
  dueAt: 'due_at timestamptz?',
  amount: 'amount int8',
  cancelled: 'cancelled bool',
  part: 'part text',
  saidAt: 'said_at timestamptz?',
  words: { column: 'words', ...WORDS },
  rests: 'rests bool',
  restsUntil: 'rests_until date?',
})

export const PAYMENT = columns<LedgerChanges['payments'][number]>({
  person: 'person_id int8',
  account: 'account_id int8',
  externalId: 'external_id text',
  kind: 'kind text',
  of: 'of_payment text?',
  obligation: 'obligation text?',
  amount: 'amount int8',
  happenedAt: 'happened_at timestamptz',
  recordedAt: 'recorded_at timestamptz',
  reversedAt: 'reversed_at timestamptz?',
  said: { column: 'said', ...SAID },
})

/** What deciding looks at. */
export const DOSSIER_PROMISE = columns<DossierPromise>({
  account: 'account_id int8',
  externalId: 'external_id text',
  amount: 'amount int8',
  madeAt: 'made_at timestamptz',
  by: 'by_on date',
  graceDays: 'grace_days int4',
  cancelled: 'cancelled bool',
  cancelledAt: 'cancelled_at timestamptz?',
  kind: 'kind text?',
  replaces: 'replaces text?',
  accepted: 'accepted bool?',
  decidedAt: 'decided_at timestamptz?',
  told: 'told text?',
  toldPaid: 'told_paid int8?',
})

export const PROMISE = {
  ...DOSSIER_PROMISE,
  ...columns<Omit<LedgerPromise, keyof DossierPromise>>({
    person: 'person_id int8',
  }),
}

/** What deciding sees of a settlement. */
export const DOSSIER_SETTLEMENT = columns<DossierSettlement>({
  account: 'account_id int8',
  externalId: 'external_id text',
  offeredAt: 'offered_at timestamptz?',
  amount: 'amount int8',
  discount: 'discount float8?',
  until: 'until_on date',
  payBy: 'pay_by date?',
  rates: { column: 'rates', ...RATES },
  by: 'by_whom text?',
  toldBy: 'told_by text?',
  grants: { column: 'grants', ...GRANTS },
  acceptedAt: 'accepted_at timestamptz?',
  declinedAt: 'declined_at timestamptz?',
  withdrawnAt: 'withdrawn_at timestamptz?',
  told: 'told text?',
  toldPaid: 'told_paid int8?',
})

export const SETTLEMENT = {
  ...DOSSIER_SETTLEMENT,
  ...columns<Omit<LedgerSettlement, keyof DossierSettlement>>({ person: 'person_id int8' }),
}
