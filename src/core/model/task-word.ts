/** What a word does that answers a task; one word means the same wherever it is said. A new word is one line here. */
export const TASK_ANSWER = {
  /** What was asked for is done: a step counts as done. */
  done: 'it is done',
  /** A step stays undone; a mandatory or required one is put to the next role. */
  not_done: 'it was tried and could not be done',
  /** Nothing waits for it any more in this episode; a duty is not asked for again. */
  waived: 'it is not needed here',
  /** Goes on trying, and is asked again later. */
  wait: 'it stays as it is for now',
  /** One contact may pass although the rule asks. */
  allow_once: 'it may be done once',
  /** The rule stands for as long as the case does. */
  refuse: 'it may not be done',
  /** An unknown contact counts as sent. */
  sent: 'it reached the debtor',
  /** An unknown contact is sent again. */
  not_sent: 'it never went out',
  /** A message counts as an opt-out from when it came. */
  optout: 'the debtor wants no more messages',
  /** A message asks for nothing: what it held is free again. */
  other: 'the debtor meant something else',
  /** A spoilt text may be sent. */
  cleared: 'the text is in order',
  /** A spoilt text is not sent. */
  stays: 'the text is not in order',
  /** Every hold of the reason ends. */
  lift: 'it does not hold any more',
  /** The debtor said otherwise since; a dispute is withdrawn. */
  withdrawn: 'the debtor took it back',
  upheld: 'the debtor was right',
  rejected: 'the debtor was wrong',
  /** The ledger shows what is right. */
  corrected: 'the ledger is corrected',
  stays_owed: 'it stays owed',
  recorded: 'it is recorded',
  /** An opt-out of a number that nobody can read is one of the whole person. */
  everything: 'the debtor wants no more messages anywhere',
  nobody: 'it is of nobody who is known',
  no_promise: 'nothing was promised',
  called: 'the debtor was called back',
  not_reached: 'the debtor was not reached',
  not_known: 'nobody knows',
  reopen: 'it is collected again',
  /** The holds that came of refused rows end. */
  release: 'the account is free again',
  stays_ended: 'it stays ended',
  /** The opening notice was given some other way. */
  notice_given: 'the debtor was told of the debt',
  /** The ladder goes on although the debtor was not told. */
  go_on: 'it goes on without',
  /** Collection of the account ends. */
  close: 'nothing more is done',
  /** No other effect: somebody has seen it. */
  seen: 'somebody has seen it',
} as const satisfies Record<string, string>

export type TaskAnswer = keyof typeof TASK_ANSWER
export const TASK_ANSWERS = Object.keys(TASK_ANSWER) as [TaskAnswer, ...TaskAnswer[]]

export function isTaskAnswer(word: string): word is TaskAnswer {
  return Object.hasOwn(TASK_ANSWER, word)
}

/** What the engine writes where it closes a task itself. `answers` = what was asked for has come; otherwise nobody has to do it any more. A human's word outranks them all. */
export const ENGINE_WORD = {
  /** See CLOSED_BY. */
  arrived: { answers: true },
  /** Of a duty. */
  evidence: { answers: true },
  /** Of a row that was put aside. */
  went_through: { answers: true },
  /** Its case or episode is over, or somebody else is asked. */
  obsolete: { answers: false },
  /** The lost key is told of instead. */
  key: { answers: false },
  /** The person was erased. */
  erased: { answers: false },
} as const satisfies Record<string, { answers: boolean }>

export type EngineWord = keyof typeof ENGINE_WORD

export function isEngineWord(word: string): word is EngineWord {
  return Object.hasOwn(ENGINE_WORD, word)
}

/** What closes a task without a human's word, by who sees it come: the page of facts that says it, the review of a case, or whoever asked. */
export const CLOSED_BY = {
  facts: {
    hold_lifted: 'no hold of the kind stands any more: lifted, resolved or corrected by a fact',
    no_optout: 'no opt-out of the person stands any more',
    promise_told: 'a promise of the account was told',
    called: 'the person was called later',
    point_dead: 'a number or address of the person was told dead',
    taken_up: 'the account is collected again, or was ended again',
    nothing_owed: 'nothing is past due any more, or collection has ended',
    receipt: 'it is told what became of the contact',
  },
  review: {
    step_done: 'the step is done, or is not needed any more',
    step_planned: 'the step waits to be made after all',
    point_known: 'the person has a number or address of the kind',
    text_cleared: 'the values of the text were seen',
    case_opened: 'a strategy has taken the account',
    hold_over: 'the last day of the hold has passed',
    law_on_file: 'law is on file where the debtor lives',
  },
  asker: {
    evidence: 'the evidence of the duty was recorded',
    notice_made: 'the debtor was told in another way',
    next_known: 'something comes for the case again',
    message_read: 'a fact says what the message meant',
    went_through: 'the row went through when it was tried again',
  },
} as const satisfies Record<string, Record<string, string>>

export type ClosedByFacts = keyof typeof CLOSED_BY.facts
export type ClosedByReview = keyof typeof CLOSED_BY.review
export type ClosedBy = ClosedByFacts | ClosedByReview | keyof typeof CLOSED_BY.asker
