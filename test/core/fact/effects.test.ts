import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { parse, parseDocument } from 'yaml'
import type { MemoryStage } from '../../shell/record/memory-stage.ts'
import { effectOf, type Given, stageOf } from './effects.ts'

/** The examples say, for each kind of fact, all that it changes: rows, tasks, whose intentions are void, and who is reviewed again. `EFFECTS=write` writes down what comes of each now: read the difference. */
interface Examples {
  given: Given[]
  examples: { it: string; when: Record<string, unknown>[]; then?: string[] }[]
}

const FOLDER = 'test/fixtures/effects'

for (const file of readdirSync(FOLDER).sort()) {
  const parts: Examples[] = parse(readFileSync(`${FOLDER}/${file}`, 'utf8'))
  if (process.env['EFFECTS'] === 'write') test(`${file} is written`, () => write(file, parts))
  else
    describe.each(parts)(`what a page of facts changes: ${file}`, ({ given, examples }) => {
      let stage: MemoryStage
      beforeAll(async () => {
        stage = await stageOf(given)
      })
      for (const { it, when, then } of examples) test(it, () => expect(effectOf(stage, when)).toEqual(then))
    })
}

async function write(file: string, parts: Examples[]): Promise<void> {
  const text = parseDocument(readFileSync(`${FOLDER}/${file}`, 'utf8'))
  for (const [part, { given, examples }] of parts.entries()) {
    const stage = await stageOf(given)
    for (const [at, { when }] of examples.entries())
      text.setIn([part, 'examples', at, 'then'], effectOf(stage, when))
  }
  writeFileSync(`${FOLDER}/${file}`, text.toString({ lineWidth: 0, flowCollectionPadding: false }))
}
