import { describe, expect, it } from 'vitest'
import { fileTies, wayTo } from './rooms.ts'
import { filesIn, sourcesIn } from './source.ts'

const sources = sourcesIn('src', 'workers')

describe('a worker that decides, sends or hands out tasks', () => {
  const ties = fileTies(sources)

  it.each(filesIn('workers', '.ts'))(
    'the worker %s loads no worked case and no mutant of a law',
    (worker) => {
      expect(wayTo('src/core/compliance/permit.ts', worker, ties)).not.toEqual([])
      expect(wayTo('src/core/worked/', worker, ties)).toEqual([])
    },
  )

  it('a worker that loaded one would be found out by the way that it took', () => {
    const detour = new Map(ties).set('src/core/compliance/permit.ts', new Set(['src/core/worked/case.ts']))
    expect(wayTo('src/core/worked/', 'workers/decide.ts', detour)).toEqual(
      expect.arrayContaining(['workers/decide.ts', 'src/core/compliance/permit.ts']),
    )
  })
})

describe('what the path of a contact has in one place', () => {
  const users = (name: RegExp): string[] =>
    sources.flatMap(({ path, text }) => (name.test(text) ? [path] : []))

  it('a law is made in one place: whoever asks has `lawOf`, beside worked cases', () => {
    expect(users(/\bcompileLaw\b/)).toEqual([
      'src/core/compliance/pack/law.ts',
      'src/core/worked/case-law.ts',
      'src/core/worked/proof.ts',
    ])
  })

  it('rates are taken in one place, for what is sent and for what is claimed', () => {
    expect(users(/\bwithinRate\b/)).toEqual(['src/core/deliver/redeem.ts', 'src/flow/ports/rates.ts'])
    expect(users(/\btakeRates\b/)).toEqual([
      'src/flow/ports/rates.ts',
      'src/flow/ports/redeem.ts',
      'src/flow/task.ts',
    ])
  })
})
