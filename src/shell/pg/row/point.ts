import type { DossierPoint } from '../../../core/model/dossier.ts'
import type { LedgerPoint } from '../../../core/model/ledger.ts'
import { type PointWords, wordsFrom } from '../../../core/model/point-words.ts'
import { BYTES_OR_NULL } from '../base/cell.ts'
import { columns } from '../base/columns.ts'
import { isObject } from '../base/read-json.ts'

/** What deciding and permitting look at. */
export const DOSSIER_POINT = columns<Required<DossierPoint>>({
  id: 'id int8',
  kind: 'kind text',
  number: 'number_id int8',
  line: 'line text',
  place: 'place text',
  role: 'role text',
  valid: 'valid bool',
  former: 'former bool',
  namedAt: 'named_at timestamptz?',
})

/** Its value stays in the vault. */
export const POINT = {
  ...DOSSIER_POINT,
  ...columns<Omit<LedgerPoint, keyof DossierPoint | 'value'>>({
    person: 'person_id int8',
    validAt: 'valid_at timestamptz?',
    words: { column: 'words', type: 'jsonb', nullable: false, read: wordsIn },
  }),
}

/** The value is sealed under its key; only who opens it reads it. */
export const SEALED_VALUE = columns<{ sealed: Uint8Array | null; keyId: string | null }>({
  sealed: { column: 'value_sealed', ...BYTES_OR_NULL },
  keyId: 'key_id text?',
})

function wordsIn(value: unknown): PointWords {
  if (isWords(value)) return wordsFrom(value)
  throw new RangeError('not what was said of a point')
}

function isWords(value: unknown): value is Partial<PointWords> {
  return isObject(value) && (value['named'] === undefined || Array.isArray(value['named']))
}
