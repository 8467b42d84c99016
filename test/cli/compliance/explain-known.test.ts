import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { runLine } from '../../../src/cli/command-line.ts'
import { complianceCommand } from '../../../src/cli/compliance/compliance.ts'
import { recordFacts } from '../../../src/flow/record.ts'
import { prepareWith } from '../../../src/shell/feed/prepare.ts'
import { publishSchedules } from '../../../src/shell/pg/config/publish.ts'
import { recordStore } from '../../../src/shell/pg/record/record.ts'
import { newVaultKeys, openVault } from '../../../src/shell/pg/base/vault.ts'
import { billed, fact, opened } from '../../shell/record/facts.ts'
import { incoming } from '../../shell/record/stage.ts'
import { freshDatabase, type TestDatabase } from '../../support/database.ts'
import { projectSchedules } from '../../support/story-engine.ts'

const CARD = { region: 'US-MA', zone: 'America/New_York', actor: 'third_party', product: 'credit_card' }
const SENT = { evidence: 'validation.sent_or_due_within_5d', value: true }
const anAccount = (nth: number) => {
  const account = `A${nth}`
  const debtor = `D${nth}`
  return [
    opened(account, { ...CARD, debtor, phone: `+1202555018${nth}` }),
    billed(account, 'I1', '2026-04-01'),
    fact('evidence.recorded', '2026-04-02T00:00:00Z', { account, ...SENT }),
  ]
}
const called = (account: string, at: string, key: string) =>
  fact('contact.recorded', at, { account, key, channel: 'call', disposition: 'no_answer' })
/** Each was recorded on 5 May and says what had happened before the noon that is asked about, or ends it. */
const EARLY = '2026-05-03T14:00:00Z'
const ASKED = '2026-05-04T12:00'

describe('arrears compliance explain --known', () => {
  let database: TestDatabase
  let said: string[] = []
  beforeAll(async () => {
    database = await freshDatabase()
    const { db } = database
    await publishSchedules(db, { ...projectSchedules(), by: 'test' })
    const recording = { store: recordStore(db), prepare: prepareWith(openVault(newVaultKeys())) }
    const record = async (now: string, facts: Record<string, unknown>[]) => {
      await db.query('insert into virtual_clock (at) values ($1) on conflict (one) do update set at = $1', [
        now,
      ])
      expect(await recordFacts(recording, incoming(facts))).toMatchObject({ rejected: [] })
    }
    await record('2026-05-02T08:00:00Z', [
      ...[1, 2, 3, 4].flatMap(anAccount),
      called('A1', '2026-05-01T14:00:00Z', 'c1'),
      fact('dispute.opened', '2026-05-01T14:00:00Z', { account: 'A3', dispute: 'd' }),
    ])
    await record('2026-05-05T16:00:00Z', [
      called('A1', EARLY, 'c2'),
      fact('hold.placed', EARLY, { account: 'A2', hold: 'h', reason: 'attorney' }),
      fact('dispute.resolved', EARLY, { account: 'A3', dispute: 'd', outcome: 'rejected' }),
      fact('optout.received', EARLY, { account: 'A4', point: '+12025550184' }),
      ...anAccount(5),
    ])
  })
  beforeEach(() => {
    said = []
    vi.stubEnv('DATABASE_URL', database.url)
    vi.spyOn(console, 'log').mockImplementation((text: string) => void said.push(text))
  })
  afterEach(() => {
    vi.restoreAllMocks()
    vi.unstubAllEnvs()
  })
  afterAll(() => database.drop())

  const run = (...args: string[]) =>
    runLine(complianceCommand, 'compliance', ['explain', '--channel', 'call', ...args])
  const refusals = async (person: string, ...args: string[]): Promise<string[]> => {
    said = []
    await run('--person', person, '--json', ...args)
    const { reasons, known } = JSON.parse(said[0] ?? '')
    return [known, ...reasons.map(({ rule }: { rule: string }) => rule)]
  }

  test.each([
    ['a call', 'D1', 'MA-01', false],
    ['a hold', 'D2', 'US-F-04', false],
    ['the end of a dispute', 'D3', 'US-F-20', true],
    ['an opt-out', 'D4', 'US-F-12', false],
  ])('%s that was recorded later is not known by that instant', async (_, person, rule, then) => {
    const by = await refusals(person, '--at', ASKED)
    const now = await refusals(person, '--at', ASKED, '--known', 'now')
    expect([by[0], now[0]]).toEqual(['then', 'now'])
    expect([by.includes(rule), now.includes(rule)]).toEqual([then, !then])
    expect(await refusals(person, '--at', ASKED, '--known', 'then')).toEqual(by)
  })

  test('the text says by what it was judged', async () => {
    await run('--person', 'D1', '--at', ASKED)
    await run('--person', 'D1', '--at', ASKED, '--known', 'now')
    expect(said[0]).toContain('judged by what had been recorded by that instant')
    expect(said[1]).toContain('judged by all that is known')
  })

  test('now and later all that is known is heeded', async () => {
    expect(await refusals('D1')).toEqual(expect.arrayContaining(['now', 'MA-01']))
    expect((await refusals('D1', '--at', '2026-05-20T12:00'))[0]).toBe('now')
  })

  test('what cannot be judged so is refused with a way out', async () => {
    const refused = (...args: string[]) => expect(run(...args)).rejects
    await refused('--person', 'D5', '--at', ASKED).toThrow('unknown_then')
    await refused('--person', 'D1', '--account', 'A5', '--at', ASKED).toThrow('unknown_account')
    await refused('--person', 'D1', '--at', '2026-05-20T12:00', '--known', 'then').toThrow('lies ahead')
    await refused('--person', 'D1', '--at', 'soon').toThrow('soon is no instant')
    await refused('--person', 'D1', '--known', 'nwo').toThrow('there is no nwo')
    await refused('--residence', 'US-MA', '--zone', 'UTC', '--known', 'now').toThrow('nothing is recorded')
  })
})
