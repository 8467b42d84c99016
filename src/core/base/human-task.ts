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
  review: { role: 'compliance', answers: ['allow_once', 'refuse'] },
  /** Until its evidence is recorded a duty that is called done is asked for again; a waived one is not. */
  duty: { role: 'compliance', answers: ['done', 'waived'] },
  unknown_contact: { role: 'operations', answers: ['sent', 'not_sent'], outlives: true },
  empty_window: { role: null, answers: ['done', 'waived', 'wait'], ofStep: true },
  no_strategy: { role: null, answers: ['done', 'waived'] },
  /** Nobody knows where to reach the debtor. */
  unresolved: { role: null, answers: ['done', 'not_done'] },
  /** A message from the debtor. */
  read_reply: { role: 'compliance', answers: ['optout', 'other'], outlives: true },
  /** Answered when `optout.withdrawn` was recorded, or need not be. */
  opt_in: { role: 'compliance', answers: ['done', 'other'], outlives: true },
  /** A text that its values have spoilt. */
  wording: { role: 'compliance', answers: ['cleared', 'stays'] },
  /** A row that spoilt its page alone; it is tried again at once. */
  parked: { role: null, answers: ['done'], outlives: true },
  sent_after_end: { role: 'operations', answers: ['done', 'seen'], outlives: true },
  /** One law orders a record destroyed that another keeps. */
  retention: { role: 'compliance', answers: ['done', 'seen'], outlives: true },
} as const satisfies Record<string, HumanTaskKindFile>

export type HumanTaskKind = keyof typeof HUMAN_TASK
export const HUMAN_TASK_KINDS = Object.keys(HUMAN_TASK) as [HumanTaskKind, ...HumanTaskKind[]]

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
