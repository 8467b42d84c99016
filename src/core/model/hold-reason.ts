/**
 * The persons and accounts that a hold binds, whichever account it was said on.
 *
 * | reach | on |
 * |---|---|
 * | `person` | the person: all accounts, also those opened later |
 * | `person_unless_named` | the person, unless the fact lists `accounts` |
 * | `account` | the accounts that are named; the person where none is |
 * | `as_named` | the same, for what may be about either |
 */
export type HoldAffects = 'person' | 'person_unless_named' | 'account' | 'as_named'

interface HoldReasonTraits {
  /** fact = hold.placed says it; engine = the engine's own, which ends as its own rule says. */
  by: 'fact' | 'engine'
  affects: HoldAffects
  /** What it is to rules; a pack says which of its own statuses it is found in. */
  statuses: readonly string[]
  /** What a human is asked once such a hold stands, by a task of the kind `hold_<reason>`; null = nothing. */
  asks: { role: 'operations' | 'compliance'; words: string } | null
  /** The prefix of the names of such holds, and what ends them; only holds of the engine's own have these. */
  own?: { prefix: string; endsWith: string }
}

/** Why nobody may be contacted for a while; a dispute is a hold of its own kind. */
export const HOLD_REASON = {
  hardship: {
    by: 'fact',
    affects: 'as_named',
    statuses: ['status.hardship'],
    asks: {
      role: 'operations',
      words: 'the debtor cannot pay for now: agree on what is possible',
    },
  },
  moratorium: {
    by: 'fact',
    affects: 'person',
    statuses: ['status.moratorium'],
    asks: {
      role: 'compliance',
      words: 'a moratorium protects the debtor: check its dates',
    },
  },
  bankruptcy: {
    by: 'fact',
    affects: 'person',
    statuses: ['status.bankruptcy'],
    asks: {
      role: 'compliance',
      words: 'the debtor is bankrupt: file the claim',
    },
  },
  deceased: {
    by: 'fact',
    affects: 'person',
    statuses: ['status.deceased'],
    asks: {
      role: 'compliance',
      words: 'the debtor is said to be dead: find out who acts for the estate',
    },
  },
  attorney: {
    by: 'fact',
    affects: 'person_unless_named',
    statuses: ['status.attorney'],
    asks: {
      role: 'compliance',
      words: 'an attorney speaks for the debtor: record who, and write there',
    },
  },
  fraud: {
    by: 'fact',
    affects: 'account',
    statuses: ['status.fraud'],
    asks: {
      role: 'compliance',
      words: 'fraud is suspected: investigate before anybody is asked to pay',
    },
  },
  vulnerable: {
    by: 'fact',
    affects: 'person',
    statuses: ['status.vulnerable'],
    asks: {
      role: 'compliance',
      words: 'the debtor is vulnerable: decide how to go on, if at all',
    },
  },
  complaint: {
    by: 'fact',
    affects: 'account',
    statuses: ['complaint.open'],
    asks: {
      role: 'compliance',
      words: 'the debtor complained: answer it',
    },
  },
  disaster: {
    by: 'fact',
    affects: 'as_named',
    statuses: ['status.disaster'],
    asks: {
      role: 'operations',
      words: 'a disaster struck the debtor: decide when to go on',
    },
  },
  military: {
    by: 'fact',
    affects: 'person',
    statuses: ['status.military'],
    asks: {
      role: 'compliance',
      words: 'the debtor serves: check which protection applies',
    },
  },
  other: {
    by: 'fact',
    affects: 'as_named',
    statuses: ['status.other'],
    asks: {
      role: 'operations',
      words: 'a hold without a named reason: decide when to go on',
    },
  },
  /** A row that names the account or the debtor was refused. */
  data_refused: {
    by: 'engine',
    affects: 'as_named',
    statuses: [],
    asks: null,
    own: {
      prefix: 'refused:',
      endsWith: 'a good row about the same, or the answer release to the task that tells of it',
    },
  },
  /** The creditor's figures, or the account's alone, are older than is stated. */
  feed_stale: {
    by: 'engine',
    affects: 'as_named',
    statuses: [],
    asks: null,
    own: { prefix: 'feed_stale/', endsWith: 'newer figures of the creditor' },
  },
  /** No pack binds the residence, and no file accepts it. */
  no_law_on_file: {
    by: 'engine',
    affects: 'as_named',
    statuses: [],
    asks: null,
    own: {
      prefix: 'no_law_on_file/',
      endsWith: 'a published file that covers or accepts the residence',
    },
  },
} as const satisfies Record<string, HoldReasonTraits>

export type HoldReason = keyof typeof HOLD_REASON

/** What a hold counts as that gives no reason. */
export const UNNAMED_REASON: HoldReason = 'other'

/** The reasons that a fact may give. */
export type SaidHoldReason = {
  [R in HoldReason]: (typeof HOLD_REASON)[R]['by'] extends 'fact' ? R : never
}[HoldReason]
export const HOLD_REASONS = (Object.keys(HOLD_REASON) as HoldReason[]).filter(isSaid)

function isSaid(reason: HoldReason): reason is SaidHoldReason {
  return HOLD_REASON[reason].by === 'fact'
}

/** Whether a hold of the reason is one hold of the person, whichever account it is spoken of on. */
export function isOfPerson(reason: HoldReason): boolean {
  return HOLD_REASON[reason].affects.startsWith('person')
}

/** What ends a hold of that name, where it is the engine's own; null = facts may put it on and take it off. */
export function endOfOwn(name: string): string | null {
  for (const reason of Object.keys(HOLD_REASON) as HoldReason[]) {
    const { own }: HoldReasonTraits = HOLD_REASON[reason]
    if (own && (name === reason || name.startsWith(own.prefix))) return own.endsWith
  }
  return null
}
