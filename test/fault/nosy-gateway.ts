import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'

export type Mood = 'accept' | 'refuse' | 'crash' | 'cut'

/** A gateway that repeats the number and the text in every answer that is no acceptance. */
export interface NosyGateway {
  env: { SMS_URL: string; SMS_TOKEN: string }
  moods: Map<string, Mood>
  /** True = the gateway refuses our credentials, whatever is sent. */
  locked: boolean
  /** References by number. */
  asked: Map<string, string>
  stop(): void
}

const Posted = z.object({ reference: z.string(), to: z.string(), text: z.string() })

export async function nosyGateway(): Promise<NosyGateway> {
  const server = http.createServer((request, response) => {
    if (request.method !== 'POST') {
      return void response.writeHead(500).end(JSON.stringify({ code: [...gateway.asked.keys()].join(' ') }))
    }
    return void textOf(request).then((text) => answer(gateway, Posted.parse(JSON.parse(text)), response))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const gateway: NosyGateway = {
    env: { SMS_URL: `http://127.0.0.1:${port}`, SMS_TOKEN: 'test' },
    moods: new Map(),
    locked: false,
    asked: new Map(),
    stop: () => {
      server.close()
      server.closeAllConnections()
    },
  }
  return gateway
}

function answer(
  gateway: NosyGateway,
  { reference, to, text }: z.infer<typeof Posted>,
  response: http.ServerResponse,
): void {
  gateway.asked.set(to, reference)
  const say = (status: number, body: unknown): void =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  if (gateway.locked) return say(401, { code: `bad token for ${to}`, message: text })
  switch (gateway.moods.get(to) ?? 'accept') {
    case 'accept':
      return say(202, { id: `m-${reference}` })
    case 'refuse':
      return say(422, { code: `not_allowed_${to}`, message: text })
    case 'crash':
      return say(500, { code: to, message: text })
    case 'cut':
      return void response.destroy()
  }
}

async function textOf(request: http.IncomingMessage): Promise<string> {
  request.setEncoding('utf8')
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text
}
