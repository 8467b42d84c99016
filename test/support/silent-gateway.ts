import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'

/** A gateway that takes every message and never answers: whoever sent it cannot know, unless it asks under its reference. */
export interface SilentGateway {
  env: { SMS_URL: string; SMS_TOKEN: string }
  /** References accepted so far, doubles included. */
  accepted: string[]
  stop(): void
}

const Posted = z.object({ reference: z.string() })

export async function silentGateway(): Promise<SilentGateway> {
  const accepted: string[] = []
  const server = http.createServer((request, response) => {
    if (request.method === 'POST') {
      void textOf(request).then((text) => accepted.push(Posted.parse(JSON.parse(text)).reference))
      return
    }
    const reference = new URL(request.url ?? '/', 'http://gateway').searchParams.get('reference') ?? ''
    const messages = accepted.includes(reference) ? [{ id: `m-${reference}` }] : []
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ messages }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    env: { SMS_URL: `http://127.0.0.1:${port}`, SMS_TOKEN: 'test' },
    accepted,
    stop: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

async function textOf(request: http.IncomingMessage): Promise<string> {
  request.setEncoding('utf8')
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text
}
