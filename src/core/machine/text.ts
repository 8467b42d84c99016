import type { Strategy } from '../model/strategy.ts'
import { machineConfig, NO_STAGE } from './config.ts'
import { type Move, movesOf } from './moves.ts'
import { guardWords, questionsOf, rowsOf } from './picture.ts'

/** The machine as a terminal shows it: what is asked, in order, and what each move tells. */
export function textOf(strategy: Strategy): string {
  const config = machineConfig(strategy)
  const asked = questionsOf(config).map(({ guard, target = '' }, index) => {
    const [, state = '', stage] = target.split('.')
    const place = stage === undefined || state === 'no_contact' ? state : `${state}/${stage}`
    const words = guard ? guardWords(guard) : 'otherwise'
    return `${String(index + 1).padStart(4)}. ${place.padEnd(24)}${words}`
  })
  const order = strategy.stages.map(({ stage }) => stage)
  const told = [...collapsed(movesOf(config), order)].map(
    ([way, words]) => `  ${way.padEnd(48)}${[...words].join(', ')}`,
  )
  const rows = rowsOf(strategy).map((row) => row.slice(2, -2))
  return [
    `${strategy.strategy}: ${strategy.title}`,
    '',
    'Every review asks, in this order, wherever the case is; the first that holds says where it belongs:',
    ...asked,
    '',
    'What is told depends on where the case was:',
    ...told,
    '',
    'Stage | step | channel | day | at | repeats | only:',
    ...rows.map((row) => `  ${row}`),
  ].join('\n')
}

/** n stages have n² ways among themselves, and what keeps a case from its stages tells the same wherever it was: each is told once. */
function collapsed(moves: readonly Move[], order: readonly string[]): Map<string, Set<string>> {
  const ways = new Map<string, Set<string>>()
  for (const { from, to, told } of moves) {
    const way = to.startsWith('working/')
      ? `${sideOf(from)} -> ${targetOf({ from, to }, order)}`
      : `anywhere else -> ${to.split('/')[0]}`
    ways.set(way, (ways.get(way) ?? new Set()).add(told))
  }
  return ways
}

function sideOf(place: string): string {
  const [state = '', stage] = place.split('/')
  if (state !== 'working') return state
  return stage === NO_STAGE ? 'no stage' : 'a stage'
}

function targetOf({ from, to }: Pick<Move, 'from' | 'to'>, order: readonly string[]): string {
  const [[before, left = NO_STAGE], [, stage = NO_STAGE]] = [from.split('/'), to.split('/')]
  if (before !== 'working' || left === NO_STAGE) return 'its stage'
  return order.indexOf(stage) > order.indexOf(left) ? 'a later stage' : 'an earlier stage, or none'
}
