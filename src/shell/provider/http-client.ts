import http from 'node:http'
import https from 'node:https'
import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import zlib from 'node:zlib'
import type { HttpReply, HttpRequest } from '../../providers/adapter.ts'
import { parseExactly } from '../../providers/exact-json.ts'
import { patience } from './patience.ts'
import { retryAfterIn } from './retry-after.ts'

/** One request, without retries; never throws. */
export interface HttpClient {
  /** `largest`: the most bytes of an answer that are read; what is longer has no body. */
  exchange(request: HttpRequest, timeoutMs: number, largest?: number): Promise<HttpReply>
  close(): void
}

const LARGEST_ANSWER = 64 * 1024
/** An idle connection is given up after this, or shortly before the provider says that it cuts it: a request that meets a cut would have to be asked about. Node heeds what the provider says only beside a limit of our own. */
const IDLE_MS = 30_000
/** Connections are kept alive, and nothing is retried: what happened to a request is told, never guessed. `sockets` = open connections to one provider, at most. */
export function httpClient({ sockets = 128 }: { sockets?: number } = {}): HttpClient {
  const options = { keepAlive: true, maxSockets: sockets, scheduling: 'lifo', timeout: IDLE_MS } as const
  const agents = { 'http:': new http.Agent(options), 'https:': new https.Agent(options) }
  return {
    exchange(request, timeoutMs, largest = LARGEST_ANSWER) {
      const url = urlOf(request.url)
      if (!url) return Promise.resolve({ kind: 'not_reached', code: 'bad_url' })
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
    let isOpen = false
    whenOpen(outgoing, () => (isOpen = true))
    const broken = (code: string) => ({ kind: isOpen ? 'ambiguous' : 'not_reached', code }) as const
    const callOff = patience(timeoutMs, {
      mayBeAnswered: () => isOpen,
      giveUp: (unanswered) => {
        resolve({ ...broken('timeout'), unanswered })
        outgoing.destroy()
      },
    })
    const settle = (reply: HttpReply): void => {
      callOff()
      resolve(reply)
    }
    outgoing.on('error', (error: NodeJS.ErrnoException) =>
      settle(broken((error.code ?? 'error').toLowerCase())),
    )
    outgoing.on('response', (response) => readAnswer(response, settle, largest))
    outgoing.end(body ?? undefined)
  })
}

/** No byte of a request is written before its connection stands, and with TLS before the other side has shown who it is: the provider cannot have seen it. */
function whenOpen(outgoing: http.ClientRequest, then: () => void): void {
  outgoing.on('socket', (socket: Socket & { secureConnecting?: boolean }) => {
    const waitsFor = socket instanceof TLSSocket ? 'secureConnect' : 'connect'
    if (socket.connecting || socket.secureConnecting === true) socket.once(waitsFor, then)
    else then()
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
      retryAfterMs: retryAfterIn(response.headers, Date.now()),
      body: parsed(Buffer.concat(chunks), response.headers['content-encoding'] ?? '', largest),
    }),
  )
}

/** What nobody asked to be packed may come packed all the same. */
const UNPACKED = new Map([
  ['gzip', zlib.gunzipSync],
  ['x-gzip', zlib.gunzipSync],
  ['deflate', zlib.inflateSync],
  ['br', zlib.brotliDecompressSync],
])

/** Null = it is no document. */
function parsed(bytes: Buffer, coding: string, largest: number): unknown {
  try {
    const unpack = UNPACKED.get(coding.toLowerCase())
    const text = (unpack ? unpack(bytes, { maxOutputLength: largest }) : bytes).toString('utf8')
    return parseExactly(text.replace(/^\uFEFF/, ''))
  } catch {
    return null
  }
}
