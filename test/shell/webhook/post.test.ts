import { once } from 'node:events'
import net, { type AddressInfo, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { poster } from '../../../src/shell/webhook/post.ts'

const NOW = Date.parse('2026-03-10T15:00:00Z')
const post = poster({ isPrivate: true, timeoutMs: 700, now: () => NOW })
const stops: (() => void)[] = []
afterEach(() => stops.splice(0).forEach((stop) => stop()))

/** A receiver that says whatever a test wants on the wire. */
async function says(answer: (socket: Socket) => void): Promise<ReturnType<typeof post>> {
  const sockets = new Set<Socket>()
  const server = net.createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('data', () => answer(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  stops.push(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  const { port } = server.address() as AddressInfo
  return post(`http://127.0.0.1:${port}/`, { id: 'evt_1', body: '{}', secrets: ['s'] })
}

const ENDS = 'content-length: 0\r\n\r\n'

describe('what came of one request', () => {
  it.each([
    ['an answer whose body does not end', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nab', { is: 'taken' }],
    [
      'a refusal whose body does not end',
      'HTTP/1.1 410 Gone\r\ncontent-length: 10\r\n\r\nab',
      { whose: 'gone', code: 'http_410' },
    ],
    [
      'a redirect to the machine itself',
      `HTTP/1.1 307 Moved\r\nlocation: http://127.0.0.1:1/\r\n${ENDS}`,
      { whose: 'receiver', code: 'http_307' },
    ],
    ['seconds to wait', `HTTP/1.1 429 Slow\r\nretry-after: 7\r\n${ENDS}`, { whose: 'pace', retryAfter: 7 }],
    [
      'a date to wait for',
      `HTTP/1.1 503 Later\r\nretry-after: Tue, 10 Mar 2026 15:02:00 GMT\r\n${ENDS}`,
      { retryAfter: 120 },
    ],
    ['a word to wait for', `HTTP/1.1 503 Later\r\nretry-after: soon\r\n${ENDS}`, { retryAfter: null }],
    ['no answer', '', { whose: 'receiver', code: 'timeout' }],
    ['half a head', 'HTTP/1.1 20', { whose: 'receiver', code: 'timeout' }],
    ['what is no HTTP', 'SSH-2.0-x\r\n\r\n', { whose: 'receiver' }],
  ])('%s', async (_, text, outcome) => {
    expect(await says((socket) => void socket.write(text))).toMatchObject(outcome)
  })

  it('a body without an end is not read, and one that hangs up says nothing', async () => {
    let sent = 0
    const flood = await says((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n')
      const more = (): void => {
        if (socket.destroyed || sent > 50_000_000) return
        sent += 65_536
        socket.write(`10000\r\n${'x'.repeat(65_536)}\r\n`, more)
      }
      more()
    })
    expect(flood).toEqual({ is: 'taken' })
    expect(sent).toBeLessThan(10_000_000)
    expect(await says((socket) => void socket.destroy())).toMatchObject({ whose: 'receiver', is: 'failed' })
  })
})
