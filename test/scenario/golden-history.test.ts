import { readFileSync, writeFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { test } from 'vitest'
import { coreEngine } from '../../src/shell/replay/core-engine.ts'
import type { ReplayEngine } from '../../src/shell/replay/engine.ts'
import { readFactFile } from '../../src/shell/replay/fact-file.ts'
import { caseFile, contactFile } from '../../src/shell/replay/line.ts'
import { endOf, replay, startOf } from '../../src/shell/replay/replay.ts'
import { taskFile } from '../../src/shell/replay/task-line.ts'
import { GOLDEN_SPAN, goldenHistory } from '../support/golden-history.ts'
import { projectSchedules } from '../support/story-engine.ts'
import { servedEngine } from '../support/served-engine.ts'

const FOLDER = 'test/fixtures/golden'
/** Half a minute on a machine that does nothing else. */
const MINUTES = 600_000
const from = startOf(GOLDEN_SPAN)
const ENGINES = {
  'in memory': async (): Promise<ReplayEngine> => coreEngine(projectSchedules(), { from }),
  'on real servers': async (): Promise<ReplayEngine> => {
    return servedEngine(projectSchedules(), from)
  },
}

/** `GOLDEN=write` takes what the engine in memory does now as right: only after a change that was meant to change it. */
test.for(Object.entries(ENGINES))(
  'forty troubles in three countries end in the golden files %s',
  {
    timeout: MINUTES,
  },
  async ([place, start], { expect }) => {
    const files = await filesOf(await start())
    if (process.env['GOLDEN'] === 'write' && place === 'in memory')
      for (const [name, text] of Object.entries(files)) writeFileSync(`${FOLDER}/${name}`, text)
    for (const [name, text] of Object.entries(files))
      expect(text, name).toBe(readFileSync(`${FOLDER}/${name}`, 'utf8'))
  },
)

async function filesOf(engine: ReplayEngine): Promise<Record<string, string>> {
  try {
    const text = goldenHistory().map((fact) => JSON.stringify(fact))
    const input = Readable.from([Buffer.from(text.join('\n'))])
    const read = await readFactFile(input, { file: 'history', before: endOf(GOLDEN_SPAN) })
    const { result, problems, warnings } = await replay(engine, read.rows, GOLDEN_SPAN)
    const { unplaced, parked, lawless } = result
    const told = [
      ...[...read.problems, ...problems].map((refused) => ({ refused })),
      ...[...read.warnings, ...warnings].map((doubtful) => ({ doubtful })),
      ...[...parked, ...lawless, ...unplaced].map((aside) => ({ aside })),
    ]
    return {
      'contacts.ndjson': contactFile(result.contacts),
      'cases.ndjson': caseFile(result.cases),
      'tasks.ndjson': taskFile(result.tasks),
      'refusals.ndjson': sortedLines(
        result.refusals.map((one) => ({ ...one, at: new Date(one.at).toISOString() })),
      ),
      'told.ndjson': sortedLines(told),
    }
  } finally {
    await engine.close()
  }
}

function sortedLines(lines: readonly object[]): string {
  const texts = lines.map((line) => JSON.stringify(line)).sort()
  return texts.map((text) => `${text}\n`).join('')
}
