import { hostname } from 'node:os'
import { expect, test } from 'vitest'
import { heartbeat } from '../../src/shell/pg/watch/heartbeat.ts'
import { readBeats } from '../../src/shell/pg/watch/health.ts'
import { compiled } from '../support/compiled.ts'
import { realEngine } from '../support/real-engine.ts'
import { until } from '../support/until.ts'

test('an idle worker is healthy on its own host, until it has been silent for a minute', async () => {
  const [real, built] = [await realEngine(), await compiled()]
  const healthy = async (worker: string) => {
    const { code, err } = await built.cli(['worker', worker, '--healthy'], real.env)
    return { code, words: err }
  }
  try {
    const silent = { code: 1, words: expect.stringMatching(/^worker_silent: /) as string }
    expect(await healthy('sms')).toEqual(silent)
    const child = await built.workers(['sms'], real.env)
    await until(async () => (await real.db.query('select 1 from heartbeat')).length > 0)
    await child.stop()
    expect(await healthy('sms')).toEqual({ code: 0, words: '' })
    expect(await healthy('call')).toEqual(silent)
    // A beat is not work: what was due and not done is still told of as such.
    expect(await readBeats(real.db)).toEqual([])

    await real.db.query(
      `update heartbeat set detail = jsonb_build_object('beatAt', clock_timestamp() - interval '61 s')`,
    )
    expect(await healthy('sms')).toEqual(silent)
    await heartbeat(real.db, 'sms', 'elsewhere-1').beat()
    expect(await healthy('sms')).toEqual(silent)
    await heartbeat(real.db, 'sms', `${hostname()}-1`).beat()
    expect(await healthy('sms')).toEqual({ code: 0, words: '' })
  } finally {
    await real.close()
  }
})
