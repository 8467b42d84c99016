import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'

export interface Received {
  id: string
  type: string
  account: string | null
  position: number
  body: Message
}

export interface Message {
  type: string
  timestamp: string
  data: { position: number; account: string | null; [key: string]: unknown }
}

export interface Receiver {
  url: string
  /** Everything that was taken, doubles included, in the order in which it came. */
  taken: Received[]
  /** The secrets that the receiver knows; each message must be signed by every one of them. */
  secrets: string[]
  /** The status that is answered; 2xx = it is taken. */
  answer: (message: Message, tries: number) => number
  /** What is sent beside a status that is no 2xx. */
  headers: Record<string, string>
  /** What came and was refused, by id. */
  refused: string[]
  stop(): Promise<void>
}

/** A receiver of Standard Webhooks, which checks signatures by their own library. */
export async function receiver(): Promise<Receiver> {
  const tries = new Map<string, number>()
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const status = take(request, Buffer.concat(chunks).toString('utf8'))
      response.writeHead(status, status < 300 ? {} : made.headers).end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const made: Receiver = {
    url: `http://127.0.0.1:${port}/hooks`,
    taken: [],
    secrets: [],
    answer: () => 204,
    headers: {},
    refused: [],
    stop: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close').catch(() => {})
    },
  }
  const take = ({ headers }: http.IncomingMessage, text: string): number => {
    for (const secret of made.secrets) new Webhook(secret).verify(text, headers as Record<string, string>)
    const id = String(headers['webhook-id'])
    const body = JSON.parse(text) as Message
    tries.set(id, (tries.get(id) ?? 0) + 1)
    const status = made.answer(body, tries.get(id) ?? 0)
    const { position, account } = body.data
    if (status < 300) made.taken.push({ id, type: body.type, account, position, body })
    else made.refused.push(id)
    return status
  }
  return made
}
