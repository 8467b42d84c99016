import { isContactChannel } from '../channel/channel.ts'
import type { Step } from '../model/strategy.ts'
import type { Edge } from './edges.ts'
import { all, any, type Atom, type Guard, not } from './guard.ts'
import type { StepState } from './step-situation.ts'

/** What is asked of a step, in order; whatever nothing keeps back is due on its day. */
export function stepEdges(step: Step): Edge[] {
  const forCase = conditionsOf(step)
  return [
    ...(forCase.length === 0 ? [] : [stands('not_for_this_case', not(all(forCase)))]),
    stands('taken', any([atLeastOne('overByWord'), usedUp(step)])),
    stands('blocked', atLeastOne('underWay')),
    stands('not_yet', atLeastOne('barred')),
    stands('dropped', atLeastOne('overtaken')),
    ...(step.until ? [stands('stopped', { type: 'stoppedBy', params: { words: step.until } })] : []),
    stands('passed', atLeastOne('passed')),
    stands('due'),
  ]
}

function conditionsOf({ risk, pastDue }: Step): Atom[] {
  const conditions: Atom[] = []
  if (risk) conditions.push({ type: 'riskIn', params: { bands: risk } })
  if (pastDue !== undefined) conditions.push({ type: 'pastDueAtLeast', params: { amount: pastDue } })
  return conditions
}

/** A step whose attempts the file counts is never tried elsewhere. */
function usedUp({ max, channel }: Step): Guard {
  const taken: Atom = { type: 'takenAtLeast', params: { count: max ?? 1 } }
  return max !== undefined || !isContactChannel(channel) ? taken : all([taken, not(atLeastOne('retries'))])
}

function atLeastOne(type: 'overByWord' | 'retries' | 'underWay' | 'barred' | 'overtaken' | 'passed'): Atom {
  return { type, params: { count: 1 } }
}

function stands(as: StepState, guard?: Guard): Edge {
  return { ...(guard && { guard }), actions: [{ type: 'stand', params: { as } }] }
}
