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
