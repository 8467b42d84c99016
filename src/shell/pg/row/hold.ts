import type { DossierHold } from '../../../core/model/dossier.ts'
import type { LedgerHold } from '../../../core/model/ledger.ts'
import { columns } from '../base/columns.ts'

/** What deciding and permitting look at. */
export const DOSSIER_HOLD = columns<Required<DossierHold>>({
  kind: 'kind text',
  reason: 'reason text?',
  account: 'account_id int8?',
  point: 'point_id int8?',
  number: 'number_id int8?',
  channel: 'channel text?',
  obligation: 'obligation text?',
  from: 'from_at timestamptz',
  until: 'until_on date?',
  lifted: 'lifted_at timestamptz?',
})

export const HOLD = {
  ...DOSSIER_HOLD,
  ...columns<Required<Omit<LedgerHold, keyof DossierHold>>>({
    person: 'person_id int8',
    externalId: 'external_id text',
    outcome: 'outcome text?',
    upheldAt: 'upheld_at timestamptz?',
    placed: 'placed bool',
    countries: 'countries text[]?',
  }),
}

/** Whether the only obligation that the hold is about is one that somebody has billed. */
export function isOfBilled(h: string): string {
  return `(${h}.obligation is not null and exists (
    select from obligation b where b.person_id = ${h}.person_id and b.account_id = ${h}.account_id
      and b.external_id = ${h}.obligation and (b.amount > 0 or b.said_at is not null or b.cancelled)))`
}
