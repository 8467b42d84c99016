import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createMachine } from 'xstate'
import { runLine } from '../../src/cli/command-line.ts'
import { strategyCommand } from '../../src/cli/strategy.ts'
import { ProblemError } from '../../src/core/base/problem.ts'

let said: string[]

beforeEach(() => {
  said = []
  vi.spyOn(console, 'log').mockImplementation((text: string) => void said.push(text))
})
afterEach(() => {
  vi.restoreAllMocks()
})

const show = (...words: string[]) => runLine(strategyCommand, 'strategy', ['show', ...words])

test('a strategy is shown as text: what is asked, in order, and what each way tells', async () => {
  await show('cn-consumer')
  expect(said.join('\n')).toContain(
    '12. working/calls           the opening leaves stage 2 open, 8+ days past due, high risk from 4',
  )
  expect(said.join('\n')).toMatch(/a stage -> a later stage +escalated/)
  expect(said.join('\n')).toMatch(/placed -> its stage +recalled/)
})

test('a strategy is shown as a diagram', async () => {
  await show('cn-consumer', '--format', 'mermaid')
  expect(said.join('\n')).toMatch(/^stateDiagram-v2/)
  expect(said.join('\n')).toContain('review --> stage_late : 10. 61+ days past due')
})

test('a strategy is shown as JSON that XState reads, with the parameters of its guards', async () => {
  await show('us-card', '--format', 'xstate')
  const text = said.join('\n')
  const config = JSON.parse(text) as { id: string; states: object }
  expect(config.id).toBe('us-card')
  const machine = createMachine(config as Parameters<typeof createMachine>[0])
  expect(Object.keys(machine.states)).toEqual(Object.keys(config.states))
  expect(text.replace(/\s/g, '')).toContain('{"type":"dpdAtLeast","params":{')
})

test('a strategy or a format that is not there names the nearest', async () => {
  const problems = async (...words: string[]) => {
    try {
      await show(...words)
    } catch (error) {
      if (error instanceof ProblemError) return error.problems
    }
    return []
  }
  expect(await problems('cn-consumr')).toMatchObject([
    { code: 'unknown_strategy', suggestion: expect.stringContaining('cn-consumer') as string },
  ])
  expect(await problems('cn-consumer', '--format', 'mermade')).toMatchObject([
    { suggestion: expect.stringContaining('mermaid') as string },
  ])
  expect(said).toEqual([])
})
