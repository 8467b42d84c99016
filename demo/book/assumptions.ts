/** Every number that the synthetic portfolio is drawn from, in one place: put in your own. An entry says "assumption" where no solid public number was found. */

/** Shares of accounts: consumer loans in mainland China, cards with an agency in the USA, invoices between companies. */
export const MIX = { cn: 0.45, us: 0.3, b2b: 0.25 } // assumption

/** The share of accounts that are already late when the demo begins, by days past due. */
export const LATE_AT_START = 0.1 // assumption: a lender's whole book in a bad year
export const LATE_BY = [
  { share: 0.6, from: 1, to: 29 },
  { share: 0.2, from: 30, to: 59 },
  { share: 0.12, from: 60, to: 89 },
  { share: 0.08, from: 90, to: 150 },
] // assumption, near published roll rates

/** The share of instalments, cards' minimum payments and invoices due during the demo that are not paid on the day. */
export const MISSED = { cn: 0.08, us: 0.07, b2b: 0.12 } // 5 % of what is due is a published figure for consumers; the rest is assumption

/** Chance of paying in full on a day, by days past due; tuned so that about 86 % of what enters is paid within 30 days and about a third, then a quarter, of the next two months. */
export const HAZARD = [
  { to: 3, perDay: 0.18 },
  { to: 7, perDay: 0.1 },
  { to: 15, perDay: 0.055 },
  { to: 30, perDay: 0.0265 },
  { to: 60, perDay: 0.0143 },
  { to: 90, perDay: 0.0095 },
  { to: Number.POSITIVE_INFINITY, perDay: 0.004 },
]

/** Score = probability of default: share of accounts, range of scores. */
export const RISK = [
  { share: 0.5, from: 0.02, to: 0.19 },
  { share: 0.32, from: 0.2, to: 0.49 },
  { share: 0.18, from: 0.5, to: 0.95 },
] // assumption

/** Balances are log-normal. CN median about 1,800 with sigma 1.0 is an assumption from public averages; the others likewise. */
export const BALANCE = {
  cn: { median: 1800, sigma: 1, dueShare: 1 / 6 },
  us: { median: 2800, sigma: 0.9, dueShare: 0.035 },
  b2b: { median: 2400, sigma: 1.1, dueShare: 1 },
}

export const TWO_ACCOUNTS = 0.12
export const SHARED_NUMBER = 0.02 // assumption
export const WRONG_NUMBER = 0.06
export const HOLD_AT_ENTRY = 0.02
export const BACK_DATED = 0.03
export const REVERSED = 0.005
export const SENT_TWICE = 0.01
export const NOTICE_LAG = { meanMinutes: 20, overADay: 0.01 }

export const PART_PAYMENT_FIRST = 0.2 // assumption
export const NAMES_THE_OBLIGATION = 0.6 // assumption
/** The share of the accounts that are late at any time during the demo. */
export const DISPUTES = 0.03 // assumption
export const DISPUTE_OUTCOME = { rejected: 0.6, upheld: 0.25, withdrawn: 0.15 } // assumption
export const OPTS_OUT = 0.02 // assumption
export const CLOSED_HOURS = 0.03 // assumption
export const CEASES = 0.005 // assumption
/** The share of accounts in the USA with a consent to text messages on file, renewed every 50 days. */
export const SMS_CONSENT = 0.9 // assumption
/** What the law asks for and a careful lender has on file, of those whom it is about. */
export const PAPERS = {
  /** The share of those who agreed to texts that agreed also to texts sent without a person's hand. */
  robotTexts: 0.95, // assumption
  electronic: 0.9, // assumption
  /** District of Columbia: ownership and contract at hand; the written notice that comes before any message. */
  debtPapers: 0.85, // assumption
  writtenNotice: 0.9, // assumption
  /** Companies: the number was checked to be theirs. */
  numberChecked: 0.93, // assumption
}
export const TWO_CANDIDATE_STATES = 0.03 // assumption
export const CHARGE_OFF_DPD = 180

/** Facts arrive on the hour: the demo's clock jumps from event to event. */
export const QUANTUM_MINUTES = 60

/** A promise ends so: the sum comes by its day, a part of it comes, or nothing does. No solid public number was found; 40 to 60 % kept is what lenders speak of, and what is paid anyway counts too. */
export const PROMISE_FATE = { kept: 0.45, half: 0.15 } // assumption
export const PAID_IN_GRACE = 0.1 // assumption: of those that are kept
/** The share of promises that are beyond what the strategy takes, because their day is far away. */
export const PROMISED_FAR = 0.06 // assumption
/** A plan ends so: every rate comes on its day, one is missed and caught up, or none come after some. */
export const PLAN_FATE = { kept: 0.5, late: 0.2 } // assumption
export const PLAN_ANSWER = { agrees: 0.6, refuses: 0.15 } // assumption
export const SETTLEMENT_ANSWER = { accepts: 0.65, declines: 0.15 } // assumption
export const SETTLEMENT_FATE = { paid: 0.75, bounces: 0.12 } // assumption
/** Days past due on which the office looks at an account, and the share of those to whom it offers a plan, or a settlement for less than what is owed. */
export const OFFICE = {
  plan: { from: 18, to: 45, share: 0.3 },
  settlement: { from: 62, to: 85, share: 0.5, discount: 0.25 },
} // assumption
/** The share of questions to a supervisor that are answered with yes. */
export const GRANTED = 0.75 // assumption

/** Being late costs interest on a loan by the day, a fee on a card, and between companies the fixed sums of the Late Payment of Commercial Debts Act 1998, section 5A. */
export const CHARGES = {
  cn: { every: 30, from: 15, perDay: 0.0005 }, // assumption: 18.25 % a year
  us: { from: 5, fee: 2900 }, // assumption
  b2b: {
    from: 31,
    fees: [
      { below: 100_000, fee: 4000 },
      { below: 1_000_000, fee: 7000 },
      { below: Number.POSITIVE_INFINITY, fee: 10_000 },
    ],
  },
}
/** The share of charges that are paid with the debt; the others are waived. */
export const CHARGES_PAID = 0.8 // assumption
