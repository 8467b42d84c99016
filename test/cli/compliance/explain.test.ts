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
import { slimSchedules } from '../../support/slim-schedules.ts'
import { projectSchedules } from '../../support/story-engine.ts'

const slim = slimSchedules(({ pack }) => /^(us|gb|xx)-/.test(pack))
let said: string[] = []

afterAll(() => slim.drop())

beforeEach(() => {
  said = []
  vi.spyOn(console, 'log').mockImplementation((text: string) => void said.push(text))
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

const run = (...args: string[]) =>
  runLine(complianceCommand, 'compliance', ['explain', '--schedules', slim.dir, ...args])
async function asked(...args: string[]) {
  said = []
  await run(...args, '--json')
  return JSON.parse(said[0] ?? '')
}
const rulesOf = ({ reasons }: { reasons: { rule: string }[] }) => reasons.map(({ rule }) => rule)

const BOSTON = ['--residence', 'US-MA', '--zone', 'America/New_York', '--actor', 'third_party']

describe('arrears compliance explain, of somebody supposed', () => {
  test('the answer has the verdict of an instant, every refusing rule with its citation, and when it lifts', async () => {
    const late = await asked(...BOSTON, '--channel', 'call', '--at', '2026-05-05T22:15')
    expect(late).toMatchObject({ answer: 'defer', lawfulFrom: '2026-05-06T12:00:00Z', person: null })
    expect(rulesOf(late)).toEqual(expect.arrayContaining(['US-F-01', 'MA-03', 'XX-06']))
    expect(late.reasons[0]).toMatchObject({ cite: expect.any(String), liftsAt: '2026-05-06T12:00:00Z' })
    expect(late.stretches.slice(0, 3)).toMatchObject([
      { from: '2026-05-06T02:15:00Z', until: '2026-05-06T12:00:00Z', open: false },
      { until: '2026-05-07T01:00:00Z', open: true, reasons: [] },
      { until: '2026-05-07T12:00:00Z', open: false },
    ])
    expect(late.law.packs.map(({ pack }: { pack: string }) => pack)).toContain('us-ma')
    expect(late.law.tzdata).toBe(process.versions['tz'])
  })

  test('a strip for the eye: hours of the debtor, what closes them, nothing of colour off a terminal', async () => {
    await run(...BOSTON, '--channel', 'call', '--at', '2026-05-05', '--days', '2')
    const [text = ''] = said
    expect(text).toContain('Tue 2026-05-05 00:00: not now; lawful from Tue 2026-05-05 08:00')
    expect(text).toMatch(/Wed 2026-05-06 {2}·{16}█{26}·{6} {2}00:00-08:00 21:00-24:00 US-F-01, MA-03, XX-06/)
    expect(text).toContain('times of America/New_York')
    expect(text).not.toContain('\u001b')
    expect(text).not.toContain('Thu')
  })

  test('a contact without a zone must be lawful in every zone of the country', async () => {
    const anywhere = await asked('--residence', 'US-MA', '--channel', 'call', '--at', '2026-05-05T12:30:00Z')
    expect(anywhere.zones).toContain('Pacific/Honolulu')
    expect(anywhere).toMatchObject({ answer: 'defer', lawfulFrom: '2026-05-05T18:00:00Z' })
  })

  test('the law is that of the day: New York City before and from 1 September 2026', async () => {
    const text = [
      '--residence',
      'US-NY-NYC',
      '--zone',
      'America/New_York',
      '--actor',
      'first_party',
      '--channel',
      'sms',
    ]
    expect(await asked(...text, '--at', '2026-08-31T12:00')).toMatchObject({ answer: 'permit' })
    const after = await asked(...text, '--at', '2026-09-01T12:00')
    expect(after).toMatchObject({ answer: 'deny' })
    expect(rulesOf(after)).toContain('NY-C-02')
    const across = await asked(...text, '--at', '2026-08-31T12:00', '--days', '2')
    const edge = across.stretches.find(({ reasons }: { reasons: { rule: string }[] }) =>
      rulesOf({ reasons }).includes('NY-C-02'),
    )
    expect(edge.from).toBe('2026-09-01T04:00:00Z')
  })

  test('evidence that is supposed lifts what asks for it, and what the text must say is told', async () => {
    const visit = [
      '--residence',
      'GB-ENG',
      '--channel',
      'visit',
      '--at',
      '2026-05-05T14:00',
      '--product',
      'credit_card',
    ]
    const without = await asked(...visit)
    const wanted = rulesOf(without)
    expect(without.answer).toBe('deny')
    const shown = without.duties.map(({ key }: { key: string }) => key)
    const given = await asked(...visit, '--evidence', ['visit.notice', ...shown].join(','))
    expect(rulesOf(given).length).toBeLessThan(wanted.length)
    const call = await asked(...BOSTON, '--channel', 'sms', '--at', '2026-05-05T14:00')
    expect(call.texts).toContainEqual(
      expect.objectContaining({ rule: 'US-F-13', must: ['optout_instruction'], when: 'each' }),
    )
  })

  test('a question that cannot be asked is refused', async () => {
    await expect(run('--channel', 'sms')).rejects.toThrow('nobody is named')
    await expect(run(...BOSTON, '--channel', 'fax')).rejects.toThrow('there is no fax')
    await expect(run(...BOSTON, '--channel', 'sms', '--at', 'soon')).rejects.toThrow('soon is no instant')
    await expect(run(...BOSTON, '--channel', 'sms', '--days', '0')).rejects.toThrow('bad_number')
    await expect(run(...BOSTON, '--channel', 'sms', '--evidence', 'consent.smss')).rejects.toThrow(
      'no rule asks for consent.smss',
    )
    await expect(run('--residence', 'EU', '--channel', 'sms')).rejects.toThrow('time zones of EU')
  })
})

const CARD = {
  region: 'US-MA',
  zone: 'America/New_York',
  actor: 'third_party',
  product: 'credit_card',
}
const called = (at: string, key: string) =>
  fact('contact.recorded', at, {
    account: 'A1',
    key,
    channel: 'call',
    direction: 'out',
    disposition: 'no_answer',
  })
const FACTS = [
  opened('A1', { ...CARD, phone: '+12025550177', name: 'Ann Example' }),
  billed('A1', 'I1', '2026-04-01'),
  opened('A2', CARD),
  called('2026-05-04T14:00:00Z', 'c1'),
  called('2026-05-05T13:30:00Z', 'c2'),
  fact('evidence.recorded', '2026-04-02T00:00:00Z', {
    account: 'A1',
    evidence: 'validation.sent_or_due_within_5d',
    value: true,
  }),
]

describe('arrears compliance explain, of a person', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await freshDatabase()
    const { db } = database
    await publishSchedules(db, { ...projectSchedules(), by: 'test' })
    await db.query(`insert into virtual_clock (at) values ('2026-05-05T16:00:00Z')`)
    const recording = { store: recordStore(db), prepare: prepareWith(openVault(newVaultKeys())) }
    await recordFacts(recording, incoming(FACTS))
  })
  beforeEach(() => void vi.stubEnv('DATABASE_URL', database.url))
  afterAll(() => database.drop())

  test('the answer counts what was done, from business now, on the clock of the debtor', async () => {
    const call = await asked('--person', 'D1', '--channel', 'call')
    expect(call).toMatchObject({
      person: 'D1',
      account: 'A1',
      others: 1,
      at: '2026-05-05T16:00:00Z',
      dpd: 34,
      answer: 'defer',
      lawfulFrom: '2026-05-11T12:00:00Z',
      unreachable: false,
    })
    expect(rulesOf(call)).toContain('MA-01')
    await run('--person', 'D1', '--channel', 'call')
    expect(said.at(-1)).toMatch(
      /Wed 2026-05-06 {2}·{48} {2}00:00-08:00 21:00-24:00 US-F-01, MA-03, XX-06\n +00:00-24:00 MA-01 until Mon 2026-05-11 00:00\n/,
    )
  })

  test('the supposed text is that of the strategy that takes the account', async () => {
    const text = await asked('--person', 'D1', '--channel', 'sms', '--at', '2026-05-12T10:00')
    expect(text).toMatchObject({ automation: 'bot', answer: 'deny', review: true })
    expect(rulesOf(text)).toEqual(expect.arrayContaining(['US-F-14', 'US-T-01']))
    const typed = await asked('--person', 'D1', '--channel', 'sms', '--automation', 'human')
    expect(rulesOf(typed)).not.toContain('US-T-01')
  })

  test('the answer tells nothing personal beyond the id', async () => {
    await run('--person', 'D1', '--channel', 'call', '--json')
    await run('--person', 'D1', '--channel', 'sms', '--account', 'A2')
    expect(said.join()).not.toMatch(/Ann|Example|5550177|5550100/)
  })

  test('a person without a number of the kind is told as such, and the law is asked all the same', async () => {
    const visit = await asked('--person', 'D1', '--channel', 'visit', '--at', '2026-05-06T10:00')
    expect(visit).toMatchObject({ unreachable: true, minutes: 30, at: '2026-05-06T14:00:00Z' })
  })

  test('a name that nobody has is refused', async () => {
    await expect(run('--person', 'D9', '--channel', 'sms')).rejects.toThrow('unknown_debtor')
    await expect(run('--person', 'D1', '--account', 'A9', '--channel', 'sms')).rejects.toThrow(
      'unknown_account',
    )
  })
})
