import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { ProblemError } from '../../core/base/problem.ts'
import { isRole, type Role, ROLE_NAMES } from '../access/rights.ts'

export interface BoardUser {
  name: string
  roles: readonly Role[]
}

/** Null where name or password are wrong; both take the same time. */
export type Login = (name: string, password: string) => Promise<BoardUser | null>

interface Entry extends BoardUser {
  secret: string
}

const derive = promisify(scrypt) as (password: string, salt: Buffer, length: number) => Promise<Buffer>
const LENGTH = 32

/** `<name>:<password or scrypt hash>:<role[+role]>`, joined by commas. */
export function boardLogin(setting: string): Login {
  const entries = setting.split(',').map(parseEntry)
  return async (name, password) => {
    const entry = entries.find((one) => one.name === name)
    const good = await fits(password, entry?.secret ?? 'nobody has this password')
    return entry && good ? { name: entry.name, roles: entry.roles } : null
  }
}

/** What BOARD_USERS may hold in place of the password: `scrypt$<salt>$<hash>`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const hash = await derive(password, salt, LENGTH)
  return `scrypt$${salt.toString('base64url')}$${hash.toString('base64url')}`
}

/** A plain password goes through the same derivation, so that it takes as long. */
async function fits(password: string, secret: string): Promise<boolean> {
  const [, salt, hash] = /^scrypt\$([\w-]+)\$([\w-]+)$/.exec(secret) ?? []
  if (salt && hash) {
    const expected = Buffer.from(hash, 'base64url')
    const given = await derive(password, Buffer.from(salt, 'base64url'), LENGTH)
    return given.length === expected.length && timingSafeEqual(given, expected)
  }
  const once = randomBytes(16)
  const [given, expected] = await Promise.all([derive(password, once, LENGTH), derive(secret, once, LENGTH)])
  return timingSafeEqual(given, expected)
}

function parseEntry(text: string): Entry {
  const [, name, secret, words = ''] = /^([\w.-]{1,60}):(.+):([a-z+]+)$/.exec(text.trim()) ?? []
  const roles = words.split('+')
  if (!name || !secret || !roles.every(isRole)) {
    throw new ProblemError([
      {
        code: 'bad_setting',
        path: 'BOARD_USERS',
        message: 'BOARD_USERS is malformed',
        suggestion: `<name>:<password or scrypt hash>:<role>, joined by commas; roles, joined by +: ${ROLE_NAMES.join(', ')}`,
      },
    ])
  }
  return { name, secret, roles }
}
