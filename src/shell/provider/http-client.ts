import http from 'node:http'
import https from 'node:https'
import type { HttpReply, HttpRequest } from '../../providers/adapter.ts'

/** One request, without retries; never throws. */
export interface HttpClient {
  /** `largest`: the most bytes of an answer that are read; what is longer has no body. */
  exchange(request: HttpRequest, timeoutMs: number, largest?: number): Promise<HttpReply>
  close(): void
}

const LARGEST_ANSWER = 64 * 1024
/** An idle connection is given up after this, or shortly before the provider says that it cuts it: a request that meets a cut would have to be asked about. Node heeds what the provider says only beside a limit of our own. */
const IDLE_MS = 30_000
/** These errors come before a byte of the request was written: the provider cannot have seen it. */
const NOT_REACHED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])

/** Connections are kept alive, and nothing is retried: what happened to a request is told, never guessed. `sockets` = open connections to one provider, at most. */
export function httpClient({ sockets = 128 }: { sockets?: number } = {}): HttpClient {
  const options = { keepAlive: true, maxSockets: sockets, scheduling: 'lifo', timeout: IDLE_MS } as const
  const agents = { 'http:': new http.Agent(options), 'https:': new https.Agent(options) }
  return {
    async exchange(request, timeoutMs, largest = LARGEST_ANSWER) {
      const url = urlOf(request.url)
      if (!url) return { kind: 'not_reached', code: 'bad_url' }
      const secure = url.protocol === 'https:'
      return send({
        url,
        secure,
        agent: secure ? agents['https:'] : agents['http:'],
        request,
        timeoutMs,
        largest,
      })
    },
    close: () => {
      for (const agent of Object.values(agents)) agent.destroy()
    },
  }
}

interface Send {
  url: URL
  secure: boolean
  agent: http.Agent
  request: HttpRequest
  timeoutMs: number
  largest: number
}

function send({ url, secure, agent, request, timeoutMs, largest }: Send): Promise<HttpReply> {
  return new Promise((resolve) => {
    const { method, headers, body } = request
    const outgoing = (secure ? https : http).request({
      hostname: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port,
      path: `${url.pathname}${url.search}`,
      method,
      agent,
      headers: { ...headers, ...(body !== null && { 'content-length': String(Buffer.byteLength(body)) }) },
    })
    const timer = setTimeout(() => {
      resolve({ kind: 'ambiguous', code: 'timeout' })
      outgoing.destroy()
    }, timeoutMs)
    const settle = (reply: HttpReply): void => {
      clearTimeout(timer)
      resolve(reply)
    }
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      const code = error.code ?? 'error'
      settle({ kind: NOT_REACHED.has(code) ? 'not_reached' : 'ambiguous', code: code.toLowerCase() })
    })
    outgoing.on('response', (response) => readAnswer(response, settle, largest))
    outgoing.end(body ?? undefined)
  })
}

function urlOf(text: string): URL | null {
  const url = URL.parse(text)
  return url !== null && /^https?:$/.test(url.protocol) ? url : null
}

function readAnswer(
  response: http.IncomingMessage,
  settle: (reply: HttpReply) => void,
  largest: number,
): void {
  const chunks: Buffer[] = []
  let size = 0
  response.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size <= largest) chunks.push(chunk)
  })
  response.on('error', () => settle({ kind: 'ambiguous', code: 'cut_off' }))
  response.on('aborted', () => settle({ kind: 'ambiguous', code: 'cut_off' }))
  response.on('end', () =>
    settle({
      kind: 'answered',
      status: response.statusCode ?? 0,
      retryAfterMs: retryAfterOf(response.headers['retry-after']),
      body: parsed(Buffer.concat(chunks).toString('utf8')),
    }),
  )
}

function retryAfterOf(header: string | undefined): number | null {
  const seconds = Number(header)
  return header === undefined || !Number.isFinite(seconds) || seconds < 0 ? null : seconds * 1000
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
