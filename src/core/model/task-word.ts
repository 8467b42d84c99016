/** One word that answers a task, and all that it does; it means the same wherever it is said. A new word is one entry here. */
interface TaskAnswerTraits {
  /** The meaning of the word, in words. */
  says: string
  /** The effect on a step: `made` = it counts as done once; `not_needed` = nothing waits for it any more in this episode; `undone` = a mandatory or required one is put to the next role. */
  step?: 'made' | 'not_needed' | 'undone'
  /** It stands for the opening notice. */
  notice?: true
  /** Somebody has looked at the case: nobody is asked what comes next for a while. */
  rests?: true
  /** What is denied goes on being tried, and is asked about again later. */
  triesOn?: true
  /** One contact may pass although the rule asks. */
  allows?: true
  /** The rule stands for as long as the case does. */
  forbids?: true
  /** How a message is read, or a fact whose number cannot be. */
  reads?: 'optout' | 'other'
  /** A spoilt text may be sent. */
  clears?: true
  /** The word says that an unknown contact never went out: it is sent again. */
  neverWent?: true
  /** The fact that the word stands for: about the account, the holds that the task is about, or refused rows. */
  implies?:
    | 'account_closed'
    | 'account_reopened'
    | 'holds_lifted'
    | 'taken_back'
    | 'rows_released'
    | 'accepted'
}

export const TASK_ANSWER = {
  done: { says: 'it is done', step: 'made', notice: true, rests: true },
  not_done: { says: 'it was tried and could not be done', step: 'undone', rests: true },
  waived: { says: 'it is not needed here', step: 'not_needed', notice: true, rests: true },
  wait: { says: 'it stays as it is for now', rests: true, triesOn: true },
  allow_once: { says: 'it may be done once', allows: true },
  refuse: { says: 'it may not be done', forbids: true, rests: true },
  /** A promise counts as of the time at which it was made; a settlement may be offered. */
  accept: { says: 'it is accepted', implies: 'accepted' },
  /** An unknown contact counts as sent. */
  sent: { says: 'it reached the debtor' },
  not_sent: { says: 'it never went out', neverWent: true },
  /** The opt-out counts from the time at which the message came. */
  optout: { says: 'the debtor wants no more messages', reads: 'optout' },
  /** A message asks for nothing: what it held is free again. */
  other: { says: 'the debtor meant something else', reads: 'other' },
  cleared: { says: 'the text is in order', clears: true },
  /** A spoilt text is not sent; what holds goes on holding. */
  stays: { says: 'the text is not in order', rests: true },
  /** Every hold of the reason ends. */
  lift: { says: 'it does not hold any more', implies: 'holds_lifted' },
  /** The debtor said otherwise since; a dispute is withdrawn. */
  withdrawn: { says: 'the debtor took it back', implies: 'taken_back' },
  upheld: { says: 'the debtor was right' },
  rejected: { says: 'the debtor was wrong' },
  /** The ledger shows what is right. */
  corrected: { says: 'the ledger is corrected' },
  stays_owed: { says: 'it stays owed' },
  recorded: { says: 'it is recorded', reads: 'other' },
  /** An opt-out of a number that nobody can read is one of the whole person. */
  everything: { says: 'the debtor wants no more messages anywhere', reads: 'optout' },
  nobody: { says: 'it is of nobody who is known', reads: 'other' },
  no_promise: { says: 'nothing was promised' },
  called: { says: 'the debtor was called back' },
  not_reached: { says: 'the debtor was not reached' },
  not_known: { says: 'nobody knows' },
  reopen: { says: 'it is collected again', implies: 'account_reopened' },
  /** The holds that came of refused rows end. */
  release: { says: 'the account is free again', implies: 'rows_released' },
  stays_ended: { says: 'it stays ended' },
  /** The opening notice was given some other way. */
  notice_given: { says: 'the debtor was told of the debt', notice: true },
  /** The ladder goes on although the debtor was not told. */
  go_on: { says: 'it goes on without', notice: true },
  /** Collection of the account ends. */
  close: { says: 'nothing more is done', implies: 'account_closed' },
  /** These words have no other effect. */
  seen: { says: 'somebody has seen it', rests: true },
} as const satisfies Record<string, TaskAnswerTraits>

export type TaskAnswer = keyof typeof TASK_ANSWER
export const TASK_ANSWERS = Object.keys(TASK_ANSWER) as [TaskAnswer, ...TaskAnswer[]]

/** A word of an earlier version, from before they were closed, meant this one. */
export const ONCE_FREE: TaskAnswer = 'done'

export function isTaskAnswer(word: string): word is TaskAnswer {
  return Object.hasOwn(TASK_ANSWER, word)
}

/** The debtor wants no more messages. */
export function isOptOut(meaning: Reading): boolean {
  return meaning === 'optout'
}

/** What a word says of a message: anything but an opt-out asks for nothing. */
export function readAs(word: string): Reading {
  return effectOf(word).reads ?? 'other'
}

export type AnswerEffect = Partial<TaskAnswerTraits>

/** How a message is read. */
export type Reading = NonNullable<TaskAnswerTraits['reads']>

/** What the word does; nothing where it is none of a human. */
export function effectOf(word: string | null): AnswerEffect {
  return word !== null && isTaskAnswer(word) ? TASK_ANSWER[word] : {}
}

/** What the engine writes where it closes a task itself. `answers` = what was asked for has come; otherwise nobody has to do it any more. A human's word outranks them all. */
export const ENGINE_WORD = {
  /** See CLOSED_BY. */
  arrived: { answers: true },
  /** The evidence for a duty has come. */
  evidence: { answers: true },
  /** A row that was put aside has gone through. */
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
    plan_told: 'a plan of the account was told',
    settlement_told: 'a settlement of the account was offered',
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
    promise_judged: 'the promise is taken or refused, or its day has passed',
    plan_judged: 'the plan is taken or refused, or the day of its first rate has passed',
    settlement_judged: 'the settlement is granted or not, or was taken back, or its last day has passed',
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
