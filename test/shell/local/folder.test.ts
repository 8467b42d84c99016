import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openLocalFolder, occupy } from '../../../src/shell/local/folder.ts'
import { freePort } from '../../../src/shell/local/port.ts'
import { ownSecrets } from '../../../src/shell/local/secrets.ts'
import { canEnter } from '../../../src/shell/local/server-user.ts'

let home: string
beforeEach(() => void (home = mkdtempSync(join(tmpdir(), 'arrears-local-'))))
afterEach(() => rmSync(home, { recursive: true, force: true }))

test('keys are made once, for their owner alone', () => {
  const folder = openLocalFolder(join(home, '.local'))
  const secrets = ownSecrets(folder)
  expect(ownSecrets(folder)).toEqual(secrets)
  expect(statSync(join(folder.keys, 'secrets.json')).mode & 0o777).toBe(0o600)
  expect(statSync(folder.keys).mode & 0o777).toBe(0o700)
  if (folder.servers.startsWith('/var/lib/')) rmSync(folder.servers, { recursive: true })
})

test('a data folder that cannot be made is a problem with a way out', () => {
  const file = join(home, 'a-file')
  writeFileSync(file, '')
  expect(() => openLocalFolder(join(file, '.local'))).toThrow(/data_folder_not_writable/)
})

test('one run per folder; a number that somebody else has by now does not count', () => {
  const folder = { path: home, keys: home, logs: home, servers: home }
  writeFileSync(join(home, 'up.pid'), '1')
  const free = occupy(folder)
  expect(readFileSync(join(home, 'up.pid'), 'utf8')).toBe(String(process.pid))
  free()
  expect(existsSync(join(home, 'up.pid'))).toBe(false)
  writeFileSync(join(home, 'up.pid'), String(process.ppid))
  expect(() => occupy(folder)).toThrow(/already_running/)
})

test('a folder that is closed to others cannot be entered by another user', () => {
  const path = join(home, 'closed', 'inside')
  mkdirSync(path, { recursive: true })
  chmodSync(home, 0o755)
  const nobody = { name: 'nobody', uid: 65_534, gid: 65_534 }
  expect(canEnter(nobody, path)).toBe(true)
  chmodSync(join(home, 'closed'), 0o700)
  expect(canEnter(nobody, path)).toBe(false)
})

test('a port that is taken gives way to the next free one', async () => {
  const taken = createServer()
  const port = await new Promise<number>((resolve) => {
    taken.listen(0, '127.0.0.1', () => resolve((taken.address() as { port: number }).port))
  })
  const found = await freePort(port)
  expect(found).not.toBe(port)
  expect(found).toBeGreaterThan(0)
  taken.close()
})
