import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { filesIn } from './source.ts'

/** The places to which a page leads, other sites left out. */
function targetsOf(text: string): string[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
}

/** A heading is named by its words, as the sites that show pages name it. */
function headingsOf(page: string): string[] {
  return [...readFileSync(page, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  )
}

test('every link of a page leads to a file that is there, and to a heading that it has', () => {
  const pages = ['README.md', 'ARCHITECTURE.md', 'CHANGELOG.md', ...filesIn('docs', '.md')]
  const broken = pages.flatMap((page) =>
    targetsOf(readFileSync(page, 'utf8')).filter((target) => {
      const [path = '', heading] = target.split('#')
      const file = path === '' ? page : join(dirname(page), path)
      return !existsSync(file) || (heading !== undefined && !headingsOf(file).includes(heading))
    }),
  )
  expect(broken).toEqual([])
})
