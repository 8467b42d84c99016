import type { PersonId } from '../../../core/base/id.ts'
import type { ClosedHours, DossierPerson } from '../../../core/model/dossier.ts'
import type { LedgerPerson } from '../../../core/model/ledger.ts'
import { BYTES_OR_NULL } from '../base/cell.ts'
import { columns } from '../base/columns.ts'
import { isObject } from '../base/read-json.ts'

/** What deciding and permitting look at. */
export const DOSSIER_PERSON = columns<DossierPerson>({
  id: 'id int8',
  externalId: 'external_id text',
  household: 'household_id int8?',
  locale: 'locale text',
  regions: 'regions text[]',
  zones: 'zones text[]',
  closed: { column: 'closed', type: 'jsonb', nullable: false, read: closedIn },
})

/** The name stays in the vault. */
export const PERSON = {
  ...DOSSIER_PERSON,
  ...columns<Omit<LedgerPerson, keyof DossierPerson | 'name'>>({
    zonesFrom: 'zones_from int2',
    closedAt: 'closed_at timestamptz?',
    erased: { of: (alias) => `${alias}.erased_at is not null`, cell: 'bool' },
  }),
}

/** The name is sealed under its key; only who opens it reads it. */
export const SEALED_NAME = columns<{ sealed: Uint8Array | null; keyId: string | null }>({
  sealed: { column: 'name_sealed', ...BYTES_OR_NULL },
  keyId: 'key_id text?',
})

/** The person whose row it is. */
export const PERSON_ID = columns<{ person: PersonId }>({ person: 'person_id int8' })

function closedIn(value: unknown): ClosedHours[] {
  if (Array.isArray(value) && value.every(isClosed)) return value
  throw new RangeError('not a list of closed hours')
}

function isClosed(value: unknown): value is ClosedHours {
  return isObject(value) && typeof value['days'] === 'string'
}
