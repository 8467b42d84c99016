import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { ProblemError } from '../../core/base/problem.ts'
import { isRunning } from './process-of.ts'
import { canEnter, serverUser } from './server-user.ts'

/** What a checkout keeps of its own: keys, and the private servers' data. */
export interface LocalFolder {
  path: string
  /** 0700: passwords and keys. */
  keys: string
  logs: string
  /** Data of the private servers; outside the checkout where their user could not enter it. */
  servers: string
}

export function openLocalFolder(path: string): LocalFolder {
  try {
    mkdirSync(path, { recursive: true })
    const keys = join(path, 'keys')
    mkdirSync(keys, { recursive: true, mode: 0o700 })
    const logs = join(path, 'logs')
    mkdirSync(logs, { recursive: true })
    for (const inside of [path, keys, logs]) tryToWrite(inside)
    return { path, keys, logs, servers: serversFolder(path) }
  } catch (error) {
    const { code, message } = error as Error & { code?: string }
    throw new ProblemError([
      {
        code: 'data_folder_not_writable',
        file: path,
        message: `the data folder cannot be written (${code ?? message})`,
        suggestion: `${code === 'ENOSPC' || code === 'EDQUOT' ? 'make room there' : 'make it writable'}, or name another one with ARREARS_LOCAL=<folder>`,
      },
    ])
  }
}

/** A full disk still takes a folder, and no byte in it: keys would stand there by half. */
function tryToWrite(path: string): void {
  const probe = mkdtempSync(join(path, '.probe-'))
  try {
    writeFileSync(join(probe, 'room'), Buffer.alloc(SOME_ROOM))
  } finally {
    rmSync(probe, { recursive: true })
  }
}

const SOME_ROOM = 64 * 1024

function serversFolder(path: string): string {
  const inside = join(path, 'servers')
  if (existsSync(inside)) return realpathSync(inside)
  const user = serverUser()
  if (user === null || canEnter(user, path)) {
    mkdirSync(inside, { recursive: true })
    if (user) chmodSync(inside, 0o755)
    return inside
  }
  const name = `arrears-${createHash('sha256').update(resolve(path)).digest('hex').slice(0, 10)}`
  const outside = join('/var/lib', name)
  mkdirSync(outside, { recursive: true, mode: 0o755 })
  if (isDangling(inside)) rmSync(inside)
  symlinkSync(outside, inside)
  return outside
}

function isDangling(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}

/** One `arrears up` per folder; returns what to call at the end. */
export function occupy(folder: LocalFolder): () => void {
  const file = join(folder.path, 'up.pid')
  const other = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0
  if (other && other !== process.pid && isRunning(other, 'node')) {
    throw new ProblemError([
      {
        code: 'already_running',
        file,
        message: `it is already running here, as process ${other}`,
        suggestion: `stop it with Ctrl-C in its terminal or kill ${other}, or use another data folder: ARREARS_LOCAL=<folder>`,
      },
    ])
  }
  writeFileSync(file, String(process.pid))
  return () => rmSync(file, { force: true })
}
