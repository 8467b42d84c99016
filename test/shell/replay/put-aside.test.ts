import { expect, test } from 'vitest'
import { memoryConfig } from '../../../src/shell/replay/memory/config.ts'
import { emptyWorld } from '../../../src/shell/replay/memory/world.ts'
import { fullResult } from '../../../src/shell/replay/full/result.ts'
import { memoryFlows } from '../../../src/shell/replay/memory/flows.ts'
import { memoryDriver } from '../../../src/shell/replay/memory/driver.ts'
import { realEngine } from '../../support/real-engine.ts'
import { storySchedules } from '../../support/story-engine.ts'
import { anAccount } from '../../support/story-facts.ts'
import { parseFact } from '../../../src/core/fact/parse.ts'

const BOOK = [...anAccount('A1'), ...anAccount('A2', { debtor: 'D2', phone: '+12025550111' })]
const START = Date.parse('2026-03-01T12:00:00Z')
const MORNING = '2026-03-02T00:05:00Z'
const ASIDE = {
  loop: 'detect',
  kind: 'account',
  about: 'A1',
  attempts: 1,
  id: expect.any(String),
  code: expect.any(String),
}

test('a row that a replay in memory put aside is told by the ledger’s own name', async () => {
  const world = emptyWorld(START)
  const { schedules, hash } = storySchedules()
  const driver = memoryDriver(world, memoryFlows(world, memoryConfig(schedules, hash)))
  const rows = BOOK.flatMap((fact, line) => {
    const read = parseFact(fact)
    return 'fact' in read ? [{ fact: read.fact, recordedAt: START, line }] : []
  })
  await driver.record(rows)
  for (const account of world.accounts.values())
    if (account.externalId === 'A1') Object.assign(account, { zones: ['Nowhere/Land'], lookOn: '2026-03-01' })
  await driver.setNow(Date.parse(MORNING))
  await driver.detect()
  const { parked, cases } = await driver.result()
  expect(parked).toEqual([ASIDE])
  expect(cases).toMatchObject([{ account: 'A2' }])
})

test('a row that a replay on the real servers put aside is told so too', async () => {
  const real = await realEngine()
  try {
    await real.at('2026-03-01T12:00:00Z')
    await real.take(...BOOK)
    await real.db.query(
      `update account set zones = 'Nowhere/Land', look_on = '2026-03-01' where external_id = 'A1'`,
    )
    await real.at(MORNING)
    await real.detect()
    const { parked, cases } = await fullResult(real.db)
    expect(parked).toEqual([ASIDE])
    expect(cases).toMatchObject([{ account: 'A2' }])
  } finally {
    await real.close()
  }
})
