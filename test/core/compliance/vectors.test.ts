import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Rule } from '../../../src/core/compliance/pack.ts'
import { runVectors } from '../../../src/core/compliance/vector-run.ts'
import { VectorsSchema } from '../../../src/core/compliance/vector.ts'
import { shipped } from '../../support/law.ts'
import { hasTersePacks, tersePacks, terseVectors } from '../../support/terse-pack.ts'

const ours = shipped()
const cases = VectorsSchema.parse(JSON.parse(readFileSync('test/fixtures/vectors-shipped.json', 'utf8')))

describe('worked cases', () => {
  it('are judged as expected under the packs that are shipped', () => {
    const results = runVectors(cases, ours)
    expect(results).toHaveLength(45)
    expect(results.filter((result) => !result.passed)).toEqual([])
  })

  it('fail when a rule is taken away', () => {
    const packs = ours.packs.map((pack) => ({
      ...pack,
      rules: pack.rules.filter(({ rule }) => rule !== 'US-F-10'),
    }))
    const failed = runVectors(cases, { ...ours, packs }).filter((result) => !result.passed)
    expect([...new Set(failed.map((result) => result.id))]).toEqual(['T01', 'T02', 'T09', 'T21'])
  })

  it('that name a pack which is not there are said to', () => {
    const [first] = cases
    const results = runVectors(first ? [{ ...first, packs: ['us-xy'] }] : [], ours)
    expect(results.map((result) => result.problem)).toEqual(['unknown pack us-xy', 'unknown pack us-xy'])
  })
})

describe.runIf(hasTersePacks())('worked cases of every pack that was researched', () => {
  it('need no change of the evaluator', () => {
    const names = new Set(ours.packs.map((pack) => pack.pack))
    const packs = [...ours.packs, ...tersePacks().filter((pack) => !names.has(pack.pack))]
    const results = runVectors(VectorsSchema.parse(terseVectors()), { ...ours, packs })
    expect(results).toHaveLength(188)
    expect(results.filter((result) => !result.passed)).toEqual([])
  })

  it('hold under a pack as it was researched and as it is shipped', () => {
    for (const terse of tersePacks()) {
      const pack = ours.packs.find((one) => one.pack === terse.pack)
      const rules = pack?.rules.filter((rule) => rule.rule !== 'XX-06') ?? []
      expect(rules.map(withoutNote)).toEqual(pack ? terse.rules.map(withoutNote) : [])
    }
  })
})

function withoutNote(rule: Rule): Rule {
  return { ...rule, note: undefined }
}
