import { randomBytes } from 'node:crypto'
import { Redis } from 'ioredis'
import { inject } from 'vitest'

export interface TestRedis {
  url: string
  /** The prefix is hash-tagged, and this test's alone. */
  prefix: string
  /** What FLUSHALL would do, for this prefix alone. */
  wipe: () => Promise<void>
  drop: () => Promise<void>
}

export async function freshRedis(): Promise<TestRedis> {
  const url = inject('redis')
  const prefix = `{t${randomBytes(6).toString('hex')}}`
  const wipe = (): Promise<void> => deleteKeys(url, prefix)
  return { url, prefix, wipe, drop: wipe }
}

async function deleteKeys(url: string, prefix: string): Promise<void> {
  const client = new Redis(url)
  try {
    let cursor = '0'
    do {
      const [next, keys] = await client.scan(cursor, 'MATCH', `${prefix}*`, 'COUNT', 1000)
      if (keys.length > 0) await client.unlink(...keys)
      cursor = next
    } while (cursor !== '0')
  } finally {
    client.disconnect()
  }
}
