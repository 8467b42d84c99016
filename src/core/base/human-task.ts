/** What people are asked to do. One line per kind states everything about it: who does it, which words answer it, and whether it outlives its case. */
export interface HumanTaskKindFile {
  /** Null = the step or the rule that asks names the role. */
  role: 'operations' | 'compliance' | 'data' | null
  /** The only words that resolve it; null = any short word. */
  answers: readonly [string, ...string[]] | null
  /** Open on although the case that it is about has ended. */
  outlives?: true
}

export const HUMAN_TASK = {
  last_step: { role: null, answers: null },
  mandatory_denied: { role: null, answers: null },
  requires_denied: { role: null, answers: null },
  /** One contact may pass although the rule asks; or the rule stands for as long as the case does. */
  review: { role: 'compliance', answers: ['allow_once', 'refuse'] },
  /** Until its evidence is recorded a duty that is called done is asked for again; a waived one is not. */
  duty: { role: 'compliance', answers: ['done', 'waived'] },
  unknown_contact: { role: 'operations', answers: ['sent', 'not_sent'], outlives: true },
  empty_window: { role: null, answers: null },
  no_strategy: { role: null, answers: null },
  unresolved: { role: null, answers: null },
  /** A message from the debtor. */
  read_reply: { role: 'compliance', answers: ['optout', 'other'], outlives: true },
  opt_in: { role: 'compliance', answers: null, outlives: true },
  /** A text that its values have spoilt. */
  wording: { role: 'compliance', answers: ['cleared', 'stays'] },
  /** A row that spoilt its page alone; any answer tries it again at once. */
  parked: { role: null, answers: null, outlives: true },
  sent_after_end: { role: 'operations', answers: null, outlives: true },
} as const satisfies Record<string, HumanTaskKindFile>

export type HumanTaskKind = keyof typeof HUMAN_TASK

/** The words that resolve a task of the kind; null = any short word, and of a kind that this version does not know. */
export function answersOf(kind: string): readonly string[] | null {
  return Object.hasOwn(HUMAN_TASK, kind) ? HUMAN_TASK[kind as HumanTaskKind].answers : null
}
