import http from 'node:http'
import https from 'node:https'
import { signBody } from '../http/signature.ts'
import { retryAfterIn } from '../provider/retry-after.ts'
import { publicLookup, wrongTarget } from './address.ts'

/** What came of one request. `event` = the receiver does not take this event; `receiver` = it takes nothing now; `gone` = it wants no more. */
export type Posted =
  | { is: 'taken' }
  | { is: 'failed'; whose: 'event' | 'receiver' | 'gone'; code: string; retryAfter: number | null }

export interface Letter {
  id: string
  body: string
  /** Every secret in force signs. */
  secrets: readonly string[]
}

export interface Post {
  (url: string, letter: Letter): Promise<Posted>
  close(): void
}

export interface PostOptions {
  /** Private networks and plain HTTP are allowed. */
  isPrivate: boolean
  timeoutMs: number
  /** Machine time. */
  now: () => number
}

/** No more than this is read of an answer, which nobody looks at. */
const LONGEST_ANSWER = 64 * 1024
/** Answers that say more of the receiver than of what it was sent. */
const OF_RECEIVER = new Set([401, 403, 404, 405, 407, 408, 425, 429])
const GONE = 410

/** Requests are signed as Standard Webhooks says, follow no redirect, and go to no private network. */
export function poster({ isPrivate, timeoutMs, now }: PostOptions): Post {
  const options = {
    keepAlive: true,
    maxSockets: 32,
    timeout: 30_000,
    ...(!isPrivate && { lookup: publicLookup }),
  }
  const agents = { http: new http.Agent(options), https: new https.Agent(options) }
  const post = async (url: string, letter: Letter): Promise<Posted> => {
    const wrong = wrongTarget(url, { isPrivate })
    if (wrong !== null) return failed('receiver', 'private_target')
    const secure = new URL(url).protocol === 'https:'
    const request = (secure ? https : http).request(url, {
      method: 'POST',
      agent: secure ? agents.https : agents.http,
      headers: headersOf(letter, now()),
    })
    return answerTo(request, letter.body, { timeoutMs, now })
  }
  return Object.assign(post, {
    close: () => {
      for (const agent of Object.values(agents)) agent.destroy()
    },
  })
}

function headersOf({ id, body, secrets }: Letter, now: number): Record<string, string> {
  const timestamp = String(Math.floor(now / 1000))
  return {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': 'arrears',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': secrets.map((secret) => signBody(id, timestamp, body, secret)).join(' '),
  }
}

function answerTo(
  request: http.ClientRequest,
  body: string,
  { timeoutMs, now }: Pick<PostOptions, 'timeoutMs' | 'now'>,
): Promise<Posted> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      resolve(failed('receiver', 'timeout'))
      request.destroy()
    }, timeoutMs)
    const settle = (posted: Posted): void => {
      clearTimeout(timer)
      resolve(posted)
    }
    request.on('error', (error: NodeJS.ErrnoException) =>
      settle(failed('receiver', (error.code ?? 'error').toLowerCase())),
    )
    request.on('response', (response) => {
      let size = 0
      response.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > LONGEST_ANSWER) request.destroy()
      })
      response.on('error', () => {})
      response.on('close', () => settle(postedBy(response, now())))
    })
    request.end(body)
  })
}

function postedBy({ statusCode: status = 0, headers }: http.IncomingMessage, now: number): Posted {
  if (status >= 200 && status < 300) return { is: 'taken' }
  const wait = retryAfterIn(headers, now)
  const retryAfter = wait === null ? null : Math.ceil(wait / 1000)
  const isOfEvent = status >= 400 && status < 500 && !OF_RECEIVER.has(status)
  const whose = status === GONE ? 'gone' : isOfEvent ? 'event' : 'receiver'
  return failed(whose, `http_${status}`, retryAfter)
}

function failed(
  whose: 'event' | 'receiver' | 'gone',
  code: string,
  retryAfter: number | null = null,
): Posted & { is: 'failed' } {
  return { is: 'failed', whose, code, retryAfter }
}
