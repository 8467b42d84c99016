import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { startServer, type ServerProcess } from '../../../src/shell/local/child.ts'
import { freePort } from '../../../src/shell/local/port.ts'
import { openLog } from '../../../src/shell/log/log.ts'
import { connect } from '../../../src/shell/pg/base/database.ts'
import { openQueues } from '../../../src/shell/queue/queues.ts'
import { isUp } from '../../../src/shell/queue/redis.ts'
import { startQueueWorker } from '../../../src/shell/queue/worker.ts'
import { type Authority, authorityIn } from '../../support/authority.ts'
import { freshDatabase, type TestDatabase } from '../../support/database.ts'

let folder: string
let ours: Authority
let theirs: Authority
let redis: ServerProcess
let redisUrl: string
let database: TestDatabase

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'arrears-tls-'))
  chmodSync(folder, 0o755)
  ;[ours, theirs] = [authorityIn(folder, 'ours'), authorityIn(folder, 'theirs')]
  const port = await freePort(0)
  redisUrl = `rediss://:for-this-test@127.0.0.1:${port}`
  const binary = inject('redisBinary')
  redis = await startServer({
    file: binary.file,
    args: ['-'],
    env: binary.env,
    user: null,
    cwd: folder,
    stdin: [
      'bind 127.0.0.1',
      'port 0',
      `tls-port ${port}`,
      `tls-cert-file ${ours.cert}`,
      `tls-key-file ${ours.key}`,
      `tls-ca-cert-file ${ours.ca}`,
      'tls-auth-clients no',
      'requirepass for-this-test',
      'save ""',
      '',
    ].join('\n'),
  })
  database = await freshDatabase()
  await postgresWith(ours)
})
afterAll(async () => {
  await postgresWith(null)
  await database.drop()
  await redis.stop()
  rmSync(folder, { recursive: true })
})

/** Whoever does not ask for TLS goes on without, so that the other tests of this server are not disturbed. */
async function postgresWith(authority: Authority | null): Promise<void> {
  const admin = new pg.Client(inject('postgres'))
  await admin.connect()
  if (authority) {
    const { rows } = await admin.query<{ data: string }>(`select current_setting('data_directory') as data`)
    const { uid, gid } = statSync(rows[0]?.data ?? '')
    if (process.getuid?.() === 0) chownSync(authority.key, uid, gid)
    chmodSync(authority.key, 0o600)
    await admin.query(`alter system set ssl_cert_file = '${authority.cert}'`)
    await admin.query(`alter system set ssl_key_file = '${authority.key}'`)
    await admin.query('alter system set ssl = on')
  } else
    for (const name of ['ssl', 'ssl_cert_file', 'ssl_key_file'])
      await admin.query(`alter system reset ${name}`)
  await admin.query('select pg_reload_conf()')
  await admin.end()
}

test('Postgres is trusted by the private authority that the URL names, and by no other', async () => {
  const isOver = async (query: string): Promise<boolean> => {
    const db = connect({ url: `${database.url}?${query}`, max: 1, applicationName: 'test' })
    try {
      const sql = 'select ssl from pg_stat_ssl where pid = pg_backend_pid()'
      return (await db.query<{ ssl: boolean }>(sql))[0]?.ssl ?? false
    } finally {
      await db.close()
    }
  }
  // The configuration is read a moment after it is said.
  const trusted = `sslmode=verify-full&sslrootcert=${ours.ca}`
  for (let tries = 0; !(await isOver(trusted).catch(() => false)) && tries < 100; tries++) await sleep(50)
  expect(await isOver(trusted)).toBe(true)
  await expect(isOver(`sslmode=verify-full&sslrootcert=${theirs.ca}`)).rejects.toThrow(
    /certificate|signature/,
  )
  await expect(isOver('sslmode=verify-full')).rejects.toThrow(/certificate/)
})

test('Redis is trusted by the private authority in REDIS_CA, for queues and workers, and by no other', async () => {
  const settings = { url: redisUrl, prefix: '{tls}', ca: readFileSync(ours.ca, 'utf8') }
  const queues = openQueues(settings)
  const stranger = openQueues({ ...settings, ca: readFileSync(theirs.ca, 'utf8') })
  const nobody = openQueues({ url: redisUrl, prefix: '{tls}' })
  try {
    while (!redis.exited() && !(await isUp(queues.redis))) await sleep(20)
    expect(redis.exited(), redis.tail()).toBe(false)
    let done = 0
    const log = openLog({ worker: 'test', level: 'silent' })
    const worker = startQueueWorker(
      { queue: 'sms', concurrency: 1, redis: settings, log, worked: () => void done++, lockSeconds: 5 },
      () => Promise.resolve(),
    )
    await queues.byName.sms.add('contact', { contact: 1 })
    for (let tries = 0; done === 0 && tries < 500; tries++) await sleep(10)
    await worker.close(5)
    expect(done).toBe(1)
    expect([await isUp(stranger.redis), await isUp(nobody.redis)]).toEqual([false, false])
  } finally {
    for (const one of [queues, stranger, nobody]) one.close()
  }
})
