import { CONTACT_KIND } from '../../../core/model/contact-kind.ts'
import { DOSSIER_CONTACT as FILE, type ContactRow } from '../../../core/model/contact-row.ts'
import { columns, pick } from '../base/columns.ts'
import { reasonsIn } from '../base/read-json.ts'

export const CONTACT = columns<ContactRow>({
  id: 'id int8',
  person: 'person_id int8',
  household: 'household_id int8?',
  case: 'case_id int8?',
  accounts: 'accounts int8[]',
  point: 'point_id int8?',
  number: 'number_id int8?',
  channel: 'channel text',
  direction: 'direction text',
  role: 'role text',
  place: 'place text',
  purpose: 'purpose text',
  creditor: 'creditor text',
  collector: 'collector text',
  stage: 'stage text?',
  step: 'step text?',
  episode: 'episode date?',
  attempt: 'attempt int4?',
  mandatory: 'mandatory bool',
  dueOn: 'due_on date?',
  epoch: 'epoch int4',
  state: 'state text',
  notBefore: 'not_before timestamptz?',
  expiresAt: 'expires_at timestamptz?',
  at: 'at timestamptz?',
  outcome: 'outcome text',
  disposition: 'disposition text?',
  automation: 'automation text?',
  line: 'line text?',
  actor: 'actor text?',
  product: 'product text?',
  action: 'action text?',
  dpd: 'dpd int4?',
  template: 'template text?',
  durationMinutes: 'duration_minutes int4',
  ring: 'ring int4',
  tries: 'tries int4',
  clientRef: 'client_ref uuid',
  leaseToken: 'lease_token uuid?',
  leaseUntil: 'lease_until timestamptz?',
  agent: 'agent text?',
  provider: 'provider text?',
  passedOver: 'passed_over text[]',
  providerRef: 'provider_ref text?',
  providerCode: 'provider_code text?',
  reasons: { column: 'reasons', type: 'jsonb', nullable: false, read: reasonsIn },
  createdAt: 'created_at timestamptz',
  changedAt: 'changed_at timestamptz',
})

/** What deciding and permitting look at. */
export const DOSSIER_CONTACT = pick(CONTACT, ...FILE)

/** The kind of the contact. */
export const KIND = pick(DOSSIER_CONTACT, ...CONTACT_KIND)

/** The account under which a contact is written; `accounts` names it with all others. */
export const OWNING_ACCOUNT = columns<{ account: number | null }>({ account: 'account_id int8?' })
