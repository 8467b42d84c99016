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
  /** A plain password is derived once: a login derives one password, whoever asks and whoever is asked for. */
  hash: Promise<Hash>
}

interface Hash {
  salt: Buffer
  derived: Buffer
}

const derive = promisify(scrypt) as (password: string, salt: Buffer, length: number) => Promise<Buffer>
const LENGTH = 32

/** `<name>:<password or scrypt hash>:<role[+role]>`, joined by commas. */
export function boardLogin(setting: string): Login {
  const entries = setting.split(',').map(parseEntry)
  const nobody = hashOf('nobody has this password')
  return async (name, password) => {
    const entry = entries.find((one) => one.name === name)
    const good = await fits(password, await (entry?.hash ?? nobody))
    return entry && good ? { name: entry.name, roles: entry.roles } : null
  }
}

/** What BOARD_USERS may hold in place of the password: `scrypt$<salt>$<hash>`. */
export async function hashPassword(password: string): Promise<string> {
  const { salt, derived } = await hashOf(password)
  return `scrypt$${salt.toString('base64url')}$${derived.toString('base64url')}`
}

async function hashOf(password: string): Promise<Hash> {
  const salt = randomBytes(16)
  return { salt, derived: await derive(password, salt, LENGTH) }
}

async function fits(password: string, { salt, derived }: Hash): Promise<boolean> {
  const given = await derive(password, salt, LENGTH)
  return given.length === derived.length && timingSafeEqual(given, derived)
}

/** The secret is a password, or what was derived of one. */
function hashIn(secret: string): Promise<Hash> {
  const [, salt, hash] = /^scrypt\$([\w-]+)\$([\w-]+)$/.exec(secret) ?? []
  if (!salt || !hash) return hashOf(secret)
  return Promise.resolve({ salt: Buffer.from(salt, 'base64url'), derived: Buffer.from(hash, 'base64url') })
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
  return { name, hash: hashIn(secret), roles }
}
