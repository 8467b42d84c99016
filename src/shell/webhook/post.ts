import http from 'node:http'
import https from 'node:https'
import { signBody } from '../http/signature.ts'
import { retryAfterIn } from '../provider/retry-after.ts'
import { publicLookup, wrongTarget } from './address.ts'

/** Why an event was not taken. `event` = the receiver does not take this event; `receiver` = it takes nothing now; `pace` = it takes no more for a while; `gone` = it wants no more. */
type Whose = 'event' | 'receiver' | 'pace' | 'gone'

/** What came of one request; `retryAfter` in seconds. */
export type Posted = { is: 'taken' } | { is: 'failed'; whose: Whose; code: string; retryAfter: number | null }

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
const TOO_MANY = 429

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
    let heard: http.IncomingMessage | null = null
    const timer = setTimeout(() => {
      // The status says what became of the event, however long the rest of the answer takes.
      resolve(heard ? postedBy(heard, now()) : failed('receiver', 'timeout'))
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
      heard = response
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
  return failed(whoseBy(status, retryAfter), `http_${status}`, retryAfter)
}

function whoseBy(status: number, retryAfter: number | null): Whose {
  if (status === GONE) return 'gone'
  if (status >= 400 && status < 500 && !OF_RECEIVER.has(status)) return 'event'
  return status === TOO_MANY || retryAfter !== null ? 'pace' : 'receiver'
}

function failed(whose: Whose, code: string, retryAfter: number | null = null): Posted & { is: 'failed' } {
  return { is: 'failed', whose, code, retryAfter }
}
