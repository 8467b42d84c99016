import { describe, expect, it } from 'vitest'
import { compiledStrategy } from '../../../../src/core/decide/case/compiled.ts'
import { strategyOf } from '../build.ts'
import { call, sms } from '../untold.ts'

const stages = [
  {
    stage: 'one',
    from: { dpd: 1 },
    steps: [
      sms('low', { dpd: 1, risk: ['low'] }),
      sms('medium', { dpd: 2, risk: ['medium'] }),
      sms('high', { dpd: 3, risk: ['high'] }),
      call('ring', { dpd: 4 }),
    ],
  },
  { stage: 'two', from: { dpd: 10 }, steps: [sms('also', { dpd: 10 })] },
]

/** Each is a version of its own: what is compiled is kept by its hash. */
const compiled = (requires?: Record<string, unknown>) => {
  const [one, two] = stages
  return compiledStrategy(strategyOf({ stages: [one, { ...two, ...(requires && { requires }) }] }))
}

describe('a strategy that is made ready', () => {
  it('each risk band has its own opening', () => {
    const { opening } = compiled()
    const opens = ([band, rules]: [string, typeof opening.low]) => [
      band,
      rules.opens.map(({ step }) => step.step),
    ]
    expect(Object.entries(opening).map(opens)).toEqual([
      ['low', ['low', 'ring']],
      ['medium', ['medium', 'ring']],
      ['high', ['high', 'ring']],
    ])
  })

  it.each<[string, Record<string, unknown> | undefined, string[]]>([
    ['none', undefined, []],
    ['a step by its name', { step: 'high' }, ['high']],
    ['the steps of a channel', { attempts: { sms: 2 } }, ['low', 'medium', 'high', 'also']],
    ['both', { step: 'low', attempts: { call: 1 } }, ['low', 'ring']],
  ])('the steps that a later stage requires are known: %s', (_, requires, then) =>
    expect([...compiled(requires).required]).toEqual(then),
  )

  it('stages and steps are found by their names', () => {
    const { stageByName, stepByName, strategy } = compiled()
    expect([...stageByName.keys()]).toEqual(['one', 'two'])
    expect([...stepByName.keys()]).toEqual(['low', 'medium', 'high', 'ring', 'also'])
    expect(stepByName.get('also')).toBe(strategy.stages[1]?.steps[0])
  })
})
