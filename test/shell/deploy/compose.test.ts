import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, inject, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import {
  CONTACT_CHANNELS,
  isByPerson,
  isMessage,
  DIALLED_CHANNELS,
  MESSAGE_CHANNELS,
} from '../../../src/core/channel/channel.ts'
import { PROCESSES } from '../../../demo/processes.ts'
import { tokenSetting, urlSetting } from '../../../src/shell/env/providers.ts'
import { foreignSecrets, SECRETS, secretsOf } from '../../../src/shell/env/own-secrets.ts'
import { SETTINGS } from '../../../src/shell/env/settings.ts'
import { startServer } from '../../../src/shell/local/child.ts'
import { freePort } from '../../../src/shell/local/port.ts'
import { openLog } from '../../../src/shell/log/log.ts'
import { openQueues, pendingJobs } from '../../../src/shell/queue/queues.ts'
import { isUp, redisProblems } from '../../../src/shell/queue/redis.ts'
import { startQueueWorker } from '../../../src/shell/queue/worker.ts'
import { WORKERS } from '../../../src/shell/run/workers.ts'

const Service = z.looseObject({
  command: z.union([z.array(z.string()), z.string()]).optional(),
  environment: z.record(z.string(), z.string()).optional(),
  env_file: z.array(z.strictObject({ path: z.string(), required: z.literal(false) })).optional(),
  healthcheck: z.looseObject({ test: z.array(z.string()) }).optional(),
  deploy: z.looseObject({ replicas: z.number() }).optional(),
})
const compose = z
  .looseObject({ services: z.record(z.string(), Service) })
  .parse(parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }))
const { services } = compose
const home = mkdtempSync(join(tmpdir(), 'arrears-compose-'))
afterAll(() => rmSync(home, { recursive: true }))

test('each worker is one service, which refuses a role that could change facts', () => {
  for (const name of Object.keys(WORKERS)) {
    expect(services[name]?.command).toEqual(['worker', name, '--require-separation'])
  }
  const files = readdirSync('workers').map((file) => file.replace('.ts', ''))
  const programs = Object.keys(WORKERS).map(programOf)
  expect(files.sort()).toEqual([...new Set(programs)].sort())
})

test('npm start runs the same workers, each once', () => {
  expect(Object.values(PROCESSES).flat().sort()).toEqual(Object.keys(WORKERS).sort())
})

/** All channels on which a provider sends are one program, and all on which people act. */
function programOf(worker: string): string {
  if (isMessage(worker)) return 'message'
  return isByPerson(worker) ? 'task' : worker
}

test('the workers get the provider of every channel from the environment', () => {
  for (const channel of MESSAGE_CHANNELS) {
    for (const setting of [urlSetting(channel), tokenSetting(channel)])
      expect(services[channel]?.environment).toMatchObject({ [setting]: `\${${setting}:-}` })
  }
})

test('secrets of providers go to what sends and asks, others to what hears, and to nobody else', () => {
  const given = Object.entries(services).flatMap(([name, { env_file: files = [] }]) =>
    files.map(({ path }) => `${name} ${path}`),
  )
  const senders = [...MESSAGE_CHANNELS, ...DIALLED_CHANNELS, 'ticks', 'ops'].map(
    (name) => `${name} providers-send.env`,
  )
  expect(given.sort()).toEqual([...senders, 'api providers-hear.env'].sort())
})

test('channel workers run more than once, servers and faces have health checks', () => {
  for (const name of CONTACT_CHANNELS) expect(services[name]?.deploy?.replicas).toBeGreaterThan(1)
  for (const name of ['postgres', 'redis', 'api', 'board'])
    expect(services[name]?.healthcheck?.test.length).toBeGreaterThan(1)
})

test('every worker without a port is asked for its own sign of life', () => {
  for (const name of Object.keys(WORKERS).filter((worker) => !['api', 'board'].includes(worker)))
    expect(services[name]?.healthcheck).toMatchObject({
      test: ['CMD', 'node', 'bin/arrears.mjs', 'worker', name, '--healthy'],
      retries: 3,
    })
})

test('every setting that is named exists, no secret stands in the file, and the owner is known to what migrates, purges and is told by a person alone', () => {
  const forMigrate = ['DATABASE_API_URL', 'DATABASE_BOARD_URL']
  for (const [name, { environment = {} }] of Object.entries(services)) {
    if (name === 'postgres' || name === 'redis') continue
    expect([...Object.keys(SETTINGS), ...forMigrate]).toEqual(
      expect.arrayContaining(Object.keys(environment)),
    )
    expect('DATABASE_OWNER_URL' in environment).toBe(['migrate', 'purge', 'ops'].includes(name))
  }
  const text = readFileSync('docker-compose.yml', 'utf8')
  for (const [, value] of text.matchAll(/(?:PASSWORD|TOKEN|KEYS?|SECRETS|USERS): (.*)$/gm))
    expect(value).toMatch(/^"?\$\{/)
})

test('a service gets no secret but its own, and no role of the database but its own', () => {
  for (const name of Object.keys(WORKERS)) {
    const { environment = {} } = services[name] ?? {}
    const given = SECRETS.filter((setting) => setting in environment)
    expect([name, [...given].sort()]).toEqual([name, [...secretsOf(name)].sort()])
    const role = name === 'api' || name === 'board' ? name : 'engine'
    expect([name, environment['DATABASE_URL']]).toEqual([name, expect.stringContaining(`//arrears_${role}:`)])
  }
})

test('a secret that is none of its own is told at the start of a service', () => {
  const env = { DATABASE_URL: 'x', REDIS_URL: 'x', ARREARS_HASH_KEY: 'x', SMS_TOKEN: 'x', BOARD_USERS: '' }
  expect(foreignSecrets(['decide'], env)).toEqual(['ARREARS_HASH_KEY', 'SMS_TOKEN'])
  expect(foreignSecrets(['sms', 'decide'], env)).toEqual([])
})

test('what an engine shows is not open to the world', () => {
  expect(services['api']?.environment?.['API_OPEN']).toBe('${API_OPEN:-false}')
})

test('the image is built in stages, on the current LTS, and does not run as root', () => {
  const lines = readFileSync('Dockerfile', 'utf8').split('\n')
  const from = lines.filter((line) => line.startsWith('FROM '))
  expect(from).toEqual(['FROM node:24-bookworm-slim AS build', 'FROM node:24-bookworm-slim'])
  expect(lines.findLast((line) => line.startsWith('USER '))).toBe('USER node')
})

test('what compose lets the engine do in Redis is enough for queues and not for harm', async () => {
  const command = services['redis']?.command
  const script = (Array.isArray(command) ? (command.at(-1) ?? '') : '').replaceAll('$$', '$')
  const port = await freePort(0)
  const binary = inject('redisBinary')
  symlinkSync(binary.file, join(home, 'redis-server'))
  const server = await startServer({
    file: '/bin/sh',
    args: ['-c', `${script.trim()} --port ${port} --bind 127.0.0.1 --dir ${home}`],
    env: { ...binary.env, PATH: home, REDIS_PASSWORD: 'for-this-test' },
    user: null,
  })
  const redis = { url: `redis://arrears:for-this-test@127.0.0.1:${port}`, prefix: '{arrears}' }
  const queues = openQueues(redis)
  try {
    while (!server.exited() && !(await isUp(queues.redis))) await sleep(20)
    expect(server.exited(), server.tail()).toBe(false)
    expect(await redisProblems(queues.redis)).toEqual([])
    const log = openLog({ worker: 'test', level: 'silent' })
    let done = 0
    const worker = startQueueWorker(
      { queue: 'sms', concurrency: 2, redis, log, worked: () => done++, lockSeconds: 5 },
      () => Promise.resolve(),
    )
    await queues.byName.sms.addBulk([1, 2, 3].map((contact) => ({ name: 'contact', data: { contact } })))
    while (done < 3) await sleep(10)
    await worker.close(5)
    expect(await pendingJobs(queues)).toBe(0)
    await expect(queues.redis.flushall()).rejects.toThrow(/NOPERM/)
    await expect(queues.redis.get('somebody-elses')).rejects.toThrow(/NOPERM/)
  } finally {
    queues.close()
    await server.stop()
  }
})
