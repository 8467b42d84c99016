import { describe, expect, it } from 'vitest'
import { runWorkedCases } from '../../../src/core/worked/run-case.ts'
import { readPacks } from '../../../src/shell/config/pack-file.ts'
import { shipped } from '../../support/law.ts'

const ours = shipped()
const { cases } = readPacks('schedules/compliance')

describe('worked cases', () => {
  it('worked cases that the packs carry are judged as expected', () => {
    expect(runWorkedCases(cases, ours).filter((result) => !result.passed)).toEqual([])
  })

  it('each case is known by a name of its own', () => {
    const names = cases.map(({ id }) => id)
    expect(names).toEqual([...new Set(names)])
  })

  it('the cases fail when a rule is taken away', () => {
    const packs = ours.packs.map((pack) => ({
      ...pack,
      rules: pack.rules.filter(({ rule }) => rule !== 'US-F-10'),
    }))
    const failed = runWorkedCases(cases, { ...ours, packs }).filter((result) => !result.passed)
    const names = new Set(failed.map((result) => result.id))
    expect(['T01', 'T02', 'T09', 'T21'].filter((name) => !names.has(name))).toEqual([])
  })

  it('the cases that name a pack which is not there say so', () => {
    const first = cases.find(({ id }) => id === 'T01')
    const results = runWorkedCases(first ? [{ ...first, packs: ['us-xy'] }] : [], ours)
    expect(results.map((result) => result.problem)).toEqual(['unknown pack us-xy', 'unknown pack us-xy'])
  })
})
