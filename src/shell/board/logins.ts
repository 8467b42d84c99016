import { createHash } from 'node:crypto'
import { isIPv6 } from 'node:net'
import type { FastifyRequest } from 'fastify'
import type { MachineClock } from '../../flow/ports/transactions.ts'
import { Refusal } from '../http/refusal.ts'
import type { BoardUser, Login } from './board-users.ts'

/** A good login is not derived again for this long. */
const KEPT_MS = 5 * 60_000
const WINDOW_MS = 60_000
/** How many logins may be wrong within the window. A name has more than an address, so that one address alone cannot lock somebody out. */
const WRONG_BY_ADDRESS = 10
const WRONG_BY_NAME = 30
/** Addresses or names remembered at once, before those whose window is over are forgotten. */
const REMEMBERED = 10_000

export interface Logins {
  /** The form asks; null where name or password are wrong. */
  check(address: string, pair: { name: string; password: string }): Promise<BoardUser | null>
  /** The header of a script asks; a good one is remembered for a while. */
  basic(request: FastifyRequest): Promise<BoardUser | null>
}

/** A try is counted before its password is derived, so that any number of them at once costs no more than one after another; form and header are counted together. */
export function countedLogins(login: Login, clock: MachineClock): Logins {
  const known = new Map<string, { user: BoardUser; until: number }>()
  const asked = new Map<string, Promise<BoardUser | null>>()
  const byAddress = new Tries(WRONG_BY_ADDRESS)
  const byName = new Tries(WRONG_BY_NAME)

  const check: Logins['check'] = async (from, { name, password }) => {
    const address = networkOf(from)
    const now = clock.now()
    if (byAddress.isSpent(address, now) || byName.isSpent(name, now))
      throw new Refusal('too_many_attempts', 'too many wrong logins')
    byAddress.take(address, now)
    byName.take(name, now)
    const user = await login(name, password)
    if (!user) return null
    byAddress.giveBack(address, now)
    byName.giveBack(name, now)
    return user
  }

  const basic: Logins['basic'] = async (request) => {
    const [, encoded] = /^Basic ([\w+/=-]{1,400})$/i.exec(request.headers.authorization ?? '') ?? []
    if (!encoded) return null
    const now = clock.now()
    const memory = createHash('sha256').update(encoded).digest('hex')
    const hit = known.get(memory)
    if (hit && hit.until > now && hit.until - now <= KEPT_MS) return hit.user
    known.delete(memory)
    // A browser asks for a page and what belongs to it at once: that is one try.
    const together = asked.get(`${request.ip} ${memory}`)
    if (together) return together
    const [, name = '', password = ''] =
      /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? []
    const answer = check(request.ip, { name, password })
      .then((user) => {
        if (user) known.set(memory, { user, until: now + KEPT_MS })
        return user
      })
      .finally(() => asked.delete(`${request.ip} ${memory}`))
    asked.set(`${request.ip} ${memory}`, answer)
    return answer
  }
  return { check, basic }
}

/** Whoever has an address of IPv6 has all of its network, which is the first half of it. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  const [mapped] = /[\d.]+$/.exec(address) ?? []
  if (mapped?.includes('.')) return mapped
  const [front = '', back = ''] = address.split('%', 1).join().split('::')
  const groups = (text: string): string[] => text.split(':').filter((group) => group !== '')
  const zeros = address.includes('::') ? 8 - groups(front).length - groups(back).length : 0
  const all = [...groups(front), ...Array<string>(zeros).fill('0'), ...groups(back)]
  return all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}

/** The tries of the last minute, by whoever made them. */
class Tries {
  private readonly made = new Map<string, number[]>()

  constructor(private readonly limit: number) {}

  isSpent(key: string, now: number): boolean {
    return this.recent(key, now).length >= this.limit
  }

  take(key: string, now: number): void {
    if (this.made.size >= REMEMBERED) this.forget(now)
    this.made.set(key, [...this.recent(key, now), now])
  }

  /** The try was a good one. */
  giveBack(key: string, at: number): void {
    const made = this.made.get(key) ?? []
    const index = made.indexOf(at)
    if (index >= 0) this.made.set(key, made.toSpliced(index, 1))
  }

  private recent(key: string, now: number): number[] {
    // Where the clock was put back, a try that lies ahead would count for as long as the clock jumped.
    return (this.made.get(key) ?? []).filter((at) => at > now - WINDOW_MS && at <= now)
  }

  private forget(now: number): void {
    for (const key of this.made.keys()) if (this.recent(key, now).length === 0) this.made.delete(key)
  }
}
