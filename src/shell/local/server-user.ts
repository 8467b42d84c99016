import { accessSync, constants, readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

export interface ServerUser {
  name: string
  uid: number
  gid: number
}

/** Postgres refuses to run as root: there it runs as another user of the machine. Null = as whoever we are. */
export function serverUser(): ServerUser | null {
  if (process.getuid?.() !== 0) return null
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  for (const name of ['postgres', 'nobody']) {
    const fields = users.find((user) => user[0] === name)
    if (fields) return { name, uid: Number(fields[2]), gid: Number(fields[3]) }
  }
  return null
}

/** Whether that user can enter every folder on the way to a path: a checkout under root's home cannot be entered by anybody else. */
export function canEnter(user: ServerUser | null, path: string): boolean {
  if (!user) return isReadable(path)
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    const { uid, gid, mode } = statSync(folder)
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001
    if ((mode & bit) === 0) return false
    if (folder === dirname(folder)) return true
  }
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK)
    return true
  } catch {
    return false
  }
}
