import type { CaseSnapshot } from '../../../core/model/case-memory.ts'
import { type DossierCase, SENDING_CASE as SENDING } from '../../../core/model/dossier.ts'
import { columns, pick } from '../base/columns.ts'
import { isObject } from '../base/read-json.ts'

export const CASE = columns<DossierCase>({
  id: 'id int8',
  account: 'account_id int8',
  number: 'number int4',
  open: { of: (alias) => `${alias}.closed_on is null`, cell: 'bool' },
  state: 'state text',
  stage: 'stage text?',
  snapshot: { column: 'snapshot', type: 'jsonb', nullable: false, read: snapshotIn },
  epoch: 'epoch int4',
  version: 'version int4',
  strategy: 'strategy text',
  strategyHash: 'strategy_hash text',
  openedOn: 'opened_on date',
  closedOn: 'closed_on date?',
  closeReason: 'close_reason text?',
  nextReviewAt: 'next_review_at timestamptz?',
})

export const SENDING_CASE = pick(CASE, ...SENDING)

/** A plain check: every review reads one. */
function snapshotIn(value: unknown): CaseSnapshot {
  if (isSnapshot(value)) return value
  throw new RangeError('not what a case remembers')
}

function isSnapshot(value: unknown): value is CaseSnapshot {
  return (
    isObject(value) &&
    typeof value['lastAnchor'] === 'string' &&
    isObject(value['episodes']) &&
    Object.values(value['episodes']).every(isObject)
  )
}
