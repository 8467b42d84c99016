import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseFact } from '../../src/core/fact/parse.ts'
import { readRow } from '../../src/core/fact/read-row.ts'
import type { IncomingRow } from '../../src/flow/ports/record.ts'
import { recordFacts } from '../../src/flow/record.ts'
import { prepareWith } from '../../src/shell/feed/prepare.ts'
import { clearVault } from '../../src/shell/replay/memory/record/vault.ts'
import { memoryRecordStore } from '../../src/shell/replay/memory/record/record.ts'
import { billed, opened, snapshot } from '../shell/record/facts.ts'
import { memoryStage } from '../shell/record/memory-stage.ts'
import { ACCOUNTS, files, linesOf, PER_FILE, SAID_AT } from '../support/mutated-lines.ts'

/** How many lines are spoilt; the seed is drawn and printed. */
const LINES = Number(process.env['MUTATED_LINES'] ?? 500)
const seed = Number(process.env['FC_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
console.log(`mutated-rows: FC_SEED=${seed}`)

test('whatever is done to some lines, the others have their effect and whoever a refused one names is silent', async () => {
  await fc.assert(
    fc.asyncProperty(files, async (file) => {
      const stage = await book()
      const { good, lines } = linesOf(file)
      const rows = lines.map((text, line): IncomingRow => {
        const read = readRow(text)
        const parsed = 'row' in read ? parseFact(read.row) : { problems: [read.problem] }
        const raw = 'row' in read ? read.row : (read.given ?? null)
        const place = { source: 'ledger', line }
        return 'problems' in parsed
          ? { refused: raw, problems: parsed.problems, ...place }
          : { ...parsed, ...place }
      })
      const recorded = await recordFacts(
        { store: memoryRecordStore(stage.world), prepare: prepareWith(clearVault) },
        rows,
      )
      const refused = new Set([
        ...rows.flatMap((row, line) => ('refused' in row ? [line] : [])),
        ...recorded.rejected.map(({ line }) => line),
      ])
      const silent = new Set(
        stage.world.holds
          .filter((hold) => hold.reason === 'data_refused' && hold.lifted === null)
          .map((hold) => hold.account),
      )
      const idOf = (name: string) =>
        [...stage.world.accounts.values()].find((one) => one.externalId === name)?.id
      for (const line of refused) {
        const named = namedIn(rows[line ?? 0])
        if (named !== null) expect(silent, lines[line ?? 0]).toContain(idOf(named))
      }
      const collides = (line: number) => lines.filter((text) => text === lines[line]).length > 1
      for (const [line, text] of good.entries())
        if (text === lines[line] && !collides(line)) expect(refused, text).not.toContain(line)
      const held = new Set([...silent].flatMap((id) => (id === null ? [] : [id])))
      for (const contact of stage.world.contacts.values())
        if (contact.state === 'planned') expect(held.has(contact.accounts[0] ?? (0 as never))).toBe(false)
      for (const later of ['2026-03-02T12:00:00Z', '2026-04-01T12:00:00Z', '2027-03-01T12:00:00Z']) {
        await stage.at(later)
        await stage.detect()
      }
    }),
    { numRuns: Math.ceil(LINES / PER_FILE), seed },
  )
}, 300_000)

function namedIn(row: IncomingRow | undefined): string | null {
  const given: unknown = row && ('refused' in row ? row.refused : row.fact)
  const account = given !== null && typeof given === 'object' && 'account' in given ? given.account : null
  const name: unknown = Array.isArray(account) ? account[0] : account
  return typeof name === 'string' && ACCOUNTS.includes(name) ? name : null
}

async function book() {
  const stage = memoryStage()
  for (const account of ACCOUNTS) {
    const debtor = `D${account}`
    await stage.record(opened(account, { debtor, phone: undefined }), billed(account, 'first', '2026-02-01'))
  }
  await stage.record(opened('S1', { debtor: 'DS1' }), snapshot('S1', SAID_AT, '5.00', '2026-02-01'))
  await stage.detect()
  for (const account of ACCOUNTS) await stage.contact(account, { channel: 'sms', state: 'planned' })
  return stage
}
