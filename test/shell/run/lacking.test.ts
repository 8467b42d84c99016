import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { measuresOf } from '../../../src/shell/alarm/measures.ts'
import { readSettings } from '../../../src/shell/env/settings.ts'
import { openLog } from '../../../src/shell/log/log.ts'
import { openEngine } from '../../../src/shell/run/engine.ts'
import { type RealEngine, realEngine } from '../../support/real-engine.ts'
import { storySchedules } from '../../support/story-engine.ts'

const DIALER = `dialer: acme
out: { http: { url: "{env.PROVIDER_ACME_URL}", secret: "{env.PROVIDER_ACME_SECRET}" } }
tells: { secret: "{env.PROVIDER_ACME_SECRET}" }
`

let real: RealEngine
beforeAll(async () => {
  real = await realEngine(
    {},
    storySchedules((strategy) => strategy, { 'dialers/acme.yaml': DIALER }),
  )
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await real.close()
})

/** A process of those workers gives a sign of life. */
async function beats(worker: string): Promise<void> {
  const log = openLog({ worker, level: 'silent' })
  const engine = openEngine({ settings: readSettings(real.env), log, worker, instance: 'a' })
  await engine.beat()
  await engine.close()
}

async function missing(): Promise<string[]> {
  const clock = { now: () => Date.now() }
  const measures = measuresOf({ db: real.db, clock, pingRedis: async () => true })
  return (await measures.value_missing()).map(({ place }) => Object.values(place).join(' '))
}

test('a process says which values its environment lacks for a dialer, until they are set', async () => {
  vi.stubEnv('PROVIDER_ACME_URL', 'https://dialer.example')
  await beats('call+visit')
  await beats('decide')
  expect(await missing()).toEqual(['call dialer acme PROVIDER_ACME_SECRET'])
  await beats('api')
  expect(await missing()).toEqual([
    'api dialer acme PROVIDER_ACME_SECRET',
    'call dialer acme PROVIDER_ACME_SECRET',
  ])
  vi.stubEnv('PROVIDER_ACME_SECRET', 'whsec_c2VjcmV0')
  await beats('call+visit')
  expect(await missing()).toEqual(['api dialer acme PROVIDER_ACME_SECRET'])
  await beats('api')
  expect(await missing()).toEqual([])
})
