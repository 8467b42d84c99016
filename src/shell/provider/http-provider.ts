import http from 'node:http'
import https from 'node:https'
import type { ProviderReply, ProviderRequest } from '../../channels/channel.ts'
import type { Provider } from '../../flow/ports/deliver.ts'

export interface HttpProviderOptions {
  /** Base address and bearer token by channel. */
  channels: Readonly<Record<string, { url: string; token: string }>>
  /** Open connections to one provider, at most. */
  sockets?: number
}

const LARGEST_ANSWER = 64 * 1024
/** An idle connection is given up after this, or shortly before the provider says that it cuts it: a request that meets a cut would have to be asked about. Node heeds what the provider says only beside a limit of our own. */
const IDLE_MS = 30_000
/** These errors come before a byte of the request was written: the provider cannot have seen it. */
const NOT_REACHED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])

/** Connections are kept alive, and nothing is retried: what happened to a request is told, never guessed. */
export function httpProvider({ channels, sockets = 128 }: HttpProviderOptions): Provider & { close(): void } {
  const options = { keepAlive: true, maxSockets: sockets, scheduling: 'lifo', timeout: IDLE_MS } as const
  const agents = { 'http:': new http.Agent(options), 'https:': new https.Agent(options) }
  return {
    async exchange(channel, request, timeoutMs) {
      const target = Object.hasOwn(channels, channel) ? channels[channel] : undefined
      if (!target) return { kind: 'not_reached', code: 'no_provider' }
      const base = new URL(target.url)
      const secure = base.protocol === 'https:'
      const agent = secure ? agents['https:'] : agents['http:']
      return send({ base, secure, agent, token: target.token, request, timeoutMs })
    },
    close: () => {
      for (const agent of Object.values(agents)) agent.destroy()
    },
  }
}

interface Send {
  base: URL
  secure: boolean
  agent: http.Agent
  token: string
  request: ProviderRequest
  timeoutMs: number
}

function send({ base, secure, agent, token, request, timeoutMs }: Send): Promise<ProviderReply> {
  return new Promise((resolve) => {
    const body = request.body === null ? null : JSON.stringify(request.body)
    const outgoing = (secure ? https : http).request({
      hostname: base.hostname,
      port: base.port,
      path: `${base.pathname.replace(/\/$/, '')}${request.path}`,
      method: request.method,
      agent,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== null && {
          'content-type': 'application/json',
          'content-length': String(Buffer.byteLength(body)),
        }),
      },
    })
    const timer = setTimeout(() => {
      resolve({ kind: 'ambiguous', code: 'timeout' })
      outgoing.destroy()
    }, timeoutMs)
    const settle = (reply: ProviderReply): void => {
      clearTimeout(timer)
      resolve(reply)
    }
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      const code = error.code ?? 'error'
      settle({ kind: NOT_REACHED.has(code) ? 'not_reached' : 'ambiguous', code: code.toLowerCase() })
    })
    outgoing.on('response', (response) => readAnswer(response, settle))
    outgoing.end(body ?? undefined)
  })
}

function readAnswer(response: http.IncomingMessage, settle: (reply: ProviderReply) => void): void {
  const chunks: Buffer[] = []
  let size = 0
  response.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size <= LARGEST_ANSWER) chunks.push(chunk)
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
