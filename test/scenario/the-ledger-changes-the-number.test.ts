import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCommand } from 'citty'
import { afterEach, expect, test, vi } from 'vitest'
import { importCommand } from '../../src/cli/import.ts'
import { personCommand } from '../../src/cli/person/person.ts'
import { buildApi } from '../../src/shell/http/api.ts'
import type { ApiDeps } from '../../src/shell/http/deps.ts'
import { openLog } from '../../src/shell/log/log.ts'
import { memoryConfig } from '../../src/shell/replay/memory/config.ts'
import { emptyWorld, type World } from '../../src/shell/replay/memory/world.ts'
import { createApiKey } from '../../src/shell/pg/door/api-key.ts'
import { replayOn } from '../../src/shell/replay/replay-clock.ts'
import { memoryFlows } from '../../src/shell/replay/memory/flows.ts'
import { memoryDriver } from '../../src/shell/replay/memory/driver.ts'
import { type RealEngine, realEngine } from '../support/real-engine.ts'
import { storySchedules } from '../support/story-engine.ts'
import { anAccount } from '../support/story-facts.ts'
import { tell } from '../support/story.ts'

const OLD = '+12025550142'
const NEW = '+12025550143'
const [first = {}, bill = {}] = anAccount('A1', { phone: OLD })
const changed = { ...first, at: '2026-03-03T00:00:00Z', phone: NEW }

afterEach(() => vi.unstubAllEnvs())

async function story(
  facts: Record<string, unknown>[],
  until: string,
): Promise<{ world: World; sent: string[] }> {
  const { schedules, hash } = storySchedules()
  const from = Date.parse('2026-02-01T00:00:00Z')
  const world = emptyWorld(from)
  const works = memoryDriver(world, memoryFlows(world, memoryConfig(schedules, hash)))
  await tell(replayOn(works, { from }), async (told) => {
    told.given(...facts)
    await told.fastForward(until)
    await told.lookAtAll()
  })
  const sent = [...world.contacts.values()]
    .filter(({ state, step }) => step !== null && (state === 'sent' || state === 'delivered'))
    .map(({ step, point }) => `${step} ${point === null ? '' : world.points.get(point)?.value}`)
  return { world, sent }
}

test('the new number is texted and called from its line on, in a replay', async () => {
  const { sent } = await story([first, bill, changed], '2026-03-06T23:00:00Z')
  expect(sent).toEqual([`friendly ${OLD}`, `second ${NEW}`, `call ${NEW}`])
})

test('a number that was reported wrong stays silent when a later line repeats it, in a replay', async () => {
  const wrong = { type: 'point.invalid', at: '2026-03-02T12:00:00Z', account: 'A1', point: '(202) 555-0142' }
  const repeated = { ...first, at: '2026-03-03T00:00:00Z', household: 'H9', key: 'second' }
  const { sent } = await story([first, bill, wrong, repeated], '2026-03-31T23:00:00Z')
  expect(sent).toEqual([`friendly ${OLD}`])
})

test('a STOP from the number as gateways write it is the debtor’s, in a replay', async () => {
  const stop = {
    type: 'contact.recorded',
    at: '2026-03-02T12:00:00Z',
    account: 'A1',
    channel: 'sms',
    direction: 'in',
    disposition: 'replied',
    point: '12025550142',
    text: 'STOP',
  }
  const { sent } = await story([first, bill, stop], '2026-03-31T23:00:00Z')
  expect(sent).toEqual([`friendly ${OLD}`])
})

/** The numbers of what is planned or was sent, by step. */
async function plannedFor({ engine }: RealEngine): Promise<string[]> {
  const rows = await engine.db.query<{ step: string; value: Buffer; keyId: string }>(
    `select c.step, p.value_sealed as value, p.key_id as "keyId"
     from contact c join contact_point p on p.person_id = c.person_id and p.id = c.point_id
     where c.state not in ('cancelled', 'expired', 'denied') order by c.not_before`,
  )
  return rows.map(({ step, value, keyId }) => `${step} ${engine.vault.open(value, keyId)}`)
}

test('the second one’s number of two daily files is used, and the export lists the first as former', async () => {
  const real = await realEngine()
  const folder = mkdtempSync(join(tmpdir(), 'arrears-day-'))
  const said: string[] = []
  vi.spyOn(console, 'log').mockImplementation((text: string) => void said.push(text))
  for (const [name, value] of Object.entries(real.env)) vi.stubEnv(name, value)
  try {
    const day = async (on: string, phone: string): Promise<void> => {
      const file = join(folder, `${on}.csv`)
      const header =
        'account,debtor,creditor,currency,actor,product,region,zone,locale,phone,past_due,oldest_due_on'
      const row = `A1,D1,acme,USD,first_party,consumer_loan,US-NY,UTC,en,${phone},120.00,2026-03-01`
      writeFileSync(file, `${header}\n${row}\n`)
      await runCommand(importCommand, { rawArgs: ['accounts', file, '--as-of', on] })
    }
    await real.at('2026-03-02T00:00:00Z')
    await day('2026-03-02', OLD)
    await real.morning('2026-03-02T10:00:00Z')
    expect(await plannedFor(real)).toEqual([`friendly ${OLD}`])
    await real.at('2026-03-02T10:05:00Z')
    await day('2026-03-02T10:04:00Z', '(202) 555-0143')
    await real.morning('2026-03-02T10:10:00Z')
    expect(await plannedFor(real)).toEqual([`friendly ${NEW}`])
    await runCommand(personCommand, { rawArgs: ['export', '(202) 555-0143', '--out', join(folder, 'd1')] })
    const lines = readFileSync(join(folder, 'd1'), 'utf8').split('\n')
    expect(lines.find((line) => line.includes(OLD))).toContain('(former)')
    expect(lines.find((line) => line.includes(NEW))).not.toContain('(former)')
  } finally {
    vi.restoreAllMocks()
    rmSync(folder, { recursive: true })
    await real.close()
  }
})

test('the same line, sent anew over HTTP with another number and no key, is used', async () => {
  const real = await realEngine()
  const { engine } = real
  const secret = (await createApiKey(real.owner, { name: 'ledger', scopes: ['facts:write'] })) ?? ''
  const app = await buildApi({
    db: engine.db,
    vault: engine.vault,
    log: openLog({ worker: 'api', level: 'silent' }),
    clock: { now: () => Date.now() },
    record: engine.record,
    privateWebhooks: false,
    callbackSecrets: ['a secret that only the provider and we know'],
    pingRedis: async () => true,
    queueCounts: async () => ({}),
    separated: true,
  } as unknown as ApiDeps)
  try {
    await app.ready()
    const post = async (...facts: unknown[]) => {
      const headers = { authorization: `Bearer ${secret}` }
      const answer = await app.inject({ method: 'POST', url: '/v1/facts', headers, payload: facts as object })
      return answer.json<{ taken: number; rejected: unknown[] }>()
    }
    await real.at('2026-03-02T00:00:00Z')
    expect(await post(first, bill)).toMatchObject({ taken: 2, rejected: [] })
    await real.morning('2026-03-02T10:00:00Z')
    expect(await plannedFor(real)).toEqual([`friendly ${OLD}`])
    expect(await post({ ...changed, at: '2026-03-02T10:05:00Z' })).toMatchObject({ taken: 1, rejected: [] })
    await real.morning('2026-03-02T10:10:00Z')
    expect(await plannedFor(real)).toEqual([`friendly ${NEW}`])
  } finally {
    await app.close()
    await real.close()
  }
})
