/** How each piece of evidence that a rule's `require` or `unless` names comes to be known; a key that is not here fails `check`. */

/** derived: from history. asserted: recorded as a fact. at_claim: shown by the agent or field collector; a duty until then. */
export type EvidenceClass = 'derived' | 'asserted' | 'at_claim'

const DERIVED_KEYS = [
  'debtor.failed_contacts_in_row',
  'debtor.spoken',
  'debtor_initiated_same_medium_once',
  'first_communication_pending',
  'point.inbound_email',
  'point.inbound_text',
  'point.invalid',
  'visit.home_tried',
]

const AT_CLAIM_KEYS = [
  'agent.authorisation_letter',
  'agent.certified',
  'agent.iibf_certified',
  'agent.trained',
  'debtor_happy_to_talk_now',
  'identity.verified_or_no_detail',
  'visit.id_shown',
  'visit.no_entry_or_entry_consent',
  'visit.purpose_told',
  'visit.staff',
]

const ASSERTED_KEYS = [
  'bankruptcy_proof_of_claim',
  'borrower.missed_meetings_in_row',
  'bot.approved',
  'collect.first_receipt_confirmed',
  'collect.receipt_confirmed_count',
  'collect.second_receipt_confirmed',
  'complaint.frivolous_documented',
  'consent.autodial',
  'consent.channel',
  'consent.direct',
  'consent.electronic',
  'consent.email',
  'consent.frequency',
  'consent.place',
  'consent.sms',
  'consent.third',
  'consent.time',
  'consent.transfer',
  'consent.visit',
  'consented_7d',
  'court_order',
  'creditor.email_notice',
  'debtor.other_channels_failed',
  'debtor.unreachable',
  'debtor_asked_callback',
  'debtor_invited',
  'debtor_unreachable',
  'debtor_unreachable_in_hours',
  'docs.dc_complete',
  'notice.agency',
  'notice.dc_written',
  'notice.deliverable',
  'notice.due_reminder',
  'notice.outsourced',
  'notice.transfer',
  'notice.warning_letter',
  'pipl.entrust_agreement',
  'pipl.other_legal_basis',
  'point.not_reassigned',
  'point.prior_collector_ok',
  'point.sender_notified',
  'point.sole_declared',
  'postjudgment_remedy',
  'product.microcredit_or_rural',
  'task.plan_copy_due_7d',
  'third.pre_agreed',
  'validation.sent_or_due_within_5d',
  'visit.notice',
]

const classes = new Map<string, EvidenceClass>([
  ...DERIVED_KEYS.map((key) => [key, 'derived'] as const),
  ...AT_CLAIM_KEYS.map((key) => [key, 'at_claim'] as const),
  ...ASSERTED_KEYS.map((key) => [key, 'asserted'] as const),
])

/** Every key that has a class, in order. */
export const EVIDENCE_KEYS: readonly string[] = [...classes.keys()].sort()

/** Null = a key that nobody records: a Problem for `check`. */
export function classOfEvidence(key: string): EvidenceClass | null {
  return classes.get(key) ?? null
}
