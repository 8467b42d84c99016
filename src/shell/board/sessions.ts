import { createHash, randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Instant } from '../../core/base/time.ts'
import type { MachineClock } from '../../flow/ports/transactions.ts'
import type { BoardUser } from './board-users.ts'

export interface SessionLimits {
  /** A session ends when nothing was asked for this long, */
  idleMs: number
  /** and in any case this long after its login. */
  longestMs: number
}

interface Session {
  user: BoardUser
  began: Instant
  seen: Instant
}

/** Sessions that are remembered at once; beyond that, the one that was longest unused ends. */
const REMEMBERED = 5_000
/** The prefix lets a browser refuse the cookie unless it is for this host alone and came over TLS. */
const COOKIE = { secure: '__Host-arrears', plain: 'arrears' } as const
/** The end of `host:port`; a browser leaves out the usual port. */
const PORT = /:(\d{1,5})$/
const USUAL_PORT = { secure: '443', plain: '80' } as const
const TOKEN = /^[\w-]{43}$/

/** Sessions of people live in this process: they end with it, and at once when somebody logs out. */
export class Sessions {
  private readonly byHash = new Map<string, Session>()

  constructor(
    private readonly clock: MachineClock,
    private readonly limits: SessionLimits,
  ) {}

  /** A new session each time, whatever cookie came along: nobody can hand one to somebody else beforehand. */
  begin(request: FastifyRequest, reply: FastifyReply, user: BoardUser): void {
    this.drop(request)
    const now = this.clock.now()
    if (this.byHash.size >= REMEMBERED) this.forget(now)
    const token = randomBytes(32).toString('base64url')
    this.byHash.set(hashOf(token), { user, began: now, seen: now })
    reply.header('set-cookie', cookieOf(request, token, Math.floor(this.limits.longestMs / 1000)))
  }

  end(request: FastifyRequest, reply: FastifyReply): void {
    this.drop(request)
    reply.header('set-cookie', cookieOf(request, '', 0))
  }

  /** `polled`: the page asks by itself, which keeps nobody logged in. */
  userOf(request: FastifyRequest, polled: boolean): BoardUser | null {
    const token = tokenIn(request)
    if (!token) return null
    const hash = hashOf(token)
    const session = this.byHash.get(hash)
    if (!session) return null
    const now = this.clock.now()
    if (this.isOver(session, now)) {
      this.byHash.delete(hash)
      return null
    }
    if (!polled) {
      session.seen = now
      this.byHash.delete(hash)
      this.byHash.set(hash, session)
    }
    return session.user
  }

  private drop(request: FastifyRequest): void {
    const token = tokenIn(request)
    if (token) this.byHash.delete(hashOf(token))
  }

  private isOver({ began, seen }: Session, now: Instant): boolean {
    return now - seen >= this.limits.idleMs || now - began >= this.limits.longestMs
  }

  /** A map keeps its order, and whoever asks goes to its end. */
  private forget(now: Instant): void {
    for (const [hash, session] of this.byHash) if (this.isOver(session, now)) this.byHash.delete(hash)
    for (const hash of this.byHash.keys()) {
      if (this.byHash.size < REMEMBERED) return
      this.byHash.delete(hash)
    }
  }
}

/** TLS ends here, or at a proxy whose word is believed. */
function isSecure(request: FastifyRequest): boolean {
  return request.protocol === 'https'
}

/** Browsers share cookies between the ports of a host: where the port is not in the name, a login at one board ends that at another. */
function nameOf(request: FastifyRequest): string {
  const kind = isSecure(request) ? 'secure' : 'plain'
  const [, port = USUAL_PORT[kind]] = PORT.exec(request.host) ?? []
  return port === USUAL_PORT[kind] ? COOKIE[kind] : `${COOKIE[kind]}-${port}`
}

function cookieOf(request: FastifyRequest, token: string, seconds: number): string {
  const secure = isSecure(request) ? '; Secure' : ''
  return `${nameOf(request)}=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure}`
}

function tokenIn(request: FastifyRequest): string | null {
  const name = nameOf(request)
  for (const part of (request.headers.cookie ?? '').slice(0, 8_192).split(';')) {
    const [key, value = ''] = part.trim().split('=')
    if (key === name && TOKEN.test(value)) return value
  }
  return null
}

/** Whoever reads the memory of this process, or an error of it, gets no session. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
