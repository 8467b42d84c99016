import { defineCommand } from 'citty'
import { ProblemError } from '../core/base/problem.ts'
import { isoOf } from '../core/base/time.ts'
import { hashPassword } from '../shell/board/board-users.ts'
import { isRole, isScope, ROLE_NAMES, SCOPES } from '../shell/access/rights.ts'
import { createApiKey, listApiKeys, revokeApiKey } from '../shell/pg/door/api-key.ts'
import { sealKeys } from '../shell/pg/watch/seal-keys.ts'
import { didYouMean } from './did-you-mean.ts'
import { printJson } from './print-json.ts'
import { whoami } from './whoami.ts'
import { withOwner } from './with-owner.ts'

const json = { type: 'boolean', default: false, description: 'print JSON' } as const
const name = { type: 'positional', required: true, description: 'what the key is called' } as const

const create = defineCommand({
  meta: { name: 'create', description: 'Make a key; its text is shown once and stored nowhere' },
  args: {
    name,
    roles: { type: 'string', description: `of people, joined by commas: ${ROLE_NAMES.join(', ')}` },
    scopes: {
      type: 'string',
      description: `of a system that does one thing, joined by commas: ${SCOPES.join(', ')}`,
    },
    replace: { type: 'boolean', default: false, description: 'give a key of that name a new text' },
    json,
  },
  async run({ args }) {
    const roles = wordsOf(args.roles, { what: 'role', known: ROLE_NAMES, is: isRole })
    const scopes = wordsOf(args.scopes, { what: 'scope', known: SCOPES, is: isScope })
    if (roles.length + scopes.length === 0)
      throw problem('no_role', 'a key that may do nothing is of no use', `--roles ${ROLE_NAMES.join(' | ')}`)
    const key = await withOwner((db) =>
      createApiKey(db, { name: args.name, roles, scopes, replace: args.replace, who: whoami() }),
    )
    if (key === null) {
      throw problem('key_exists', `there is a key ${args.name} already`, '--replace gives it a new text')
    }
    if (args.json) return printJson({ name: args.name, roles, scopes, key })
    console.log(key)
  },
})

const list = defineCommand({
  meta: { name: 'list', description: 'Names, roles, scopes and dates; never a text' },
  args: { json },
  async run({ args }) {
    const rows = (await withOwner(listApiKeys)).map(({ createdAt, revokedAt, ...row }) => ({
      ...row,
      createdAt: isoOf(createdAt),
      revokedAt: revokedAt === null ? null : isoOf(revokedAt),
    }))
    if (args.json) return printJson({ keys: rows })
    for (const row of rows) {
      const state = row.revokedAt ? `revoked ${row.revokedAt}` : `since ${row.createdAt}`
      console.log(`${row.name.padEnd(24)}${[...row.roles, ...row.scopes].join(', ').padEnd(40)}${state}`)
    }
  },
})

const revoke = defineCommand({
  meta: { name: 'revoke', description: 'Put a key out of force, within two seconds everywhere' },
  args: { name, json },
  async run({ args }) {
    const revoked = await withOwner((db) => revokeApiKey(db, args.name, whoami()))
    if (!revoked) throw problem('unknown_key', `no key ${args.name} is in force`, 'arrears keys list')
    if (args.json) return printJson({ name: args.name, revoked })
    console.log(`revoked ${args.name}`)
  },
})

const password = defineCommand({
  meta: { name: 'password', description: 'Hash a password from standard input, for BOARD_USERS' },
  args: { json },
  async run({ args }) {
    let text = ''
    for await (const chunk of process.stdin) text += String(chunk)
    const given = text.replace(/\r?\n$/, '')
    if (given === '')
      throw problem('no_password', 'nothing came in', 'echo -n <password> | arrears keys password')
    const hash = await hashPassword(given)
    if (args.json) return printJson({ hash })
    console.log(hash)
  },
})

const seals = defineCommand({
  meta: {
    name: 'seals',
    description:
      'Seal keys under which something is stored: one of ARREARS_SEAL_KEYS that is not named here opens nothing any more',
  },
  args: { json },
  async run({ args }) {
    const found = await withOwner(sealKeys)
    if (args.json) return printJson({ seals: found })
    if (found.length === 0) console.log('nothing is sealed')
    for (const { key, values, tables } of found) {
      const where = Object.entries(tables).map(([table, count]) => `${table} ${count}`)
      console.log(`${key.padEnd(24)}${String(values).padEnd(12)}${where.join(', ')}`)
    }
  },
})

export const keysCommand = defineCommand({
  meta: {
    name: 'keys',
    description: 'API keys by role, hashes for the logins of the board, and seal keys in use',
  },
  subCommands: { create, list, revoke, password, seals },
})

interface Words<Word extends string> {
  what: 'role' | 'scope'
  known: readonly Word[]
  is: (word: string) => word is Word
}

function wordsOf<Word extends string>(text: string | undefined, { what, known, is }: Words<Word>): Word[] {
  const given = (text ?? '').split(',').flatMap((word) => word.trim() || [])
  const unknown = given.filter((word) => !is(word))
  if (unknown.length > 0) {
    throw problem(
      what === 'role' ? 'unknown_role' : 'unknown_scope',
      `no such ${what}: ${unknown.join(', ')}`,
      unknown.map((word) => didYouMean(word, known)).join(' '),
    )
  }
  return given.filter(is)
}

function problem(code: string, message: string, suggestion: string): ProblemError {
  return new ProblemError([{ code, message, suggestion }])
}
