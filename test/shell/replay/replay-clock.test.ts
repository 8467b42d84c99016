import { expect, test } from 'vitest'
import { isoOf } from '../../../src/core/base/time.ts'
import type { Instant } from '../../../src/core/base/time.ts'
import { replayOn } from '../../../src/shell/replay/replay-clock.ts'
import type { TimedFact } from '../../../src/shell/replay/fact-file.ts'
import type { Driver } from '../../../src/shell/replay/driver.ts'

const at = (text: string): Instant => Date.parse(text)
const fact = (recorded: string, line: number, more: Partial<TimedFact['fact']> = {}): TimedFact => ({
  fact: { type: 'score.changed', at: recorded, account: 'A1', score: 0.5, ...more } as TimedFact['fact'],
  recordedAt: at(recorded),
  line,
})

/** The double writes down what it is asked to do; cases are due and contacts are made where the test says so. */
class WrittenDown implements Driver {
  readonly log: string[] = []
  now = 0
  constructor(
    private due: Instant[],
    private readonly contacts = new Map<Instant, { account: string; step: string; attempt: number }>(),
    private readonly look = false,
  ) {}
  setNow = async (now: Instant) => {
    this.now = now
  }
  record = async (facts: readonly TimedFact[]) => {
    this.write(`record ${facts.map((timed) => timed.line).join('+')}`)
    return { problems: [], warnings: [], look: this.look }
  }
  detect = async () => this.write('detect')
  decide = async () => {
    if (this.due.some((due) => due <= this.now)) this.write('decide')
    this.due = this.due.filter((due) => due > this.now)
  }
  act: Driver['act'] = async (speaks) => {
    const contact = this.contacts.get(this.now)
    if (!contact) return false
    this.contacts.delete(this.now)
    this.write(speaks(contact) ? 'contact, the input speaks' : 'contact, no answer')
    return true
  }
  nextDue = async (after: Instant) =>
    [...this.due, ...this.contacts.keys()].filter((due) => due > after).sort((a, b) => a - b)[0] ?? null
  isDue = async (now: Instant) => this.due.some((due) => due <= now)
  zoneSets = async () => ['UTC']
  result = async () => ({
    contacts: [],
    cases: [],
    refusals: [],
    tasks: [],
    unplaced: [],
    parked: [],
    lawless: [],
  })
  wrong = async () => []
  close = async () => {}
  private write(what: string) {
    this.log.push(`${isoOf(this.now).slice(5, 16)} ${what}`)
  }
}

test('facts come first at one instant, then detect, then decide, then redeem', async () => {
  const driver = new WrittenDown(
    [at('2026-03-01T00:05:00Z'), at('2026-03-01T10:00:00Z')],
    new Map([[at('2026-03-01T10:00:00Z'), { account: 'A1', step: 'call', attempt: 1 }]]),
  )
  const engine = replayOn(driver, { from: at('2026-03-01T00:00:00Z') })
  await engine.play(
    [fact('2026-03-01T00:05:00Z', 1), fact('2026-03-01T00:05:00Z', 2)],
    at('2026-03-02T00:00:00Z'),
  )
  expect(driver.log).toEqual([
    '03-01T00:05 record 1+2',
    '03-01T00:05 detect',
    '03-01T00:05 decide',
    '03-01T10:00 decide',
    '03-01T10:00 contact, no answer',
  ])
})

test('a fact that can open or close a case wakes detect when it comes', async () => {
  const driver = new WrittenDown([], new Map(), true)
  const engine = replayOn(driver, { from: at('2026-03-01T00:00:00Z') })
  await engine.play([fact('2026-03-01T12:00:00Z', 1)], at('2026-03-02T00:00:00Z'))
  expect(driver.log).toEqual(['03-01T00:05 detect', '03-01T12:00 record 1', '03-01T12:00 detect'])
})

test('an outcome in the input waits for the contact it names, whatever its own instant', async () => {
  const call = { account: 'A1', step: 'call', attempt: 2 }
  const outcome = { type: 'contact.outcome', step: 'call', attempt: 2, disposition: 'busy' } as const
  const driver = new WrittenDown([], new Map([[at('2026-03-01T10:00:00Z'), call]]))
  const engine = replayOn(driver, { from: at('2026-03-01T01:00:00Z') })
  await engine.play(
    [fact('2026-03-01T10:00:00Z', 1, outcome), fact('2026-03-01T10:05:00Z', 2, outcome)],
    at('2026-03-02T00:00:00Z'),
  )
  expect(driver.log).toEqual([
    '03-01T10:00 contact, the input speaks',
    '03-01T10:00 record 1',
    '03-01T10:05 record 2',
  ])
  expect(engine.warnings()).toEqual([])
})

test('an outcome of a contact that was never made is told', async () => {
  const driver = new WrittenDown([])
  const engine = replayOn(driver, { from: at('2026-03-01T01:00:00Z') })
  const outcome = { type: 'contact.outcome', step: 'cal', attempt: 1, disposition: 'rpc_attorney' } as const
  await engine.play([fact('2026-03-01T10:00:00Z', 7, outcome)], at('2026-03-02T00:00:00Z'))
  expect(engine.warnings()).toMatchObject([{ code: 'contact_not_made', line: 7, path: 'step' }])
})

test('everything is met at once after an engine stood still', async () => {
  const driver = new WrittenDown([at('2026-03-02T10:00:00Z'), at('2026-03-03T10:00:00Z')])
  const engine = replayOn(driver, { from: at('2026-03-01T01:00:00Z') })
  await engine.sleep(at('2026-03-04T09:00:00Z'))
  await engine.play([fact('2026-03-02T12:00:00Z', 1)], at('2026-03-04T10:00:00Z'))
  expect(driver.log).toEqual(['03-04T09:00 record 1', '03-04T09:00 detect', '03-04T09:00 decide'])
})

test('facts of the past load at their own instants, with nothing done about them', async () => {
  const driver = new WrittenDown([])
  const engine = replayOn(driver, { from: at('2026-03-01T01:00:00Z') })
  await engine.load([
    fact('2026-02-01T12:00:00Z', 1),
    fact('2026-02-01T12:00:00Z', 2),
    fact('2026-02-03T12:00:00Z', 3),
  ])
  expect(driver.log).toEqual(['02-01T12:00 record 1+2', '02-03T12:00 record 3'])
})
