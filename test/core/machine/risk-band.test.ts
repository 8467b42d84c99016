import { expect, test } from 'vitest'
import { riskBand } from '../../../src/core/machine/risk-band.ts'
import { strategyOf } from '../decide/build.ts'

const bands = { low: [0, 0.2], medium: [0.2, 0.5], high: [0.5, 1], unknown: 'medium' }
const stages = [{ stage: 'one', from: { dpd: 1 }, steps: [] }]

test('the band of risk is raised by so many promises that were not kept, and never lowered', () => {
  const strategy = strategyOf({ stages, risk: { ...bands, broken: { after: 2, band: 'medium' } } })
  expect([0, 1, 2, 3].map((broken) => riskBand(strategy, 0.1, broken))).toEqual([
    'low',
    'low',
    'medium',
    'medium',
  ])
  expect([0, 2].map((broken) => riskBand(strategy, 0.9, broken))).toEqual(['high', 'high'])
  expect(riskBand(strategy, null, 2)).toBe('medium')
})

test('a file without such a number has no band raised', () => {
  const strategy = strategyOf({ stages, risk: bands })
  expect(riskBand(strategy, 0.1, 9)).toBe('low')
})
