import { describe, expect, it } from 'vitest'
import { parseFact } from '../../../src/core/fact/parse.ts'

const said = { type: 'task.resolved', at: '2026-03-01T11:00:00Z', account: 'A1' }
const codes = (more: Record<string, unknown>) => {
  const parsed = parseFact({ ...said, ...more })
  return 'problems' in parsed ? parsed.problems.map(({ code, path }) => `${code} ${path}`) : ['taken']
}

describe('task.resolved', () => {
  it('a resolution names a step, or a kind, or the number of the task', () => {
    expect(codes({ step: 'post-letter', answer: 'done' })).toEqual(['taken'])
    expect(codes({ kind: 'review', rule: 'XX-1', answer: 'refuse' })).toEqual(['taken'])
    expect(codes({ task: 7, answer: 'waived' })).toEqual(['taken'])
    expect(codes({ answer: 'done' })).toEqual(['missing_field step'])
  })

  it('a resolution takes a word that is an answer of some kind, and says which there are', () => {
    expect(codes({ step: 'post-letter', answer: 'posted' })).toEqual(['bad_value answer'])
    expect(codes({ kind: 'letter', answer: 'done' })).toEqual(['bad_value kind'])
    expect(codes({ step: 'post-letter' })).toEqual(['missing_field answer'])
  })
})
