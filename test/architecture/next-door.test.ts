import { describe, expect, it } from 'vitest'
import { type NextDoor, nextDoor, unexplained } from './next-door.ts'
import { read, sourceOf, sourcesIn } from './source.ts'

const LONGEST = 250

/** The patterns of paths under the chapter of ARCHITECTURE.md that says why such a file may stand. */
function reasons(): string[] {
  const chapters = read('ARCHITECTURE.md').split('\n## ')
  const chapter = chapters.find((part) => part.startsWith('Files with one importer')) ?? ''
  const items = chapter.split('\n').filter((line) => line.startsWith('- '))
  return items.flatMap((line) => [...line.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ''))
}

function linesOf(path: string): number {
  return read(path).trimEnd().split('\n').length
}

describe('a file whose only importer is next door', () => {
  const found = nextDoor(sourcesIn('src', 'workers', 'demo', 'bench', 'fault', 'test')).filter(
    ({ path }) => !path.startsWith('test/'),
  )

  it('such a file is past 250 lines with its importer, or ARCHITECTURE.md says why it stands', () => {
    expect(unexplained(found, reasons(), { linesOf, longest: LONGEST })).toEqual([])
  })

  it('each reason that ARCHITECTURE.md gives is one of a file that is there', () => {
    const none = reasons().filter((pattern) => unexplained(found, [pattern]).length === found.length)
    expect(none).toEqual([])
  })
})

describe('what is found of neighbours', () => {
  const one = sourceOf('src/a/one.ts', `import { two } from './two.ts'`)
  const two = sourceOf('src/a/two.ts', `export const two = 2`)
  const far = sourceOf('src/b/far.ts', `import { two } from '../a/two.ts'`)
  const pair: NextDoor[] = [{ path: 'src/a/two.ts', importer: 'src/a/one.ts' }]

  it('a file is found that one neighbour imports, and none that is also imported from afar', () => {
    expect(nextDoor([one, two])).toEqual(pair)
    expect(nextDoor([one, two, far])).toEqual([])
    expect(nextDoor([two, far])).toEqual([])
  })

  it('a file needs no reason where it and its importer are too long for one', () => {
    expect(unexplained(pair, [], { linesOf: () => 125, longest: 250 })).toEqual(pair)
    expect(unexplained(pair, [], { linesOf: () => 126, longest: 250 })).toEqual([])
  })

  it('a reason is one of a file or of all files of a folder, and of no folder below', () => {
    expect(unexplained(pair, ['src/a/*'])).toEqual([])
    expect(unexplained(pair, ['src/a/two.ts'])).toEqual([])
    expect(unexplained(pair, ['src/*'])).toEqual(pair)
  })
})
