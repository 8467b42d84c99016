import { describe, expect, it } from 'vitest'
import { fileTies, wayTo } from './rooms.ts'
import { filesIn, sourcesIn } from './source.ts'

describe('a worker that decides, sends or hands out tasks', () => {
  const ties = fileTies(sourcesIn('src', 'workers'))

  it.each(filesIn('workers', '.ts'))('loads no worked case and no mutant of a law: %s', (worker) => {
    expect(wayTo('src/core/compliance/permit.ts', worker, ties)).not.toEqual([])
    expect(wayTo('src/core/worked/', worker, ties)).toEqual([])
  })

  it('would be found out by the way that it took', () => {
    const detour = new Map(ties).set('src/core/compliance/permit.ts', new Set(['src/core/worked/case.ts']))
    expect(wayTo('src/core/worked/', 'workers/decide.ts', detour)).toEqual(
      expect.arrayContaining(['workers/decide.ts', 'src/core/compliance/permit.ts']),
    )
  })
})
