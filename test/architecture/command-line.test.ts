import { expect, test } from 'vitest'
import { sourcesIn } from './source.ts'

test('every command line is read in one place, which lets no unknown word pass', () => {
  const readers = sourcesIn('src', 'workers').filter(({ text }) =>
    /import \{[^}]*\b(runCommand|runMain|createMain|parseArgs)\b[^}]*\} from 'citty'/.test(text),
  )
  expect(readers.map(({ path }) => path)).toEqual(['src/cli/command-line.ts'])
})
