import { createCipheriv, createDecipheriv, hash, randomBytes } from 'node:crypto'
import { LostValue } from '../../../core/base/fault.ts'
import { ProblemError } from '../../../core/base/problem.ts'

/** Seals names, numbers, addresses and free text; a hash under another key finds two people behind one number. */
export interface Vault {
  seal(text: string): { value: Buffer; keyId: string }
  /** A value that no key opens throws `LostValue`. */
  open(value: Buffer, keyId: string): string
  /** Whether the key is there. */
  knows(keyId: string): boolean
  hash(text: string): Buffer
  /** The same in hex, which costs less than bytes of its own. */
  hex(text: string): string
}

export interface VaultKeys {
  /** `<key id>:<32 bytes in base64>`, joined by commas: the first one seals, all of them open. */
  seal: string
  /** 32 bytes in base64. */
  hash: string
}

const IV = 12
const TAG = 16

export function openVault(keys: VaultKeys): Vault {
  const ring = parseRing(keys.seal)
  const hashKey = parseKey('ARREARS_HASH_KEY', keys.hash)
  const [keyId, key] = ring[0] ?? fail('ARREARS_SEAL_KEYS')
  const byId = new Map(ring)
  const about = Buffer.from(keyId)
  return {
    seal: (text) => ({ value: seal(text, about, key), keyId }),
    open: (value, id) => open(value, id, byId.get(id)),
    knows: (id) => byId.has(id),
    ...hashesUnder(hashKey),
  }
}

/** The vault of a process that has no keys: it knows which there are, and opens and seals nothing. */
export function closedVault(keyIds: readonly string[]): Vault {
  const closed = (): never => fail('ARREARS_SEAL_KEYS')
  return { seal: closed, open: closed, hash: closed, hex: closed, knows: (id) => keyIds.includes(id) }
}

export function newVaultKeys(): VaultKeys {
  const key = (): string => randomBytes(32).toString('base64')
  return { seal: `k1:${key()}`, hash: key() }
}

/** Fresh bytes are drawn for many values at once: a draw costs as much as sealing. None is used twice. */
const IVS_AT_ONCE = 512
let drawn = Buffer.alloc(0)

function nextIv(): Buffer {
  if (drawn.length < IV) drawn = randomBytes(IV * IVS_AT_ONCE)
  const iv = drawn.subarray(0, IV)
  drawn = drawn.subarray(IV)
  return iv
}

function seal(text: string, about: Buffer, key: Buffer): Buffer {
  const iv = nextIv()
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(about)
  const body = cipher.update(text, 'utf8')
  // A cipher of streams keeps nothing back.
  cipher.final()
  const sealed = Buffer.allocUnsafe(IV + TAG + body.length)
  sealed.set(iv)
  sealed.set(cipher.getAuthTag(), IV)
  sealed.set(body, IV + TAG)
  return sealed
}

function open(value: Buffer, keyId: string, key: Buffer | undefined): string {
  if (!key) throw new LostValue('key_missing', keyId)
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, value.subarray(0, IV))
      .setAAD(Buffer.from(keyId))
      .setAuthTag(value.subarray(IV, IV + TAG))
    return Buffer.concat([decipher.update(value.subarray(IV + TAG)), decipher.final()]).toString('utf8')
  } catch {
    throw new LostValue('sealed_broken', keyId)
  }
}

const BLOCK = 64
const DIGEST = 32
const [INNER, OUTER] = [0x36, 0x5c]
/** What is longer gets room of its own. */
const ROOM = 4096

/** HMAC-SHA-256 as two hashes of one call each: an object for each text takes three times as long. The key is no longer than a block. */
export function keyedHash(key: Uint8Array): Vault['hex'] {
  if (key.length > BLOCK) throw new RangeError('the key of a hash is longer than a block')
  const first = Buffer.alloc(BLOCK + ROOM, padOf(key, INNER))
  const second = Buffer.alloc(BLOCK + DIGEST, padOf(key, OUTER))
  return (text) => {
    const said = text.length * 3 <= ROOM ? inRoom(first, text) : apart(first, text)
    second.write(hash('sha256', said, 'hex'), BLOCK, 'hex')
    return hash('sha256', second, 'hex')
  }
}

function hashesUnder(key: Uint8Array): Pick<Vault, 'hash' | 'hex'> {
  const hex = keyedHash(key)
  // Hex and back takes half of the time in which the library makes a buffer of its own.
  return { hex, hash: (text) => Buffer.from(hex(text), 'hex') }
}

/** A block. */
function padOf(key: Uint8Array, pad: number): Buffer {
  const block = Buffer.alloc(BLOCK, pad)
  for (const [place, byte] of key.entries()) block[place] = byte ^ pad
  return block
}

function inRoom(room: Buffer, text: string): Buffer {
  return room.subarray(0, BLOCK + room.write(text, BLOCK))
}

function apart(room: Buffer, text: string): Buffer {
  return Buffer.concat([room.subarray(0, BLOCK), Buffer.from(text)])
}

function parseRing(text: string): [string, Buffer][] {
  return text.split(',').map((entry) => {
    const [id = '', key = ''] = entry.trim().split(':')
    return [id || fail('ARREARS_SEAL_KEYS'), parseKey('ARREARS_SEAL_KEYS', key)]
  })
}

function parseKey(setting: string, text: string): Buffer {
  const key = Buffer.from(text.trim(), 'base64')
  return key.length === 32 ? key : fail(setting)
}

function fail(setting: string): never {
  throw new ProblemError([
    {
      code: 'bad_key',
      path: setting,
      message: `${setting} does not hold the key that is asked for`,
      suggestion:
        'ARREARS_SEAL_KEYS = <id>:<32 bytes in base64>[,<older id>:<...>], ARREARS_HASH_KEY = 32 bytes in base64; arrears worker --help says how to make them',
    },
  ])
}
