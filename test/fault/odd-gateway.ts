import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'

/** A gateway that takes every message, and names those to some numbers by what no store keeps. */
export interface OddGateway {
  env: { SMS_URL: string; SMS_TOKEN: string }
  odd: Set<string>
  /** Numbers of which it says that it never heard of the message. */
  accepted: string[]
  stop(): void
}

const Posted = z.object({ reference: z.string(), to: z.string() })

export async function oddGateway(): Promise<OddGateway> {
  const server = http.createServer((request, response) => {
    const say = (status: number, body: unknown): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    if (request.method !== 'POST') return say(200, { messages: [] })
    request.setEncoding('utf8')
    let text = ''
    request.on('data', (piece: string) => (text += piece))
    request.on('end', () => {
      const { reference, to } = Posted.parse(JSON.parse(text))
      gateway.accepted.push(reference)
      say(202, { id: gateway.odd.has(to) ? 'm-\u0000' : `m-${reference}` })
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const gateway: OddGateway = {
    env: { SMS_URL: `http://127.0.0.1:${port}`, SMS_TOKEN: 'test' },
    odd: new Set(),
    accepted: [],
    stop: () => {
      server.close()
      server.closeAllConnections()
    },
  }
  return gateway
}
