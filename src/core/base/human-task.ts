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

/** What people are asked to do. One line per kind states everything about it: who does it, which words answer it, and whether it outlives its case. */
export interface HumanTaskKindFile {
  /** Null = the step or the rule that asks names the role. */
  role: 'operations' | 'compliance' | 'data' | null
  /** The only words that resolve it. */
  answers: readonly [TaskAnswer, ...TaskAnswer[]]
  /** The answer is a word about its step: `done` makes it done. */
  ofStep?: true
  /** Open on although the case that it is about has ended. */
  outlives?: true
}

export const HUMAN_TASK = {
  /** A step for a human. */
  last_step: { role: null, answers: ['done', 'not_done', 'waived'], ofStep: true },
  mandatory_denied: { role: null, answers: ['done', 'waived', 'wait'], ofStep: true },
  requires_denied: { role: null, answers: ['done', 'waived', 'wait'], ofStep: true },
  /** A mandatory or required step that failed on every valid point, or that a human could not do. */
  step_failed: { role: null, answers: ['done', 'not_done', 'waived'], ofStep: true },
  /** A mandatory or required step whose task nobody has answered in time. */
  step_overdue: { role: null, answers: ['done', 'not_done', 'waived'], ofStep: true },
  /** The first contact of an episode cannot be made. */
  opening_notice: { role: 'operations', answers: ['notice_given', 'go_on', 'close'] },
  /** The strategy has nothing more for the case. */
  ladder_ended: { role: 'operations', answers: ['wait', 'close'] },
  /** Something that holds the case has no end: does it still hold? */
  hold_review: { role: 'operations', answers: ['wait', 'seen'] },
  review: { role: 'compliance', answers: ['allow_once', 'refuse'] },
  /** Until its evidence is recorded a duty that is called done is asked for again; a waived one is not. */
  duty: { role: 'compliance', answers: ['done', 'waived'] },
  unknown_contact: { role: 'operations', answers: ['sent', 'not_sent'], outlives: true },
  empty_window: { role: null, answers: ['done', 'waived', 'wait'], ofStep: true },
  /** One for all who live in a country: they are held until a published file says more, whatever is answered. */
  no_law_on_file: { role: 'compliance', answers: ['done', 'seen'], outlives: true },
  no_strategy: { role: null, answers: ['done', 'waived'] },
  /** Nobody knows where to reach the debtor. */
  unresolved: { role: null, answers: ['done', 'not_done'] },
  /** A message from the debtor. */
  read_reply: { role: 'compliance', answers: ['optout', 'other'], outlives: true },
  /** Answered when `optout.withdrawn` was recorded, or need not be. */
  opt_in: { role: 'compliance', answers: ['done', 'other'], outlives: true },
  /** A number that cannot be read: of an opt-out, which holds the whole person meanwhile, or of another fact. */
  unread_optout: { role: 'compliance', answers: ['everything', 'recorded'], outlives: true },
  unread_number: { role: 'compliance', answers: ['recorded', 'nobody'], outlives: true },
  /** A text that its values have spoilt. */
  wording: { role: 'compliance', answers: ['cleared', 'stays'] },
  /** A row that spoilt its page alone; it is tried again at once. */
  parked: { role: null, answers: ['done'], outlives: true },
  sent_after_end: { role: 'operations', answers: ['done', 'seen'], outlives: true },
  /** One law orders a record destroyed that another keeps. */
  retention: { role: 'compliance', answers: ['done', 'seen'], outlives: true },
  /** A hold of that reason stands. `lift` ends every such hold of the person and account; `stays` leaves them as they are. */
  hold_hardship: { role: 'operations', answers: ['stays', 'lift'], outlives: true },
  hold_moratorium: { role: 'compliance', answers: ['stays', 'lift'], outlives: true },
  hold_bankruptcy: { role: 'compliance', answers: ['stays', 'lift'], outlives: true },
  hold_deceased: { role: 'compliance', answers: ['stays', 'lift'], outlives: true },
  hold_attorney: { role: 'compliance', answers: ['stays', 'lift'], outlives: true },
  hold_fraud: { role: 'compliance', answers: ['stays', 'lift'], outlives: true },
  hold_vulnerable: { role: 'compliance', answers: ['stays', 'lift'], outlives: true },
  hold_complaint: { role: 'compliance', answers: ['stays', 'lift'], outlives: true },
  hold_disaster: { role: 'operations', answers: ['stays', 'lift'], outlives: true },
  hold_military: { role: 'compliance', answers: ['stays', 'lift'], outlives: true },
  hold_other: { role: 'operations', answers: ['stays', 'lift'], outlives: true },
  /** The debtor wants no contact; `withdrawn` = he said otherwise since. */
  cease: { role: 'compliance', answers: ['stays', 'withdrawn'], outlives: true },
  /** Who is right about the debt. */
  dispute: { role: 'operations', answers: ['upheld', 'rejected', 'withdrawn'], outlives: true },
  /** The debtor was right: the ledger is to be corrected. */
  dispute_upheld: { role: 'operations', answers: ['corrected', 'stays_owed'], outlives: true },
  /** A promise was reported without its amount or day. */
  promise_terms: { role: 'operations', answers: ['recorded', 'no_promise'] },
  call_back: { role: 'operations', answers: ['called', 'not_reached'] },
  /** A number or address was reported dead, and nobody said which. */
  which_point: { role: 'data', answers: ['recorded', 'not_known'], outlives: true },
  /** Money or arrears came back to an account whose collection had ended. */
  arrears_after_end: { role: 'operations', answers: ['reopen', 'stays_ended'], outlives: true },
  /** Rows of one source, kind and file that were refused: `release` ends the holds that came of them, `stays` leaves them to the next good row. */
  data_refused: { role: 'data', answers: ['release', 'stays'], outlives: true },
} as const satisfies Record<string, HumanTaskKindFile>

export type HumanTaskKind = keyof typeof HUMAN_TASK
export const HUMAN_TASK_KINDS = Object.keys(HUMAN_TASK) as [HumanTaskKind, ...HumanTaskKind[]]

export function isHumanTaskKind(word: string): word is HumanTaskKind {
  return Object.hasOwn(HUMAN_TASK, word)
}

/** The words that resolve a task of the kind; null = any short word, of a kind that this version does not know. */
export function answersOf(kind: string): readonly string[] | null {
  return kindFile(kind)?.answers ?? null
}

/** Who is asked next where a role cannot do what it was asked, or does not answer; any other role comes before the first. */
const ROLE_LADDER = ['supervisor', 'operations', 'compliance'] as const

/** Null before = the engine itself tried; null = there is nobody after the last. */
export function nextRole(before: string | null): string | null {
  const at = ROLE_LADDER.findIndex((role) => role === before)
  return ROLE_LADDER[at + 1] ?? null
}

/** Whether an answer to a task of the kind says what became of its step. */
export function isOfStep(kind: string): boolean {
  return kindFile(kind)?.ofStep === true
}

/** Whether a task of the kind stays open when the case ends that it is about. */
export function outlivesCase(kind: string): boolean {
  const file = kindFile(kind)
  return file === null || file.outlives === true
}

function kindFile(kind: string): HumanTaskKindFile | null {
  return Object.hasOwn(HUMAN_TASK, kind) ? HUMAN_TASK[kind as HumanTaskKind] : null
}
