import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { recordFacts } from '../../../src/flow/record.ts'
import { AT_ONCE, type Breath, breath } from '../../../src/shell/http/breath.ts'
import { jsonPages, ndjsonPages, type RawRow } from '../../../src/shell/http/fact-lines.ts'
import { prepareWith } from '../../../src/shell/feed/prepare.ts'
import { clearVault } from '../../../src/shell/replay/memory/record/vault.ts'
import { memoryRecordStore } from '../../../src/shell/replay/memory/record/record.ts'
import { emptyWorld } from '../../../src/shell/replay/memory/world.ts'

/** The most that was read between two turns of everybody else, in rows and characters. */
function watched(): { breath: Breath; most: { rows: number; characters: number }; turns: () => number } {
  const now = { rows: 0, characters: 0 }
  const most = { ...now }
  let turns = 0
  const inner = breath(async () => {
    turns++
    Object.assign(now, { rows: 0, characters: 0 })
  })
  return {
    breath: {
      async after(characters) {
        now.rows++
        now.characters += characters
        most.rows = Math.max(most.rows, now.rows)
        most.characters = Math.max(most.characters, now.characters)
        await inner.after(characters)
      },
    },
    most,
    turns: () => turns,
  }
}

const row = { type: 'none', text: 'x'.repeat(60) }
const rows = Array.from({ length: 20_000 }, () => row)
const READ = { json: jsonPages, ndjson: ndjsonPages } as const

test.each([
  ['json', JSON.stringify(rows)],
  ['ndjson', rows.map((one) => JSON.stringify(one)).join('\n')],
  ['json', `[${'1,'.repeat(300_000)}1]`],
  ['json', `["${'x'.repeat(3_000_000)}"]`],
  ['json', '['.repeat(100_000) + ']'.repeat(100_000)],
  ['ndjson', '\n'.repeat(300_000)],
  ['ndjson', 'x'.repeat(3_000_000)],
] as const)('everybody else has a turn after %s rows by count or size: %#', async (form, text) => {
  const seen = watched()
  const stream = Readable.from([Buffer.from(text)])
  const found: RawRow[] = []
  const pages = READ[form]({ stream, limit: 10_000_000, pageSize: 250, breath: seen.breath })
  for await (const page of pages) found.push(...page)
  expect(seen.most.rows).toBeLessThanOrEqual(AT_ONCE.rows)
  expect(seen.turns()).toBeGreaterThanOrEqual(Math.floor(text.length / AT_ONCE.characters / 50))
})

test('a row is never longer than what is parsed at once', async () => {
  const long = JSON.stringify({ type: 'none', text: 'x'.repeat(1_000_000) })
  const seen = watched()
  const pages = ndjsonPages({
    stream: Readable.from([Buffer.from(long)]),
    limit: 1e7,
    pageSize: 250,
    breath: seen.breath,
  })
  for await (const page of pages) expect(page).toMatchObject([{ problem: { code: 'row_too_long' } }])
})

test('others are let in after ten prepared facts, and between reading a page, working it and saving it', async () => {
  let [prepared, most] = [0, 0]
  const turns: string[] = []
  const prepare = prepareWith(clearVault)
  const counting = Object.assign(
    (...given: Parameters<typeof prepare>) => {
      most = Math.max(most, ++prepared)
      return prepare(...given)
    },
    { refused: (refusal: Parameters<typeof prepare.refused>[0]) => prepare.refused(refusal) },
  )
  const store = memoryRecordStore(emptyWorld(Date.parse('2026-03-01T00:00:00Z')))
  const told: typeof store = {
    transaction: (work) =>
      store.transaction((tx) =>
        work({
          ...tx,
          loadLedger: (needs) => {
            turns.push('load')
            return tx.loadLedger(needs)
          },
          saveLedger: (changes) => {
            turns.push('save')
            return tx.saveLedger(changes)
          },
        }),
      ),
  }
  const pause = async (): Promise<void> => {
    turns.push('turn')
    prepared = 0
  }
  const fact = { type: 'score.changed', at: '2026-02-01T00:00:00Z', account: 'A1', score: 0.5 } as const
  await recordFacts(
    { store: told, prepare: counting, pause },
    Array.from({ length: 500 }, () => ({ fact, source: 'ledger' })),
  )
  expect(most).toBe(10)
  expect(turns.slice(-4)).toEqual(['load', 'turn', 'turn', 'save'])
  expect(turns.filter((one) => one === 'turn')).toHaveLength(52)
})
