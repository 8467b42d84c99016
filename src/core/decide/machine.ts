import { setup, transition, type AnyStateMachine, type StateValue } from 'xstate'
import type { Strategy } from '../config/strategy.ts'
import type { Lifecycle } from './dossier.ts'

/** Working, but no stage of the strategy holds: the machine's name for `stage: null`. */
export const NO_STAGE = '_'

/** What a review tells the machine: one finite picture of the case, from which guards choose the target. The same event is sent at every review; a late or doubled one changes nothing. */
export interface Situation {
  ended: 'settled' | 'charged_off' | 'closed' | 'placed' | null
  cured: boolean
  held: boolean
  noContact: boolean
  onPlan: boolean
  promised: boolean
  /** One digit per stage of the strategy, in order: 1 = the case may be in it now. */
  admits: string
}
export type ReviewEvent = { type: 'review' } & Situation

export interface CaseState {
  state: Lifecycle
  stage: string | null
}

const QUIET = ['promised', 'on_plan', 'held', 'placed', 'no_contact'] as const
const CLOSING = ['cured', 'settled', 'charged_off', 'closed'] as const

/** The lifecycle is code, the stages inside `working` come from the file: a picture of this machine is a picture of the strategy. */
export function buildMachine(strategy: Strategy) {
  const stages = strategy.stages.map((stage) => stage.stage)
  const machine = setup({
    types: { events: {} as ReviewEvent, context: {} },
    guards: {
      settled: ({ event }) => event.ended === 'settled',
      chargedOff: ({ event }) => event.ended === 'charged_off',
      ended: ({ event }) => event.ended === 'closed',
      cured: ({ event }) => event.cured,
      placed: ({ event }) => event.ended === 'placed',
      held: ({ event }) => event.held,
      ceased: ({ event }) => event.noContact,
      onPlan: ({ event }) => event.onPlan,
      promised: ({ event }) => event.promised,
      stage: ({ event }, params: { index: number }) => event.admits[params.index] === '1',
    },
    actions: { close: () => {} },
  })
  return machine.createMachine({
    id: strategy.strategy,
    context: {},
    initial: 'opened',
    states: {
      opened: {},
      working: {
        initial: NO_STAGE,
        states: Object.fromEntries([NO_STAGE, ...stages].map((stage) => [stage, {}])),
      },
      ...Object.fromEntries(QUIET.map((state) => [state, {}])),
      ...Object.fromEntries(
        CLOSING.map((state) => [state, { type: 'final' as const, entry: { type: 'close' as const } }]),
      ),
    },
    on: {
      review: [
        { guard: { type: 'settled' }, target: '.settled' },
        { guard: { type: 'chargedOff' }, target: '.charged_off' },
        { guard: { type: 'ended' }, target: '.closed' },
        { guard: { type: 'cured' }, target: '.cured' },
        { guard: { type: 'placed' }, target: '.placed' },
        { guard: { type: 'held' }, target: '.held' },
        { guard: { type: 'ceased' }, target: '.no_contact' },
        { guard: { type: 'onPlan' }, target: '.on_plan' },
        { guard: { type: 'promised' }, target: '.promised' },
        ...stages
          .map((stage, index) => ({
            guard: { type: 'stage' as const, params: { index } },
            target: `.working.${stage}` as const,
          }))
          .reverse(),
        { target: `.working.${NO_STAGE}` },
      ],
    },
  })
}

export interface CaseMachine {
  machine: AnyStateMachine
  /** Where the review leads, and whether that is a move: another state value, or an action to be done. */
  review: (from: CaseState, situation: Situation) => CaseState & { moved: boolean }
}

/** Transitions are pure in (state, situation) and few, so each is asked of XState once and remembered. */
export function caseMachine(strategy: Strategy): CaseMachine {
  const machine = buildMachine(strategy)
  const stages = new Set(strategy.stages.map((stage) => stage.stage))
  const known = new Map<string, CaseState & { moved: boolean }>()
  const review = (from: CaseState, situation: Situation) => {
    const key = `${from.state}/${from.stage ?? ''}|${signature(situation)}`
    let to = known.get(key)
    if (!to) known.set(key, (to = ask(machine, stages, from, situation)))
    return to
  }
  walk(strategy, review)
  return { machine, review }
}

function signature(s: Situation): string {
  return `${s.ended ?? ''},${s.cured},${s.held},${s.noContact},${s.onPlan},${s.promised},${s.admits}`
}

/** A stage that this version does not know (the file changed) is restored as no stage: XState would throw. */
function ask(
  machine: AnyStateMachine,
  stages: ReadonlySet<string>,
  from: CaseState,
  situation: Situation,
): CaseState & { moved: boolean } {
  const stage = from.stage !== null && stages.has(from.stage) ? from.stage : NO_STAGE
  const value = from.state === 'working' ? { working: stage } : from.state
  const before = machine.resolveState({ value, context: {} })
  const [after, actions] = transition(machine, before, { type: 'review', ...situation })
  const to = caseStateOf(after.value)
  const kept = to.state === 'working' ? to.stage : from.stage
  const moved = actions.length > 0 || to.state !== from.state || kept !== from.stage
  return { state: to.state, stage: kept, moved }
}

function caseStateOf(value: StateValue): CaseState {
  if (typeof value === 'string') return { state: value as Lifecycle, stage: null }
  const stage = (value as { working: string }).working
  return { state: 'working', stage: stage === NO_STAGE ? null : stage }
}

/** Evaluates every guard once: a missing guard or target would otherwise be met in the middle of a page. */
function walk(strategy: Strategy, review: CaseMachine['review']): void {
  const none = '0'.repeat(strategy.stages.length)
  const quiet: Situation = {
    ended: null,
    cured: false,
    held: false,
    noContact: false,
    onPlan: false,
    promised: false,
    admits: none,
  }
  const from: CaseState = { state: 'opened', stage: null }
  const expected: [Partial<Situation>, string][] = [
    [{}, 'working'],
    [{ ended: 'settled' }, 'settled'],
    [{ ended: 'charged_off' }, 'charged_off'],
    [{ ended: 'closed' }, 'closed'],
    [{ ended: 'placed' }, 'placed'],
    [{ cured: true }, 'cured'],
    [{ held: true }, 'held'],
    [{ noContact: true }, 'no_contact'],
    [{ onPlan: true }, 'on_plan'],
    [{ promised: true }, 'promised'],
  ]
  for (const [part, state] of expected) {
    const to = review(from, { ...quiet, ...part })
    if (to.state !== state)
      throw new Error(`${strategy.strategy}: a review leads to ${to.state}, not ${state}`)
  }
  for (const [index, { stage }] of strategy.stages.entries()) {
    const admits = `${none.slice(0, index)}1${none.slice(index + 1)}`
    if (review(from, { ...quiet, admits }).stage !== stage) {
      throw new Error(`${strategy.strategy}: no way leads to stage ${stage}`)
    }
  }
}
