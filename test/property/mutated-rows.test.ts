import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseFact } from '../../src/core/fact/parse.ts'
import { readRow } from '../../src/core/fact/read-row.ts'
import type { IncomingRow } from '../../src/flow/ports/record.ts'
import { recordFacts } from '../../src/flow/record.ts'
import { prepareWith } from '../../src/shell/feed/prepare.ts'
import { clearVault } from '../../src/shell/memory/record-vault.ts'
import { memoryRecordStore } from '../../src/shell/memory/record.ts'
import { billed, fact, opened, paid, snapshot } from '../shell/record/facts.ts'
import { memoryStage } from '../shell/record/memory-stage.ts'

/** How many lines are spoilt; the seed is drawn and printed. */
const LINES = Number(process.env['MUTATED_LINES'] ?? 500)
const PER_FILE = 10
const seed = Number(process.env['FC_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
console.log(`mutated-rows: FC_SEED=${seed}`)

const ACCOUNTS = ['A1', 'A2', 'A3', 'A4']
const at = '2026-02-20T09:00:00Z'
const on = (type: string, account: string, more: Record<string, unknown>) =>
  fact(type, at, { account, ...more })

/** One good line of each kind about an account; no two of a file are about the same thing. */
const KINDS: ((account: string, n: number) => Record<string, unknown>)[] = [
  (account, n) => paid(account, `p${n}`, '1.00', { at }),
  (account, n) => billed(account, `b${n}`, '2026-04-01', '5.00'),
  (account, n) => on('dispute.opened', account, { dispute: `d${n}`, reason: 'wrong amount' }),
  (account, n) => on('hold.placed', account, { hold: `h${n}`, reason: 'hardship', until: '2026-05-01' }),
  (account, n) => on('promise.made', account, { promise: `m${n}`, amount: '2.00', by: '2026-03-20' }),
  (account, n) => on('evidence.recorded', account, { evidence: `e${n}`, value: true }),
  (account, n) => on('consent.given', account, { consent: `c${n}`, until: '2027-01-01T00:00:00Z' }),
  (account, n) =>
    on('contact.recorded', account, { channel: 'call', disposition: 'no_answer', key: `k${n}` }),
  (account, n) => on('optout.received', account, { point: `+120255501${String(n).padStart(2, '0')}` }),
]

/** What real feeds and hostile senders do to a line of JSON. */
const SPOILS: ((text: string, where: number) => string)[] = [
  (text, where) => text.slice(0, where % text.length),
  (text, where) => text.slice(0, where % text.length) + text.slice((where % text.length) + 1),
  (text, where) => `${text.slice(0, where % text.length)}\\u0000${text.slice(where % text.length)}`,
  (text, where) => `${text.slice(0, where % text.length)}\u200b${text.slice(where % text.length)}`,
  (text, where) => `${text.slice(0, where % text.length)}\\ud800${text.slice(where % text.length)}`,
  (text) => text.replace(/"at":"[^"]*"/, '"at":"0001-01-01T00:00:00+14:00"'),
  (text) => text.replace(/"at":"[^"]*"/, '"at":"9999-12-31T23:59:59Z"'),
  (text) => text.replace(/"at":"[^"]*"/, '"at":"2026-02-28T24:00:00Z"'),
  (text) => text.replace(/"(dueOn|until|by)":"[^"]*"/, '"$1":"9999-12-31"'),
  (text) => text.replace(/"(dueOn|until|by)":"[^"]*"/, '"$1":"1900-01-01"'),
  (text) => text.replace(/"amount":"[^"]*"/, '"amount":"9007199254740993"'),
  (text) => text.replace(/"amount":("[^"]*")/, '"amount":$1,"amount":"7.00"'),
  (text) => text.replace(/"amount":"[^"]*"/, '"amount":1e999'),
  (text) => text.replace(/"account":"([^"]*)"/, '"account":" $1\\u00a0"'),
  (text) => text.replace(/"type":"(\w+)\.(\w+)"/, '"type":"$1.$2x"'),
  (text) => text.replace(/}$/, `,"deep":${'['.repeat(5000)}${']'.repeat(5000)}}`),
  (text) => text.replace(/}$/, ',"__proto__":{"account":"A1"}}'),
]

const spoil = fc.record({
  line: fc.nat(PER_FILE - 1),
  how: fc.constantFrom(...SPOILS),
  where: fc.nat(200),
})
const files = fc.record({
  kinds: fc.array(fc.tuple(fc.constantFrom(...KINDS), fc.constantFrom(...ACCOUNTS)), {
    minLength: PER_FILE,
    maxLength: PER_FILE,
  }),
  spoils: fc.array(spoil, { minLength: PER_FILE, maxLength: PER_FILE }),
})

test('whatever is done to some lines, the others have their effect and whoever a refused one names is silent', async () => {
  await fc.assert(
    fc.asyncProperty(files, async ({ kinds, spoils }) => {
      const stage = await book()
      const good = kinds.map(([kind, account], n) => JSON.stringify(kind(account, n)))
      const lines = spoils.reduce(
        (all, { line, how, where }) => all.with(line, how(all[line] ?? '', where)),
        good,
      )
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
  await stage.record(opened('S1', { debtor: 'DS1' }), snapshot('S1', at, '5.00', '2026-02-01'))
  await stage.detect()
  for (const account of ACCOUNTS) await stage.contact(account, { channel: 'sms', state: 'planned' })
  return stage
}
