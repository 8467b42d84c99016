import { describe, expect, it } from 'vitest'
import { impurities, waits } from './purity.ts'
import { sourceOf, sourcesIn } from './source.ts'

describe('core decides without clock, dice or environment, and flow reads them nowhere', () => {
  it('holds for every file of core, channels and flow', () => {
    expect(sourcesIn('src/core', 'src/channels', 'src/flow').flatMap(impurities)).toEqual([])
  })

  it('holds that core never waits', () => {
    expect(sourcesIn('src/core').flatMap(waits)).toEqual([])
  })

  it.each([
    'const at = Date.now()',
    'const at = Date["now"]()',
    'const at = new Date()',
    'const at = Date()',
    'const die = Math.random()',
    'setTimeout(() => {}, 5)',
    'const url = process.env.URL',
    'console.log(1)',
  ])('the rule is broken by %s', (text) => {
    expect(impurities(sourceOf('src/core/x.ts', text))).not.toEqual([])
  })

  it.each(['async function f() {}', 'const f = async () => {}', 'type F = () => Promise<void>'])(
    'the rule of core is broken by %s',
    (text) => {
      expect(waits(sourceOf('src/core/x.ts', text))).not.toEqual([])
    },
  )

  it.each(['const at = new Date(0)', 'const text = "Date.now()" // new Date()', 'const now = tx.now'])(
    'the rule is kept by %s',
    (text) => {
      expect(impurities(sourceOf('src/core/x.ts', text))).toEqual([])
    },
  )
})
