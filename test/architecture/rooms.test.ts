import { describe, expect, it } from 'vitest'
import { circlesIn, families, fileTies, roomTies } from './rooms.ts'
import { filesIn, sourceOf, sourcesIn } from './source.ts'

const FOLDERS = ['src', 'workers', 'demo', 'bench', 'fault', 'test']

describe('the rooms of core', () => {
  const rooms = roomTies(sourcesIn('src/core'), 'src/core/')

  it('rooms import one way: none comes back to itself', () => {
    expect(rooms.size).toBeGreaterThan(10)
    expect(circlesIn(rooms)).toEqual([])
  })

  it('rooms take their nouns from the model, which takes nothing from verbs', () => {
    expect([...(rooms.get('model') ?? [])].toSorted()).toEqual(['base', 'channel'])
  })
})

describe('files', () => {
  it('files import one way: none comes back to itself', () => {
    expect(circlesIn(fileTies(sourcesIn(...FOLDERS)))).toEqual([])
  })

  it('files of one family share a folder and not a prefix', () => {
    expect(families(FOLDERS.flatMap((folder) => filesIn(folder, '.ts')))).toEqual([])
  })
})

describe('what breaks the rooms', () => {
  const a = sourceOf('src/core/a/x.ts', `import { y } from '../b/y.ts'`)
  const b = sourceOf('src/core/b/y.ts', `import type { Z } from '../c/z.ts'`)
  const c = sourceOf('src/core/c/z.ts', `const x = import('../a/x.ts')`)

  it('a circle is found over three rooms, by type and by a late import', () => {
    expect(circlesIn(roomTies([a, b, c], 'src/core/'))).toEqual([['a', 'b', 'c']])
    expect(circlesIn(fileTies([a, b, c]))).toHaveLength(1)
    expect(circlesIn(roomTies([a, b], 'src/core/'))).toEqual([])
  })

  it('a fourth file of one prefix is found, a test or not', () => {
    const three = ['src/x/ask.ts', 'src/x/ask-law.ts', 'src/x/ask-point.test.ts']
    expect(families(three)).toEqual([])
    expect(families([...three, 'src/x/asker.ts', 'src/y/ask-me.ts'])).toEqual([])
    expect(families([...three, 'src/x/ask-me.ts'])).toHaveLength(1)
  })
})
