import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { Redis } from 'ioredis'
import type { Database } from '../../src/shell/pg/base/database.ts'
import { until } from '../support/until.ts'

/** An invented person whose every personal value occurs nowhere else in the world. */
export interface Canary {
  account: string
  name: string
  phone: string
  address: string
  email: string
  note: string
}

/** Two marks, so that half of a name is known again too. */
function marksOf(last: number): [first: string, second: string] {
  return [`zq${last}xwv`, `kj${last}hgb`]
}

export function canaryOf(account: string, last: number): Canary {
  const bird = `${account}${marksOf(last).join('')}`
  return {
    account,
    name: `Tweety ${bird}name`,
    phone: `+120255501${String(last).padStart(2, '0')}`,
    address: `${last} ${bird}street, Springfield`,
    email: `${bird}mail@example.com`,
    note: `said ${bird}note on the phone`,
  }
}

export function valuesOf({ name, phone, address, email, note }: Canary): string[] {
  return [name, phone, address, email, note]
}

/** The ways in which somebody may write a value so that it is not found by its letters. */
export function disguisesOf(value: string): string[] {
  const bytes = Buffer.from(value)
  return [
    bytes.toString('base64'),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    encodeURIComponent(value).replace(/[\w]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`),
    value.split('').join(' '),
    value.split('').join('-'),
    ...partsOf(value),
    value.toUpperCase(),
  ]
}

/** Half of a text; of a number, what is left without its country and area. */
function partsOf(value: string): string[] {
  const middle = value.search(/kj\d\dhgb/)
  if (middle >= 0) return [value.slice(0, middle), value.slice(middle)]
  return [
    value.slice(-9),
    `${value.slice(-7, -4)}-${value.slice(-4)}`,
    `${value.slice(-7, -4)} ${value.slice(-4)}`,
  ]
}

/** A place in which what was said can be read, and its text. */
export type Place = readonly [where: string, text: string]

/** Every personal value that a place shows: plain, in part, spaced out, URL-encoded, in base64 or in hex. */
export function leaks(places: Iterable<Place>, canaries: readonly Canary[]): string[] {
  const sought = canaries.flatMap((canary) => {
    const last = Number(canary.phone.slice(-2))
    const values = [...valuesOf(canary), ...marksOf(last)]
    return { needles: values.flatMap(formsOf), last }
  })
  const found = new Set<string>()
  for (const [where, text] of places) {
    const lower = text.toLowerCase()
    const close = decoded(lower).replace(/[\s._\-+,;:/()'"\\|]/g, '')
    for (const { needles, last } of sought) {
      for (const { sought: one, exact } of needles) {
        const at = exact ? text.indexOf(one) : lower.indexOf(one.toLowerCase())
        if (at >= 0) found.add(`${where}: ...${text.slice(Math.max(0, at - 60), at + 60)}...`)
      }
      for (const one of [...marksOf(last), `0255501${last}`]) {
        const at = close.indexOf(one)
        if (at >= 0) found.add(`${where}, spaced out: ...${close.slice(Math.max(0, at - 60), at + 60)}...`)
      }
      const part = new RegExp(`(?<![\\da-f])555[ .-]?01${last}(?![\\da-f])`).exec(lower)
      if (part)
        found.add(`${where}, in part: ...${text.slice(Math.max(0, part.index - 60), part.index + 60)}...`)
    }
  }
  return [...found]
}

/** Each sign that is written as its number in percent. */
function decoded(text: string): string {
  return text.replace(/%([2-7][0-9a-f])/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
}

interface Needle {
  sought: string
  exact: boolean
}

function formsOf(value: string): Needle[] {
  const digits = value.replace(/\D/g, '')
  const loose = [value, encodeURIComponent(value), Buffer.from(value).toString('hex')]
  if (digits.length >= 10) loose.push(digits.slice(-10), Buffer.from(digits.slice(-10)).toString('hex'))
  const exact = [...base64Of(value), ...(digits.length >= 10 ? base64Of(digits.slice(-10)) : [])]
  return [
    ...loose.map((sought) => ({ sought, exact: false })),
    ...exact.map((sought) => ({ sought, exact: true })),
  ]
}

/** The encoded value, wherever it starts in what was encoded, without the signs that its neighbours have a part in. */
function base64Of(value: string): string[] {
  return [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), Buffer.from(value)]).toString('base64')
    const whole = Math.floor(((offset + Buffer.byteLength(value)) * 8) / 6)
    return text.slice(Math.ceil((offset * 8) / 6), whole)
  })
}

/** Every column of every row of every table; sealed ones too, which must not be readable either. */
export async function tableTexts(db: Database): Promise<Place[]> {
  const tables = await db.query<{ name: string }>(
    `select format('%I', table_name) as name from information_schema.tables
     where table_schema = current_schema() and table_type = 'BASE TABLE' order by 1`,
  )
  const places: Place[] = []
  for (const { name } of tables) {
    const rows = await db.query<{ row: string }>(`select to_jsonb(t)::text as row from ${name} t`)
    for (const { row } of rows) places.push([`table ${name}`, row])
  }
  return places
}

/** What passes through Redis and is gone again; others use the same server. */
export async function everyCommand(
  url: string,
  prefix: string,
): Promise<{ text: () => string; stop: () => void }> {
  // Lines that come in one packet with the answer to MONITOR make ioredis throw, so the socket is read here.
  const { hostname, port, password } = new URL(url)
  const socket = connect(Number(port), hostname)
  const answers: string[] = []
  const said: string[] = []
  createInterface({ input: socket }).on('line', (line) => {
    if (answers.length < 2) answers.push(line)
    else if (line.includes(prefix)) said.push(line.replaceAll('\\"', '"'))
  })
  socket.write(`AUTH ${decodeURIComponent(password)}\r\nMONITOR\r\n`)
  await until(async () => answers.length === 2)
  if (answers.join() !== '+OK,+OK') throw new Error(`redis does not tell its commands: ${answers.join()}`)
  return { text: () => said.join('\n'), stop: () => socket.destroy() }
}

export async function redisTexts(url: string, prefix: string): Promise<Place[]> {
  const redis = new Redis(url)
  try {
    const keys = await redis.keys(`${prefix}*`)
    const places: Place[] = []
    for (const key of keys) places.push([`redis ${key}`, JSON.stringify([key, await contentOf(redis, key)])])
    return places
  } finally {
    redis.disconnect()
  }
}

async function contentOf(redis: Redis, key: string): Promise<unknown> {
  const type = await redis.type(key)
  switch (type) {
    case 'string':
      return redis.get(key)
    case 'hash':
      return redis.hgetall(key)
    case 'list':
      return redis.lrange(key, 0, -1)
    case 'set':
      return redis.smembers(key)
    case 'zset':
      return redis.zrange(key, '0', '-1', 'WITHSCORES')
    case 'stream':
      return redis.xrange(key, '-', '+')
    default:
      throw new Error(`nobody reads a ${type}`)
  }
}
