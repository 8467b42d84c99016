import { Redis } from 'ioredis'
import type { Database } from '../../src/shell/pg/base/database.ts'

/** An invented person whose every personal value occurs nowhere else in the world. */
export interface Canary {
  account: string
  name: string
  phone: string
  address: string
  email: string
  note: string
}

export function canaryOf(account: string, last: number): Canary {
  const bird = `${account}zq${last}xwv`
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

/** A place in which what was said can be read, and its text. */
export type Place = readonly [where: string, text: string]

/** Every personal value that a place shows: plain, URL-encoded, in base64, in hex, or as the last ten digits. */
export function leaks(places: Iterable<Place>, canaries: readonly Canary[]): string[] {
  const needles = canaries.flatMap((canary) => valuesOf(canary).flatMap(formsOf))
  const found = new Set<string>()
  for (const [where, text] of places) {
    const lower = text.toLowerCase()
    for (const needle of needles) {
      const at = needle.exact ? text.indexOf(needle.text) : lower.indexOf(needle.text.toLowerCase())
      if (at >= 0) found.add(`${where}: ...${text.slice(Math.max(0, at - 60), at + 60)}...`)
    }
  }
  return [...found]
}

interface Needle {
  text: string
  exact: boolean
}

function formsOf(value: string): Needle[] {
  const digits = value.replace(/\D/g, '')
  const loose = [value, encodeURIComponent(value), Buffer.from(value).toString('hex')]
  if (digits.length >= 10) loose.push(digits.slice(-10))
  const loosely = loose.map((text) => ({ text, exact: false }))
  return [...loosely, ...base64Of(value).map((text) => ({ text, exact: true }))]
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
