import { HOLD_REASON, HOLD_REASONS, type SaidHoldReason } from './hold-reason.ts'
import { type AnswerEffect, type ClosedBy, effectOf, type TaskAnswer } from './task-word.ts'

/** What people are asked to do. One entry per kind states everything about it: who does it, which words answer it, whether it outlives its case, and what else closes it. */
export interface HumanTaskTraits {
  /** Null = the step or the rule that asks names the role. */
  role: 'operations' | 'compliance' | 'data' | null
  /** The only words that resolve it. */
  answers: readonly [TaskAnswer, ...TaskAnswer[]]
  /** The answer is a word about its step: `done` makes it done. */
  ofStep?: true
  /** It is the step itself, and no question about one. */
  isStep?: true
  /** The task is put to the next role if nobody answers in time. */
  handedOn?: true
  /** The holds that it is about. */
  about?: HoldMeant
  /** Its rule names law that is on no file: one for all whom that holds, whoever asks first. */
  ofGap?: true
  /** Its rule names where refused rows came from, or the promise, plan or settlement that it is about. */
  ofRows?: true
  ofPromise?: true
  ofPlan?: true
  ofSettlement?: true
  /** The task stays open although the case that it is about has ended. */
  outlives?: true
  /** The task is closed by whatever of this comes first; `nothing` says why only a human's word closes it. */
  closedBy: readonly [ClosedBy, ...ClosedBy[]] | { nothing: string }
}

/** The holds of a kind and reason; `upheld` = a dispute that was decided for the debtor. */
export type HoldMeant =
  | { kind: 'hold'; reason: SaidHoldReason }
  | { kind: 'cease' | 'optout' }
  | { kind: 'dispute'; upheld: boolean }

/** The answer says what became of a step; who asks names the role. */
const STEP = { role: null, ofStep: true, closedBy: ['step_done'] } as const
/** Something holds the person or the account. */
const HOLD = { answers: ['stays', 'lift'], outlives: true, closedBy: ['hold_lifted', 'hold_over'] } as const
/** Something is beyond what one person decides, or what the strategy takes; whoever asks says whom. */
const GRANT = { role: null, answers: ['accept', 'refuse'] } as const
const TERMS = { role: 'operations', answers: ['recorded', 'no_promise'] } as const
/** What was said of a number, or from one, of which nobody knows whose it is. */
const NUMBER = {
  answers: ['recorded', 'nobody'],
  outlives: true,
  closedBy: { nothing: 'no later fact says which number was meant, or who has it' },
} as const

/** A hold of that reason stands. `lift` ends every such hold of the person and account; `stays` leaves them as they are. */
const OF_REASONS = Object.fromEntries(
  HOLD_REASONS.map((reason) => [
    `hold_${reason}`,
    { ...HOLD, role: HOLD_REASON[reason].asks.role, about: { kind: 'hold', reason } },
  ]),
) as { [R in SaidHoldReason as `hold_${R}`]: HoldTask<R> }

type HoldTask<R extends SaidHoldReason> = typeof HOLD & {
  role: (typeof HOLD_REASON)[R]['asks']['role']
  about: { kind: 'hold'; reason: R }
}

export const HUMAN_TASK = {
  /** A step for a human. */
  last_step: { ...STEP, isStep: true, handedOn: true, answers: ['done', 'not_done', 'waived'] },
  mandatory_denied: { ...STEP, answers: ['done', 'waived', 'wait'] },
  requires_denied: { ...STEP, answers: ['done', 'waived', 'wait'] },
  /** A mandatory or required step that failed on every valid point, or that a human could not do. */
  step_failed: { ...STEP, handedOn: true, answers: ['done', 'not_done', 'waived'] },
  /** A mandatory or required step whose task nobody has answered in time. */
  step_overdue: { ...STEP, handedOn: true, answers: ['done', 'not_done', 'waived'] },
  /** The first contact of an episode cannot be made. */
  opening_notice: {
    role: 'operations',
    answers: ['notice_given', 'go_on', 'close'],
    closedBy: ['notice_made'],
  },
  /** The strategy has nothing more for the case. */
  ladder_ended: { role: 'operations', answers: ['wait', 'close'], closedBy: ['next_known'] },
  /** Something that holds the case has no end: does it still hold? */
  hold_review: { role: 'operations', answers: ['wait', 'seen'], closedBy: ['next_known'] },
  review: {
    role: 'compliance',
    answers: ['allow_once', 'refuse'],
    closedBy: { nothing: 'the rule asks for the judgement of a human' },
  },
  /** A duty that is called done is asked for again until its evidence is recorded; a waived one is not. */
  duty: { role: 'compliance', answers: ['done', 'waived'], closedBy: ['evidence'] },
  unknown_contact: {
    role: 'operations',
    answers: ['sent', 'not_sent'],
    outlives: true,
    closedBy: ['receipt'],
  },
  empty_window: {
    role: null,
    answers: ['done', 'waived', 'wait'],
    ofStep: true,
    closedBy: ['step_planned', 'step_done'],
  },
  /** One for all who live in a country: they are held until a published file says more, whatever is answered. */
  no_law_on_file: {
    role: 'compliance',
    answers: ['done', 'seen'],
    outlives: true,
    ofGap: true,
    closedBy: ['law_on_file'],
  },
  no_strategy: { role: null, answers: ['done', 'waived'], closedBy: ['case_opened', 'nothing_owed'] },
  /** Nobody knows where to reach the debtor. */
  unresolved: { role: null, answers: ['done', 'not_done'], closedBy: ['point_known'] },
  /** A message from the debtor. */
  read_reply: {
    role: 'compliance',
    answers: ['optout', 'other'],
    outlives: true,
    closedBy: ['message_read'],
  },
  /** The task is answered once `optout.withdrawn` was recorded, or need not be. */
  opt_in: {
    role: 'compliance',
    answers: ['done', 'other'],
    about: { kind: 'optout' },
    outlives: true,
    closedBy: ['no_optout'],
  },
  /** A number that cannot be read: of an opt-out, which holds the whole person meanwhile, or of another fact. */
  unread_optout: {
    role: 'compliance',
    answers: ['everything', 'recorded'],
    outlives: true,
    closedBy: ['message_read'],
  },
  unread_number: { ...NUMBER, role: 'compliance' },
  /** A message from a number or address that nobody is known to have: it is matched to a debtor, as of when it came, or is of nobody. */
  unknown_sender: { ...NUMBER, role: 'operations' },
  /** A text that its values have spoilt. */
  wording: { role: 'compliance', answers: ['cleared', 'stays'], closedBy: ['text_cleared'] },
  /** A row that spoilt its page alone; it is tried again at once. */
  parked: { role: null, answers: ['done'], outlives: true, closedBy: ['went_through'] },
  sent_after_end: {
    role: 'operations',
    answers: ['done', 'seen'],
    outlives: true,
    closedBy: { nothing: 'it has happened: somebody is to know' },
  },
  /** One law orders a record destroyed that another keeps. */
  retention: {
    role: 'compliance',
    answers: ['done', 'seen'],
    outlives: true,
    closedBy: { nothing: 'it asks which of two laws is obeyed' },
  },
  ...OF_REASONS,
  /** The debtor wants no contact; `withdrawn` = he said otherwise since. */
  cease: { ...HOLD, role: 'compliance', answers: ['stays', 'withdrawn'], about: { kind: 'cease' } },
  /** Who is right about the debt. */
  dispute: {
    ...HOLD,
    role: 'operations',
    answers: ['upheld', 'rejected', 'withdrawn'],
    about: { kind: 'dispute', upheld: false },
  },
  /** The debtor was right: the ledger is to be corrected. */
  dispute_upheld: {
    ...HOLD,
    role: 'operations',
    answers: ['corrected', 'stays_owed'],
    about: { kind: 'dispute', upheld: true },
  },
  /** What was agreed was reported without its terms. */
  promise_terms: { ...TERMS, closedBy: ['promise_told'] },
  promise_beyond_limits: { ...GRANT, ofPromise: true, closedBy: ['promise_judged'] },
  plan_terms: { ...TERMS, closedBy: ['plan_told'] },
  plan_beyond_limits: { ...GRANT, ofPlan: true, closedBy: ['plan_judged'] },
  settlement_terms: { ...TERMS, closedBy: ['settlement_told'] },
  settlement_grant: { ...GRANT, ofSettlement: true, closedBy: ['settlement_judged'] },
  call_back: { role: 'operations', answers: ['called', 'not_reached'], closedBy: ['called'] },
  /** A number or address was reported dead, and nobody said which. */
  which_point: { role: 'data', answers: ['recorded', 'not_known'], outlives: true, closedBy: ['point_dead'] },
  /** Money or arrears came back to an account whose collection had ended. */
  arrears_after_end: {
    role: 'operations',
    answers: ['reopen', 'stays_ended'],
    outlives: true,
    closedBy: ['taken_up'],
  },
  /** Rows of one source, kind and file that were refused: `release` ends the holds that came of them, `stays` leaves them to the next good row. */
  data_refused: {
    role: 'data',
    answers: ['release', 'stays'],
    ofRows: true,
    outlives: true,
    closedBy: { nothing: 'rows that name nobody known leave nothing by which a good one could be told' },
  },
} as const satisfies Record<string, HumanTaskTraits>

export type HumanTaskKind = keyof typeof HUMAN_TASK
export const HUMAN_TASK_KINDS = Object.keys(HUMAN_TASK) as [HumanTaskKind, ...HumanTaskKind[]]

export function isHumanTaskKind(word: string): word is HumanTaskKind {
  return Object.hasOwn(HUMAN_TASK, word)
}

/** What the kind says of itself; nothing of one that this version does not know. */
export function taskTraits(kind: string): Partial<HumanTaskTraits> {
  return isHumanTaskKind(kind) ? HUMAN_TASK[kind] : {}
}

/** The words that resolve a task of the kind; null = any short word, of a kind that this version does not know. */
export function answersOf(kind: string): readonly string[] | null {
  return taskTraits(kind).answers ?? null
}

/** The word with that effect that answers a task of the kind; null = none does. */
export function answerWith(kind: string, has: (effect: AnswerEffect) => boolean): TaskAnswer | null {
  return taskTraits(kind).answers?.find((word) => has(effectOf(word))) ?? null
}

/** The kinds with that property, for queries. */
export function kindsWith(has: (file: HumanTaskTraits) => boolean): HumanTaskKind[] {
  return HUMAN_TASK_KINDS.filter((kind) => has(HUMAN_TASK[kind]))
}

/** The kinds that this closes. */
export function kindsClosedBy(by: ClosedBy): HumanTaskKind[] {
  return HUMAN_TASK_KINDS.filter((kind) => closersOf(kind).includes(by))
}

/** Whether an answer to a task of the kind says what became of its step. */
export function isOfStep(kind: string): boolean {
  return taskTraits(kind).ofStep === true
}

/** Whether a task of the kind stays open when the case ends that it is about. */
export function outlivesCase(kind: string): boolean {
  return !isHumanTaskKind(kind) || taskTraits(kind).outlives === true
}

/** What closes a task of the kind without a human's word. */
export function closersOf(kind: string): readonly ClosedBy[] {
  const closers = taskTraits(kind).closedBy ?? []
  return 'nothing' in closers ? [] : closers
}

/** Whether a task of the kind asks to read a message that holds its number meanwhile. */
export function asksToRead(kind: string): boolean {
  return closersOf(kind).includes('message_read')
}
