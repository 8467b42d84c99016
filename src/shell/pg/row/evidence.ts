import type { DossierEvidence } from '../../../core/model/dossier.ts'
import { columns } from '../base/columns.ts'

export const EVIDENCE = columns<DossierEvidence>({
  key: 'key text',
  account: 'account_id int8?',
  point: 'point_id int8?',
  agent: 'agent text?',
  value: { column: 'value', type: 'jsonb', nullable: false, read: valueIn },
  at: 'at timestamptz',
  until: 'until_at timestamptz?',
})

function valueIn(value: unknown): DossierEvidence['value'] {
  if (typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string') return value
  throw new RangeError('not the value of a piece of evidence')
}
