import { defineCommand } from 'citty'
import { ProblemError } from '../core/base/problem.ts'
import { isoOf } from '../core/base/time.ts'
import { hashPassword } from '../shell/board/board-users.ts'
import { createApiKey, listApiKeys, revokeApiKey, type Scope, SCOPES } from '../shell/pg/door/api-key.ts'
import { didYouMean } from './did-you-mean.ts'
import { withDatabase } from './with-database.ts'

const json = { type: 'boolean', default: false, description: 'print JSON' } as const
const name = { type: 'positional', required: true, description: 'what the key is called' } as const

const create = defineCommand({
  meta: { name: 'create', description: 'Make a key; its text is shown once and stored nowhere' },
  args: {
    name,
    scopes: {
      type: 'string',
      required: true,
      description: `joined by commas: ${SCOPES.join(', ')}`,
    },
    replace: { type: 'boolean', default: false, description: 'give a key of that name a new text' },
    json,
  },
  async run({ args }) {
    const scopes = scopesOf(args.scopes)
    const key = await withDatabase((db) =>
      createApiKey(db, { name: args.name, scopes, replace: args.replace }),
    )
    if (key === null) {
      throw problem('key_exists', `there is a key ${args.name} already`, '--replace gives it a new text')
    }
    console.log(args.json ? JSON.stringify({ name: args.name, scopes, key }) : key)
  },
})

const list = defineCommand({
  meta: { name: 'list', description: 'Names, scopes and dates; never a text' },
  args: { json },
  async run({ args }) {
    const rows = (await withDatabase(listApiKeys)).map(({ createdAt, revokedAt, ...row }) => ({
      ...row,
      createdAt: isoOf(createdAt),
      revokedAt: revokedAt === null ? null : isoOf(revokedAt),
    }))
    if (args.json) return console.log(JSON.stringify(rows, null, 2))
    for (const row of rows) {
      const state = row.revokedAt ? `revoked ${row.revokedAt}` : `since ${row.createdAt}`
      console.log(`${row.name.padEnd(24)}${row.scopes.join(', ').padEnd(40)}${state}`)
    }
  },
})

const revoke = defineCommand({
  meta: { name: 'revoke', description: 'Put a key out of force, within two seconds everywhere' },
  args: { name, json },
  async run({ args }) {
    const revoked = await withDatabase((db) => revokeApiKey(db, args.name))
    if (!revoked) throw problem('unknown_key', `no key ${args.name} is in force`, 'arrears keys list')
    console.log(args.json ? JSON.stringify({ name: args.name, revoked }) : `revoked ${args.name}`)
  },
})

const password = defineCommand({
  meta: { name: 'password', description: 'Hash a password from standard input, for BOARD_USERS' },
  async run() {
    let text = ''
    for await (const chunk of process.stdin) text += String(chunk)
    const given = text.replace(/\r?\n$/, '')
    if (given === '')
      throw problem('no_password', 'nothing came in', 'echo -n <password> | arrears keys password')
    console.log(await hashPassword(given))
  },
})

export const keysCommand = defineCommand({
  meta: { name: 'keys', description: 'API keys by scope, and hashes for the logins of the board' },
  subCommands: { create, list, revoke, password },
})

function scopesOf(text: string): Scope[] {
  const given = text.split(',').map((word) => word.trim())
  const unknown = given.filter((word) => !isScope(word))
  if (unknown.length > 0) {
    throw problem(
      'unknown_scope',
      `no such scope: ${unknown.join(', ')}`,
      unknown.map((word) => didYouMean(word, SCOPES)).join(' '),
    )
  }
  return given.filter(isScope)
}

function isScope(word: string): word is Scope {
  return SCOPES.some((scope) => scope === word)
}

function problem(code: string, message: string, suggestion: string): ProblemError {
  return new ProblemError([{ code, message, suggestion }])
}
