import { execFile } from 'node:child_process'
import { hostname } from 'node:os'
import { expect, test } from 'vitest'
import { heartbeat } from '../../src/shell/pg/watch/heartbeat.ts'
import { readBeats } from '../../src/shell/pg/watch/health.ts'
import { saysStarted, startChild } from '../../src/shell/run/children.ts'
import { realEngine } from '../support/real-engine.ts'
import { until } from '../support/until.ts'

interface Ended {
  code: number | string | null | undefined
  words: string
}

function healthy(worker: string, env: Record<string, string>): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['bin/arrears.mjs', 'worker', worker, '--healthy'],
      { env: { ...process.env, ...env } },
      (error, _out, words) => resolve({ code: error ? error.code : 0, words }),
    )
  })
}

test('an idle worker is healthy on its own host, until it has been silent for a minute', {
  timeout: 180_000,
}, async () => {
  const real = await realEngine()
  try {
    const silent = { code: 1, words: expect.stringMatching(/^worker_silent: /) as string }
    expect(await healthy('sms', real.env)).toEqual(silent)
    const child = await startChild({
      name: 'sms',
      module: 'src/cli/main',
      args: ['worker', 'sms'],
      env: real.env,
      ready: saysStarted,
    })
    await until(async () => (await real.db.query('select 1 from heartbeat')).length > 0)
    await child.stop()
    expect(await healthy('sms', real.env)).toEqual({ code: 0, words: '' })
    expect(await healthy('call', real.env)).toEqual(silent)
    // A beat is not work: what was due and not done is still told of as such.
    expect(await readBeats(real.db)).toEqual([])

    await real.db.query(
      `update heartbeat set detail = jsonb_build_object('beatAt', clock_timestamp() - interval '61 s')`,
    )
    expect(await healthy('sms', real.env)).toEqual(silent)
    await heartbeat(real.db, 'sms', 'elsewhere-1').beat()
    expect(await healthy('sms', real.env)).toEqual(silent)
    await heartbeat(real.db, 'sms', `${hostname()}-1`).beat()
    expect(await healthy('sms', real.env)).toEqual({ code: 0, words: '' })
  } finally {
    await real.close()
  }
})
