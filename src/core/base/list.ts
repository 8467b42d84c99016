/** The closed lists of the field, spelled once: schema literal, column value, metric label. Adding one is one line. */

/** What a number or an address is, and how many signs one has at most that a provider names. */
export const LONGEST_POINT = { phone: 40, email: 320, address: 500, handle: 200 } as const
/** The most characters of what a debtor writes that are kept: they are all read. */
export const LONGEST_MESSAGE = 20_000
export type PointKind = keyof typeof LONGEST_POINT
export const POINT_KINDS = Object.keys(LONGEST_POINT) as PointKind[]

export const ACTORS = ['first_party', 'third_party', 'debt_buyer'] as const
export type Actor = (typeof ACTORS)[number]

export const ROLES = [
  'debtor',
  'spouse',
  'guarantor',
  'guardian',
  'estate',
  'attorney',
  'adviser',
  'household',
  'third',
  'employer',
] as const
export type Role = (typeof ROLES)[number]

export const PLACES = ['home', 'work', 'public', 'sensitive', 'other', 'unlisted'] as const
export type Place = (typeof PLACES)[number]

export const PURPOSES = [
  'collect',
  'locate',
  'legal_notice',
  'reply',
  'consent_ask',
  'optout_confirm',
  'service',
] as const
export type Purpose = (typeof PURPOSES)[number]

export const ACTIONS = [
  'contact',
  'credit_report',
  'sue',
  'threat_sue',
  'sell',
  'outsource',
  'criminal_referral',
  'take_payment',
  'negotiate',
  'accept_plan',
] as const
export type Action = (typeof ACTIONS)[number]

export const LINES = ['mobile', 'landline', 'work'] as const
export type Line = (typeof LINES)[number]

export const AUTOMATIONS = ['human', 'prerecorded', 'bot'] as const
export type Automation = (typeof AUTOMATIONS)[number]

/** What came of an attempt, by how far it got: 0 failed, not_connected; 1 no_answer, no_one; 2 voicemail, sent, delivered, third; 3 replied, conversation, met. `pending` is not known yet and counts as the highest. */
export const OUTCOME_LEVEL = {
  failed: 0,
  not_connected: 0,
  no_answer: 1,
  no_one: 1,
  voicemail: 2,
  sent: 2,
  delivered: 2,
  third: 2,
  replied: 3,
  conversation: 3,
  met: 3,
  pending: 3,
} as const
export type Outcome = keyof typeof OUTCOME_LEVEL
