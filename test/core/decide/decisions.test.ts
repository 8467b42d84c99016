import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse, parseDocument } from 'yaml'
import { decisionOf, read } from './decisions.ts'

/** The examples say all that one review decides: lines of the log, contacts, facts, tasks, and what the case remembers. `DECISIONS=write` writes down what comes of each now: read the difference. */
interface Examples {
  strategy: Record<string, unknown>
  examples: { it: string; given: Record<string, unknown>; then?: string[] }[]
}

const FOLDER = 'test/fixtures/decisions'

for (const file of readdirSync(FOLDER).sort()) {
  const parts: Examples[] = parse(readFileSync(`${FOLDER}/${file}`, 'utf8'), { maxAliasCount: -1 })
  if (process.env['DECISIONS'] === 'write') test(`${file} is written`, () => write(file, parts))
  else
    describe.each(parts)(`what a review decides: ${file}`, ({ strategy, examples }) => {
      for (const { it, given, then } of examples)
        test(it, () => expect(decisionOf(strategy, read(given))).toEqual(then))
    })
}

function write(file: string, parts: Examples[]): void {
  const text = parseDocument(readFileSync(`${FOLDER}/${file}`, 'utf8'))
  for (const [part, { strategy, examples }] of parts.entries())
    for (const [at, { given }] of examples.entries())
      text.setIn([part, 'examples', at, 'then'], decisionOf(strategy, read(given)))
  writeFileSync(`${FOLDER}/${file}`, text.toString({ lineWidth: 0, flowCollectionPadding: false }))
}
