import { CHANNELS, kindOf } from '../../channel/channel.ts'
import { HOLD_REASON, HOLD_REASONS } from '../../model/hold-reason.ts'
import type { KeyFile } from './key.ts'

/** The words that need no declaration: those of the engine itself, and those of packs that were published before packs declared their keys. */

const derived: KeyFile = { class: 'derived' }
const asserted: KeyFile = { class: 'asserted' }
const atClaim: KeyFile = { class: 'at_claim' }
const all = (keys: readonly string[], file: KeyFile): [string, KeyFile][] => keys.map((key) => [key, file])

/** The debtor began in this medium, and is answered there once. */
export const SAME_MEDIUM = 'debtor_initiated_same_medium_once'

/** What lasts, as holds, promises and accounts that ended give it. */
export const STATUSES: readonly string[] = [
  ...new Set(HOLD_REASONS.flatMap((reason): readonly string[] => HOLD_REASON[reason].statuses)),
  'dispute.open',
  'cease.written',
  'optout',
  'promise.open',
  'plan.open',
  ...['settled', 'charged_off', 'sold', 'placed', 'closed'].map(statusOfEnded),
]

/** The status of an account that ended for that reason. */
export function statusOfEnded(reason: string): string {
  return `account.${reason}`
}

/** What the engine finds in history, holds, promises and the ledger. */
export const ENGINE_KEYS: Readonly<Record<string, KeyFile>> = Object.fromEntries([
  ...all(STATUSES, derived),
  ...all(
    CHANNELS.flatMap((channel) => {
      const { inboundEvidence, homeEvidence } = kindOf(channel)
      return [inboundEvidence, homeEvidence].filter((key) => key !== undefined)
    }),
    derived,
  ),
  ...all(
    [
      'attempt',
      'cease.withdrawn',
      'conversation',
      'debtor.failed_contacts_in_row',
      'debtor.spoken',
      SAME_MEDIUM,
      'dispute.resolved',
      'due',
      'first_communication_pending',
      'optout.withdrawn',
      'point.invalid',
      'promise.broken',
      'promise.due',
    ],
    derived,
  ),
])

const AT_CLAIM = [
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

const ASSERTED = [
  'adjustment.decided',
  'adjustment.requested',
  'adviser.plan_in_progress',
  'adviser.progress_shown',
  'attorney.consents',
  'attorney.ended',
  'attorney.unresponsive',
  'bankruptcy_proof_of_claim',
  'borrower.missed_meetings_in_row',
  'bot.approved',
  'breathing.cancelled',
  'breathing.crisis',
  'breathing.start',
  'breathing.treatment_end',
  'case.dismissed',
  'collect.effective_spaced_30d',
  'collect.receipt_confirmed_count',
  'collect.second_receipt_confirmed',
  'collection_round_end',
  'complaint.closed',
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
  'debt_payment_programme.approved',
  'debtor.other_channels_failed',
  'debtor.unreachable',
  'debtor_asked_callback',
  'debtor_invited',
  'debtor_unreachable',
  'debtor_unreachable_in_hours',
  'dispute.duplicative_notice_sent',
  'docs.dc_complete',
  'employer.allows',
  'employer.prohibits',
  'evidence_pending',
  'hardship.confirmed',
  'judgment_copy.sent',
  'moratorium.start',
  'moratorium.withdrawn',
  'notice.agency',
  'notice.dc_written',
  'notice.deliverable',
  'notice.due_reminder',
  'notice.outsourced',
  'notice.transfer',
  'notice.warning_letter',
  'occasion.over',
  'original_creditor.sent',
  'person.minor_or_elder_not_debtor',
  'pipl.entrust_agreement',
  'pipl.other_legal_basis',
  'plan.active',
  'plan.broken',
  'plan.done',
  'point.employer_email',
  'point.not_reassigned',
  'point.prior_collector_ok',
  'point.sender_notified',
  'point.sole_declared',
  'postjudgment_remedy',
  'pref.place_closed',
  'pref.place_opened',
  'pref.point_closed',
  'pref.point_opened',
  'product.microcredit_or_rural',
  'region.health_emergency',
  'region.health_emergency_end',
  'representation.ended',
  'representative.unresponsive',
  'sequestration.awarded',
  'status.capacity_doubt',
  'status.kr_hardship.extended',
  'status.occasion',
  'status.ru_protected',
  'status.ru_protected_end',
  'status.time_barred',
  'stay.lifted',
  'task.plan_copy_due_7d',
  'third.pre_agreed',
  'third.refused',
  'third.withdrew_refusal',
  'trust_deed.decided',
  'validation.sent',
  'validation.sent_or_due_within_5d',
  'verification.sent',
  'visit.notice',
  'vulnerability.cleared',
  'work.refusal_withdrawn',
  'work.refused_oral',
  'work.refused_written',
]

/** What a key means that an earlier pack names without declaring it. Packs of today say it themselves. */
export const EARLIER_KEYS: Readonly<Record<string, KeyFile>> = {
  ...Object.fromEntries([...all(AT_CLAIM, atClaim), ...all(ASSERTED, asserted)]),
  consented_7d: { class: 'asserted', lasts: { days: 6 }, endsWith: 'conversation' },
  debtor_asked_callback: { class: 'asserted', endsWith: 'conversation' },
  'breathing.standard': { class: 'derived', from: { while: ['status.moratorium'] } },
  'moratorium.scotland': { class: 'derived', from: { while: ['status.moratorium'] } },
  'status.kr_hardship': {
    class: 'derived',
    from: { while: ['status.hardship', 'status.disaster'] },
  },
  'status.represented': { class: 'derived', from: { while: ['status.attorney'] } },
  'status.closed_or_discharged': {
    class: 'derived',
    from: { while: ['account.settled', 'account.sold', 'account.charged_off'] },
  },
  'dispute.validation_period': {
    class: 'derived',
    from: {
      while: ['dispute.open'],
      begunWithin: { days: 30 },
      after: ['validation.sent', 'validation.sent_or_due_within_5d'],
    },
  },
}

/** What needs no declaration, in order. */
export const KNOWN_KEYS: readonly string[] = [
  ...Object.keys(ENGINE_KEYS),
  ...Object.keys(EARLIER_KEYS),
].sort()

/** Null = a key that a pack has to declare. */
export function knownKey(key: string): KeyFile | null {
  if (Object.hasOwn(ENGINE_KEYS, key)) return ENGINE_KEYS[key] ?? null
  return Object.hasOwn(EARLIER_KEYS, key) ? (EARLIER_KEYS[key] ?? null) : null
}

/** Countries that an earlier pack means by one name. */
export const EARLIER_GROUPS: Readonly<Record<string, readonly string[]>> = {
  EU: 'AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE'.split(' '),
}

/** A number that turned out wrong: the engine itself marks the contacts made there. */
export const ENGINE_MARK = 'misdirected'

/** Words about a single contact that a cap may leave out of its count, or that a hold may let pass; a pack of today declares its own. No channel of the engine sets them, and no evidence about an account can: those contacts count, and are held, like any other. */
export const CONTACT_MARKS: readonly string[] = [
  'answer_was_wrong',
  'consented_7d',
  'court_permitted',
  'debtor_asked_callback',
  'debtor_initiated',
  ENGINE_MARK,
  'notice_remedy_intended',
  'notice_remedy_possible',
  'notice_terminating',
  'plan_statement',
  'proof_of_claim',
  'reply_asked',
  'reply_same_day',
  'serve_process',
  'third_asked',
  'to_attorney',
  'via_nominated_contact',
]
