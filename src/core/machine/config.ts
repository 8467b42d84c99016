import type { Step, Strategy } from '../model/strategy.ts'
import { all, any, type Atom, type Guard, not } from './guard.ts'
import type { Edge, MachineConfig, Node } from './edges.ts'
import { isClosing, type Lifecycle, LIFECYCLE } from '../model/lifecycle.ts'
import { type StageGuards, stageGuards } from './stage-guards.ts'
import { stepEdges } from './step-edges.ts'
import { tell, type Told, TOLD_OF_ARRIVAL } from './told.ts'

/** A case that is working, or asked not to be contacted, while no stage of the strategy holds: the machine's name for `stage: null`. */
export const NO_STAGE = '_'
/** A junction: it is left in the step in which it is entered, for the stage that holds. */
export const SEEK = '_seek'

/** The lifecycle is code, the stages come from the file: whatever is asked of numbers is a guard with the file's parameters. */
export function machineConfig(strategy: Pick<Strategy, 'strategy' | 'stages' | 'open'>): MachineConfig {
  const plan: Plan = {
    id: strategy.strategy,
    steps: strategy.stages.map(({ steps }) => steps),
    guards: stageGuards(strategy),
    rests: restsOf(strategy),
  }
  const nodes = LIFECYCLE.map((state) => [state, nodeOf(state, plan)])
  return {
    id: strategy.strategy,
    initial: 'opened',
    states: Object.fromEntries(nodes) as Record<Lifecycle, Node>,
  }
}

interface Plan {
  id: string
  steps: (readonly Step[])[]
  guards: StageGuards[]
  rests: Rest[]
}

interface Rest {
  guard: Guard
  state: Lifecycle
}

const CEASED: Atom = { type: 'holdsAtLeast', params: { kind: 'cease', count: 1 } }

/** What keeps a case from its stages, the strongest first. */
function restsOf({ open }: Pick<Strategy, 'open'>): Rest[] {
  const placed: Atom = { type: 'endedAs', params: { as: 'placed' } }
  const held: Atom = { type: 'holdsAtLeast', params: { kind: 'hold', count: 1 } }
  return [
    { guard: { type: 'endedAs', params: { as: 'settled' } }, state: 'settled' },
    { guard: { type: 'endedAs', params: { as: 'charged_off' } }, state: 'charged_off' },
    { guard: all([{ type: 'ended', params: {} }, not(placed)]), state: 'closed' },
    { guard: { type: 'pastDueBelow', params: { amount: open.pastDue } }, state: 'cured' },
    { guard: placed, state: 'placed' },
    { guard: any([held, { type: 'lawGapsAtLeast', params: { count: 1 } }]), state: 'held' },
    { guard: CEASED, state: 'no_contact' },
    { guard: { type: 'plansAtLeast', params: { count: 1 } }, state: 'on_plan' },
    { guard: { type: 'promisesAtLeast', params: { count: 1 } }, state: 'promised' },
  ]
}

function nodeOf(state: Lifecycle, plan: Plan): Node {
  if (isClosing(state)) return { type: 'final' }
  switch (state) {
    case 'working':
      return stagesNode(plan, state, (stage) => [
        ...plan.rests.map((rest) => restEdge(plan, rest)),
        ...stageEdges(plan, state, stage),
      ])
    case 'no_contact':
      return stagesNode(plan, state, (stage) => ceasedEdges(plan, stage))
    default:
      return { on: { review: [...restEdges(plan, state), ...leaveEdges(plan, state)] } }
  }
}

/** A state in which the stages are walked. */
function stagesNode(plan: Plan, state: 'working' | 'no_contact', review: (stage: number) => Edge[]): Node {
  const seek = [...plan.guards.entries()].reverse().map(([index, { enter }]): Edge => {
    return { guard: enter, target: stageTarget(plan, state, index) }
  })
  const stages = plan.guards.map(({ stage }, index) => [
    stage,
    {
      on: {
        review: review(index),
        ...(state === 'working' && {
          further: furtherEdges(plan, index),
          ...Object.fromEntries(
            (plan.steps[index] ?? []).map((step) => [`step.${step.step}`, stepEdges(step)]),
          ),
        }),
      },
    },
  ])
  return {
    initial: NO_STAGE,
    states: {
      [NO_STAGE]: {
        on: {
          review: review(-1),
          ...(state === 'working' && {
            climb: [{ target: seekTarget(plan, state) }],
            further: furtherEdges(plan, -1),
          }),
        },
      },
      ...(Object.fromEntries(stages) as Record<string, Node>),
      [SEEK]: { always: [...seek, { target: stageTarget(plan, state, -1) }] },
    },
  }
}

/** The edges lead to the last stage that holds; -1 is none of them. */
function stageEdges(plan: Plan, state: 'working' | 'no_contact', from: number): Edge[] {
  const to = [...plan.guards.keys()].reverse().map((index): Edge => {
    const { enter } = plan.guards[index] ?? { enter: all([]) }
    return { guard: enter, ...stageMove(plan, state, { from, to: index }) }
  })
  return from === -1 ? to : [...to, stageMove(plan, state, { from, to: -1 })]
}

function stageMove(
  plan: Plan,
  state: 'working' | 'no_contact',
  { from, to }: { from: number; to: number },
): Pick<Edge, 'target' | 'actions'> {
  if (from === to) return {}
  const told = from === -1 ? 'entered' : to > from ? 'escalated' : 'fell_back'
  return {
    target: stageTarget(plan, state, to),
    actions: [tell(state === 'working' ? told : TOLD_OF_ARRIVAL[state])],
  }
}

/** A person who asked not to be contacted still gets notices: the case goes on through the stages. */
function ceasedEdges(plan: Plan, stage: number): Edge[] {
  const before = plan.rests.findIndex(({ state }) => state === 'no_contact')
  const lifted = plan.rests.slice(before + 1).map(({ guard, state }) => {
    return restEdge(plan, { guard: all([not(CEASED), guard]), state })
  })
  return [
    ...plan.rests.slice(0, before).map((rest) => restEdge(plan, rest)),
    ...lifted,
    { guard: not(CEASED), target: seekTarget(plan, 'working'), actions: [tell('lifted')] },
    ...stageEdges(plan, 'no_contact', stage),
  ]
}

function restEdges(plan: Plan, from: Lifecycle): Edge[] {
  return plan.rests.map((rest) => (rest.state === from ? { guard: rest.guard } : restEdge(plan, rest)))
}

function restEdge(plan: Plan, { guard, state }: Rest): Edge {
  const target = state === 'no_contact' ? seekTarget(plan, state) : `#${plan.id}.${state}`
  return { guard, target, actions: [tell(TOLD_OF_ARRIVAL[state])] }
}

/** Nothing keeps it from its stages any more. */
function leaveEdges(plan: Plan, from: Lifecycle): Edge[] {
  const target = seekTarget(plan, 'working')
  const leave = (told: Told): Edge => ({ target, actions: [tell(told)] })
  switch (from) {
    case 'on_plan':
      return [
        { guard: { type: 'plansBroken', params: { count: 1 } }, ...leave('plan_broken') },
        { guard: { type: 'plansMissed', params: { count: 1 } }, ...leave('plan_missed') },
        leave('plan_over'),
      ]
    case 'promised':
      return [
        { guard: { type: 'promisesBroken', params: { count: 1 } }, ...leave('promise_broken') },
        leave('promise_over'),
      ]
    case 'held':
      return [leave('lifted')]
    case 'placed':
      return [leave('recalled')]
    default:
      return [leave('entered')]
  }
}

/** What keeps the case from a later stage: a step of its own, else what the latest of them requires. A stage between them that the case would be in then is asked itself. */
function furtherEdges(plan: Plan, from: number): Edge[] {
  const own = plan.guards[from]?.duty
  const duty: Edge[] = own ? [{ guard: own, actions: [{ type: 'keep', params: { by: 'duty' } }] }] : []
  const later = plan.guards.slice(from + 1).reverse()
  const between = new Set(plan.guards.slice(from + 1).map(({ stage }) => stage))
  const waits = later.flatMap(({ stage, waits: guard, below }): Edge[] => {
    if (guard === null || [...below].some((one) => between.has(one))) return []
    return [{ guard, actions: [{ type: 'keep', params: { by: 'requirement', stage } }] }]
  })
  return [...duty, ...waits]
}

function stageTarget({ id, guards }: Plan, state: string, index: number): string {
  return `#${id}.${state}.${guards[index]?.stage ?? NO_STAGE}`
}

function seekTarget({ id }: Plan, state: string): string {
  return `#${id}.${state}.${SEEK}`
}
