import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { sourcesIn } from './source.ts'

const CODES = [
  /(?:\bcode: |[rR]efus(?:al|ed)\((?:prepared, )?|problem\(|[wW]arn\()'([a-z][a-z_0-9]+)'/g,
  /problem(?:At|Of)\([^'()]*'[^']*',\s*'([a-z][a-z_0-9]+)'/g,
]

test('docs/errors.md lists every code that a user can meet', () => {
  const page = readFileSync('docs/errors.md', 'utf8')
  const found = sourcesIn('src').flatMap(({ path, text }) =>
    CODES.flatMap((pattern) => [...text.matchAll(pattern)]).map(([, code = '']) => ({ path, code })),
  )
  expect(found.length).toBeGreaterThan(100)
  // A column of a statement may be called code, too: that says its type.
  expect(found.filter(({ code }) => code !== 'text' && !page.includes(`\`${code}\``))).toEqual([])
})
