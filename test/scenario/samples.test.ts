import {
  cpSync,
  createReadStream,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { isContactChannel } from '../../src/core/channel/channel.ts'
import { loadSchedules } from '../../src/shell/config/load.ts'
import { coreEngine } from '../../src/shell/replay/core-engine.ts'
import { readFactFile } from '../../src/shell/replay/fact-file.ts'
import { contactFile } from '../../src/shell/replay/line.ts'
import { endOf, replay, startOf } from '../../src/shell/replay/replay.ts'

const SAMPLES = readdirSync('samples')
/** The span that docs/samples.md tells everybody to play. */
const SPAN = { from: '2026-03-01', to: '2026-06-30' }
const FOLDER = 'test/fixtures/samples'
const copies = mkdtempSync(join(tmpdir(), 'arrears-samples-'))
afterAll(() => rmSync(copies, { recursive: true }))

test('the page of the samples names each, and how it is played', () => {
  const page = readFileSync('docs/samples.md', 'utf8')
  for (const name of SAMPLES) expect(page).toContain(`samples/${name}`)
  expect(page).toContain(`--from ${SPAN.from} --to ${SPAN.to}`)
})

/** `GOLDEN=write` takes what is played now as right: only after a change that was meant to change it. */
test.each(SAMPLES)('%s is right as a copy, and its book is played as its golden file says', async (name) => {
  const dir = join(copies, name)
  cpSync(join('samples', name), dir, { recursive: true, dereference: true })
  const { schedules, hash, problems } = loadSchedules(dir)
  expect(problems).toEqual([])
  if (!schedules || !hash) return
  const engine = await coreEngine({ schedules, hash }, { from: startOf(SPAN) })
  const input = createReadStream(join(dir, 'book.ndjson'))
  const read = await readFactFile(input, { file: 'book.ndjson', before: endOf(SPAN) })
  const played = await replay(engine, read.rows, SPAN)
  await engine.close()
  const { contacts, refusals, unplaced, parked, lawless } = played.result
  expect([read.problems, played.problems, unplaced, parked, lawless]).toEqual([[], [], [], [], []])
  const used = schedules.strategies.flatMap(({ stages }) =>
    stages.flatMap(({ steps }) => steps.map(({ channel }) => channel).filter(isContactChannel)),
  )
  expect(new Set(contacts.map(({ channel }) => channel))).toEqual(new Set(used))
  expect(refusals.length).toBeGreaterThan(0)
  expect(refusals.filter(({ rules }) => rules.length === 0)).toEqual([])
  expectDigest(name, contactFile(contacts))
})

/** The days of the replay, each with its contacts by channel. */
function expectDigest(name: string, lines: string): void {
  const days = new Map<string, Map<string, number>>()
  for (const line of lines.trim().split('\n')) {
    const { at, channel } = JSON.parse(line) as { at: string; channel: string }
    const day = days.get(at.slice(0, 10)) ?? new Map<string, number>()
    days.set(at.slice(0, 10), day.set(channel, (day.get(channel) ?? 0) + 1))
  }
  const counted = (day: Map<string, number>): string =>
    [...day]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([channel, count]) => `${channel} ${count}`)
      .join(', ')
  const text = [...days].map(([day, counts]) => `${day} ${counted(counts)}\n`).join('')
  const file = join(FOLDER, `${name}.txt`)
  if (process.env['GOLDEN'] === 'write') writeFileSync(file, text)
  expect(text).toBe(readFileSync(file, 'utf8'))
}
