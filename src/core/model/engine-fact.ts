/** What the engine itself records. */
export const ENGINE_FACTS = [
  'case.opened',
  'case.reopened',
  'case.stage_entered',
  'case.lag_fixed',
  'case.time_added',
  'case.moved',
  'case.closed',
  /** What became of a promise to pay: see PROMISE_STATE. */
  'promise.asked',
  'promise.open',
  'promise.kept',
  'promise.partly_kept',
  'promise.broken',
  'promise.superseded',
  'promise.expired',
  /** What became of a repayment plan: see PLAN_STATE. */
  'plan.asked',
  'plan.taken',
  'plan.active',
  'plan.rate_paid',
  'plan.rate_missed',
  'plan.in_arrears',
  'plan.caught_up',
  'plan.broken',
  'plan.completed',
  'plan.renegotiated',
  'plan.expired',
  'account.rolled',
  'account.cured',
  'account.redefaulted',
  'account.reopened',
  /** A row that names the account or the debtor was refused: nobody is contacted until it is answered. */
  'row.refused',
  'row.answered',
  /** Lines of a creditor, on a day that was not known before. */
  'feed.lines_seen',
  'account.figures_stale',
  'account.figures_fresh',
] as const
export type EngineFactType = (typeof ENGINE_FACTS)[number]
