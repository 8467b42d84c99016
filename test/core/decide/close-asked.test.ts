import { describe, expect, it } from 'vitest'
import { closersOf, HUMAN_TASK, HUMAN_TASK_KINDS, isOfStep } from '../../../src/core/model/human-task.ts'
import {
  CLOSED_BY,
  type ClosedByReview,
  ENGINE_WORD,
  TASK_ANSWER,
} from '../../../src/core/model/task-word.ts'
import type { AccountId, CaseId } from '../../../src/core/base/id.ts'
import type { DossierTask, Dossier } from '../../../src/core/model/dossier.ts'
import { planPerson } from '../../../src/core/decide/plan.ts'
import { HOLD_REASONS } from '../../../src/core/model/hold-reason.ts'
import {
  accountOf,
  at,
  caseOf,
  contactOf,
  dossierOf,
  holdOf,
  planOf,
  pointOf,
  promiseOf,
  strategyOf,
} from './build.ts'
import { billOf, settlementOf } from '../settlement/build.ts'
import { planningOf } from './law.ts'
import { TEXT_CLEARED } from '../../../src/core/wording/cleared.ts'

const NOW = at('2026-03-10 12:00')
const friendly = { step: 'friendly', channel: 'sms', template: 'friendly', dpd: 1, at: '10:00' }
const settlements = {
  alone: { discount: 0.1 },
  most: { discount: 0.9 },
  longest: { days: 30 },
  fromDpd: 1,
  onBounce: 'lost',
}
const strategy = strategyOf({ settlements, stages: [{ stage: 'one', from: { dpd: 1 }, steps: [friendly] }] })
const made = (state: 'delivered' | 'sending') =>
  contactOf({ step: 'friendly', stage: 'one', state, at: at('2026-03-02 10:00') })
const cleared = { account: null, point: null, agent: null, value: true, until: null }

const offer = settlementOf({ offeredAt: at('2026-03-09 09:00') })
const beyond = promiseOf({ externalId: 'P1', madeAt: at('2026-03-09'), by: '2028-01-01' })

const odd = planOf({ externalId: 'P1', kind: 'unheard-of' })

/** The dossier before and after what was asked for has come. */
const SHOWN: Record<ClosedByReview, [before: Partial<Dossier>, after: Partial<Dossier>]> = {
  step_done: [{}, { contacts: [made('delivered')] }],
  step_planned: [{}, { contacts: [made('sending')] }],
  point_known: [{ points: [] }, { points: [pointOf()] }],
  text_cleared: [{}, { evidence: [{ ...cleared, key: TEXT_CLEARED, at: at('2026-03-09') }] }],
  case_opened: [{ cases: [caseOf(strategy, { open: false })] }, {}],
  hold_over: [{ holds: holdsOf(null) }, { holds: holdsOf('2026-03-09') }],
  law_on_file: [{}, {}],
  plan_judged: [{ plans: [odd] }, { plans: [{ ...odd, refusedAt: at('2026-03-10') }] }],
  settlement_judged: [
    { settlements: [offer], billed: [billOf()] },
    { settlements: [{ ...offer, withdrawnAt: at('2026-03-10') }], billed: [billOf()] },
  ],
  promise_judged: [{ promises: [beyond] }, { promises: [{ ...beyond, accepted: false }] }],
}

const RULE_OF: Partial<Record<ClosedByReview, string>> = {
  promise_judged: 'P1',
  plan_judged: 'P1',
  settlement_judged: 'S1',
}

/** One of each kind. */
function holdsOf(until: string | null): Dossier['holds'] {
  return [
    holdOf({ kind: 'dispute', until }),
    holdOf({ kind: 'cease', until }),
    ...HOLD_REASONS.map((reason) => holdOf({ kind: 'hold', reason, until })),
  ]
}

function answerOf(kind: string, by: ClosedByReview, given: Partial<Dossier>, hasLaw: boolean): string | null {
  const beside = by === 'case_opened' || by === 'hold_over' || by === 'law_on_file'
  const task: DossierTask = {
    task: 1,
    kind,
    case: beside ? null : (1 as CaseId),
    account: 1 as AccountId,
    rule: by === 'law_on_file' ? 'DE' : (RULE_OF[by] ?? null),
    step: isOfStep(kind) || kind === 'unresolved' ? 'friendly' : null,
    episode: beside ? null : '2026-03-01',
    role: 'operations',
    due: at('2026-03-02'),
    answer: null,
    answeredAt: null,
  }
  const dossier = dossierOf({ cases: [caseOf(strategy)], asked: [task], ...given })
  const gap = by === 'law_on_file' && !hasLaw ? { region: 'DE', product: null } : null
  const decision = planPerson(dossier, { ...planningOf([strategy]), gapOf: () => gap }, NOW)
  return decision.answered?.find((one) => one.task === 1)?.resolution ?? null
}

const isByReview = (by: string): by is ClosedByReview => Object.hasOwn(CLOSED_BY.review, by)
const ways = HUMAN_TASK_KINDS.flatMap((kind) =>
  closersOf(kind)
    .filter(isByReview)
    .map((by) => [kind, by] as const),
)

describe('a task', () => {
  it.each(ways)('%s is closed by a review once %s, and not before', (kind, by) => {
    const [before, after] = SHOWN[by]
    expect(answerOf(kind, by, before, false)).toBeNull()
    expect(answerOf(kind, by, after, true)).toBe('arrived')
  })

  it('a task that nothing closes says why, and every word that closes one is used', () => {
    const kinds = Object.entries(HUMAN_TASK)
    const silent = kinds.filter(
      ([kind, { closedBy }]) => closersOf(kind).length === 0 && !('nothing' in closedBy),
    )
    expect(silent).toEqual([])
    const words = Object.values(CLOSED_BY).flatMap((words) => Object.keys(words))
    const used = new Set<string>(HUMAN_TASK_KINDS.flatMap((kind) => closersOf(kind)))
    expect(words.filter((word) => !used.has(word))).toEqual([])
  })

  it('a task about an account goes with its case, unless its kind outlives it', () => {
    const ended = { accounts: [accountOf({ pastDue: 0, anchor: null })] }
    expect(answerOf('call_back', 'case_opened', ended, true)).toBe('obsolete')
    expect(answerOf('promise_terms', 'case_opened', ended, true)).toBe('obsolete')
    expect(answerOf('which_point', 'case_opened', ended, true)).toBeNull()
  })

  it('a task is never closed by the engine with a word of a human', () => {
    expect(Object.keys(ENGINE_WORD).filter((word) => Object.hasOwn(TASK_ANSWER, word))).toEqual([])
  })
})
