import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openLocalFolder, type LocalFolder } from '../../../src/shell/local/folder.ts'
import { ownSecrets } from '../../../src/shell/local/secrets.ts'
import { bringUpServers, type Servers } from '../../../src/shell/local/servers.ts'
import { producerRedis, isUp, redisProblems } from '../../../src/shell/queue/redis.ts'

const none = { databaseUrl: undefined, ownerUrl: undefined, redisUrl: undefined }
let home: string
let folder: LocalFolder
let servers: Servers | null = null

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'arrears-servers-'))
  chmodSync(home, 0o755)
  folder = openLocalFolder(join(home, '.local'))
})
afterAll(async () => {
  await servers?.stop()
  rmSync(home, { recursive: true, force: true })
})

async function up(reset = false): Promise<Servers> {
  servers = await bringUpServers({ folder, secrets: ownSecrets(folder), reset, given: none })
  return servers
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(text)).rows
  } finally {
    await client.end()
  }
}

test('private servers keep what they hold over a restart, forget it on --reset, and are safe for queues', async () => {
  const first = await up()
  await query(first.ownerUrl, 'create table kept (id int)')
  const redis = producerRedis(first.redisUrl)
  expect(await isUp(redis, 5000)).toBe(true)
  expect(await redisProblems(redis)).toEqual([])
  await redis.set('kept', '1')
  redis.disconnect()
  await first.stop()

  const second = await up()
  expect(await query(second.ownerUrl, 'select * from kept')).toEqual([])
  await second.stop()

  const third = await up(true)
  await expect(query(third.ownerUrl, 'select * from kept')).rejects.toThrow(/does not exist/)
})

test('what the environment names is used as it is, and never wiped', async () => {
  const given = { databaseUrl: 'postgres://e@db/a', ownerUrl: 'postgres://o@db/a', redisUrl: 'redis://r' }
  const options = { folder: openLocalFolder(join(home, 'other')), secrets: ownSecrets(folder), given }
  expect(await bringUpServers({ ...options, reset: false })).toMatchObject(given)
  await expect(bringUpServers({ ...options, reset: true })).rejects.toThrow(/not_ours_to_reset/)
})
