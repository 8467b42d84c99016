import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { machineConfig } from '../../../src/core/machine/config.ts'
import { movesOf } from '../../../src/core/machine/moves.ts'
import { loadSchedules } from '../../../src/shell/config/load.ts'
import { caseMachine } from '../../../src/core/machine/case-machine.ts'
import { diceOf, edgeNumbers } from './edge-numbers.ts'
import { situationFrom, sourcesOf } from './oracle.ts'

const GOLDEN = readFileSync('test/fixtures/machine/told.txt', 'utf8').trim().split('\n')

function cnConsumer() {
  const found = loadSchedules('schedules').schedules?.strategies.find(
    ({ strategy }) => strategy === 'cn-consumer',
  )
  if (!found) throw new Error('no cn-consumer')
  return found
}

it('every way from state to state tells what the golden list says, and there are no others', () => {
  const moves = movesOf(machineConfig(cnConsumer()))
  expect(moves.map(({ from, to, told }) => `${from} -> ${to}: ${told}`).toSorted()).toEqual(GOLDEN)
})

it('every way of the golden list is gone by some case', () => {
  const strategy = cnConsumer()
  const { review } = caseMachine(strategy)
  const gone = new Set<string>()
  for (let seed = 0; seed < 60_000 && gone.size < GOLDEN.length; seed++) {
    const n = situationFrom(edgeNumbers(strategy, diceOf(seed * 7919)))
    for (const from of sourcesOf(strategy)) {
      const to = review(from, n)
      if (to.told !== null) gone.add(`${nameOf(from)} -> ${nameOf(to)}: ${to.told}`)
    }
  }
  expect(GOLDEN.filter((way) => !gone.has(way))).toEqual([])
  expect(gone.size).toBe(GOLDEN.length)
})

function nameOf({ state, stage }: { state: string; stage: string | null }): string {
  return state === 'working' || state === 'no_contact' ? `${state}/${stage ?? '_'}` : state
}
