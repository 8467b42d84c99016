import fs, {
  readdirSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
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

test('a data folder that is there but may not be written is found out before anything is made in it', () => {
  const path = join(home, '.local')
  for (const folder of ['keys', 'logs', 'servers']) mkdirSync(join(path, folder), { recursive: true })
  for (const folder of [home, path]) chmodSync(folder, 0o555)
  const { geteuid, seteuid } = process
  const isRoot = geteuid?.() === 0
  // Root may write anywhere.
  if (isRoot) seteuid?.(65_534)
  try {
    expect(() => openLocalFolder(path)).toThrow(/data_folder_not_writable/)
  } finally {
    if (isRoot) seteuid?.(0)
    for (const folder of [home, path]) chmodSync(folder, 0o755)
  }
})

test('a data folder on a full disk is a problem that asks for room, and nothing is left in it', () => {
  const { writeFileSync } = fs
  // A full disk makes folders and takes no byte.
  fs.writeFileSync = () => {
    throw Object.assign(new Error('full'), { code: 'ENOSPC' })
  }
  syncBuiltinESMExports()
  try {
    expect(() => openLocalFolder(home)).toThrow(
      expect.objectContaining({
        problems: [
          expect.objectContaining({
            code: 'data_folder_not_writable',
            suggestion: expect.stringContaining('make room'),
          }),
        ],
      }),
    )
    expect(readdirSync(home).filter((name) => name.startsWith('.probe-'))).toEqual([])
  } finally {
    fs.writeFileSync = writeFileSync
    syncBuiltinESMExports()
  }
})

test('keys that could not be written leave nothing behind', () => {
  const folder = { path: home, keys: home, logs: home, servers: home }
  const { renameSync } = fs
  fs.renameSync = () => {
    throw new Error('no room')
  }
  syncBuiltinESMExports()
  try {
    expect(() => ownSecrets(folder)).toThrow('no room')
    expect(readdirSync(home)).toEqual([])
  } finally {
    fs.renameSync = renameSync
    syncBuiltinESMExports()
  }
})

test('keys that others may read, or that are not keys, are a problem that quotes none of them', () => {
  const folder = { path: home, keys: home, logs: home, servers: home }
  const secrets = ownSecrets(folder)
  const file = join(home, 'secrets.json')
  chmodSync(file, 0o644)
  expect(() => ownSecrets(folder)).toThrow(/keys_file_open/)
  chmodSync(file, 0o600)
  expect(ownSecrets(folder)).toEqual(secrets)
  for (const garbage of ['', 'xyzzy-not-json', '{"seal":"xyzzy"}']) {
    writeFileSync(file, garbage)
    expect(() => ownSecrets(folder)).toThrow(/^(?!.*xyzzy).*bad_keys_file/)
  }
  rmSync(file)
  mkdirSync(file, { mode: 0o700 })
  expect(() => ownSecrets(folder)).toThrow(/bad_keys_file/)
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
