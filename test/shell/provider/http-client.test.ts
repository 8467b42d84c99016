import { once } from 'node:events'
import { createServer as createHttp } from 'node:http'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as immediate, setTimeout as sleep } from 'node:timers/promises'
import { createServer as createTls } from 'node:tls'
import { Worker } from 'node:worker_threads'
import { gzipSync } from 'node:zlib'
import { describe, expect, onTestFinished, test } from 'vitest'
import { httpClient } from '../../../src/shell/provider/http-client.ts'
import { authorityIn } from '../../support/authority.ts'

test('an idle connection is given up before the provider would cut it under a request', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const client = httpClient()
  onTestFinished(() => {
    client.close()
    server.close()
  })
  const connected = once(server, 'connection') as Promise<[Socket]>
  const request = { method: 'POST', url: `http://127.0.0.1:${port}/m`, headers: {}, body: '{}' } as const
  const asked = client.exchange(request, 10_000)
  const [socket] = await connected
  socket.once('data', () => socket.write(ANSWER))
  expect(await asked).toMatchObject({ kind: 'answered', status: 202 })
  await once(socket, 'end')
}, 10_000)

test('an answer is read as far as whoever asks wants it: half a document is none', async () => {
  const long = JSON.stringify({ named: 'x'.repeat(100_000) })
  const server = createHttp((_request, response) => response.end(long)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = httpClient()
  onTestFinished(() => {
    client.close()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const asked = (largest?: number) =>
    client.exchange({ method: 'GET', url, headers: {}, body: null }, 10_000, largest)
  expect(await asked()).toMatchObject({ status: 200, body: null })
  expect(await asked(1_000_000)).toMatchObject({ status: 200, body: JSON.parse(long) as unknown })
})

test('what is no address of the web was certainly not reached', async () => {
  const client = httpClient()
  const asked = ['file:///etc/passwd', 'nothing', ''].map((url) =>
    client.exchange({ method: 'GET', url, headers: {}, body: null }, 1_000),
  )
  const unreached = { kind: 'not_reached', code: 'bad_url' }
  expect(await Promise.all(asked)).toEqual([unreached, unreached, unreached])
  client.close()
})

/** The answer of a provider that cuts what is idle for two seconds, and says so. */
const ANSWER =
  'HTTP/1.1 202 Accepted\r\nConnection: keep-alive\r\nKeep-Alive: timeout=2\r\nContent-Length: 2\r\n\r\n{}'

describe('what was certainly not reached', () => {
  const asks = async (url: string, timeoutMs: number) => {
    const client = httpClient()
    onTestFinished(() => client.close())
    return client.exchange({ method: 'POST', url, headers: {}, body: '{}' }, timeoutMs)
  }

  test.each([
    ['a server that says nothing', () => {}, 'timeout'],
    ['a server that hangs up', (socket: Socket) => socket.destroy(), 'econnreset'],
    ['a server that speaks another protocol', (socket: Socket) => socket.end('220 mail ready\r\n'), ''],
  ])('%s before TLS stands has no byte of the request', async (_, then, code) => {
    const server = createServer(then).listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    const reply = await asks(`https://127.0.0.1:${port}/m`, 500)
    expect(reply).toMatchObject({ kind: 'not_reached', ...(code && { code }) })
    expect('unanswered' in reply).toBe(code === 'timeout')
  })

  test('a server that nobody vouches for has seen nothing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'arrears-tls-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const signed = authorityIn(folder, 'nobody')
    const [key, cert] = [readFileSync(signed.key), readFileSync(signed.cert)]
    let heard = 0
    const server = createTls({ key, cert }, (socket) => {
      socket.on('data', (bytes) => (heard += bytes.length))
      socket.on('error', () => {})
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    for (let times = 0; times < 20; times++) {
      expect(await asks(`https://127.0.0.1:${port}/m`, 5_000)).toMatchObject({ kind: 'not_reached' })
    }
    expect(heard).toBe(0)
  })

  test('a server that hangs up over a request that it has read is another thing', async () => {
    const server = createServer((socket) => void socket.once('data', () => socket.destroy()))
    await once(server.listen(0, '127.0.0.1'), 'listening')
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    expect(await asks(`http://127.0.0.1:${port}/m`, 500)).toMatchObject({ kind: 'ambiguous' })
  })
})

describe('a process that stood still', () => {
  /** A server of its own process goes on meanwhile: it answers `/answered` a while later, and nothing else. */
  const asksWhileStill = async (path: string) => {
    const server = new Worker(
      `const { parentPort } = require('node:worker_threads')
       const server = require('node:http').createServer((request, response) =>
         request.url === '/answered' && setTimeout(() => response.writeHead(202).end('{}'), 300))
       server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port))`,
      { eval: true },
    )
    const client = httpClient()
    onTestFinished(async () => {
      client.close()
      await server.terminate()
    })
    const [port] = (await once(server, 'message')) as [number]
    const asked = client.exchange(
      { method: 'POST', url: `http://127.0.0.1:${port}${path}`, headers: {}, body: '{}' },
      200,
    )
    await sleep(50)
    // Timers come next, and what sockets have read comes after them.
    await immediate()
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000)
    return asked
  }

  test('an answer that came meanwhile is read before the request is given up', async () => {
    expect(await asksWhileStill('/late')).toMatchObject({ kind: 'ambiguous', code: 'timeout' })
    expect(await asksWhileStill('/answered')).toMatchObject({ kind: 'answered', status: 202 })
  })

  test('nobody can tell afterwards that the other side was silent', async () => {
    expect(await asksWhileStill('/late')).toEqual({ kind: 'ambiguous', code: 'timeout', unanswered: 0 })
  })
})

describe('answers as others write them', () => {
  const answered = async (headers: Record<string, string>, body: string | Buffer) => {
    const server = createHttp((_request, response) => response.writeHead(200, headers).end(body))
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const client = httpClient()
    onTestFinished(() => {
      client.close()
      server.close()
    })
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    return client.exchange({ method: 'GET', url, headers: {}, body: null }, 10_000)
  }

  test.each([
    ['12', 12_000],
    ['1.5', 1_500],
    ['Mon, 30 Nov 2026 10:00:20 GMT', 20_000],
    ['Mon, 30 Nov 2026 09:00:00 GMT', 0],
    ['Mon Nov 30 10:00:20 2026', null],
    ['9'.repeat(30), 86_400_000],
    ['-5', null],
    ['1e300', null],
    ['soon', null],
    ['', null],
  ])('Retry-After: %s', async (said, retryAfterMs) => {
    const at = 'Mon, 30 Nov 2026 10:00:00 GMT'
    expect(await answered({ date: at, 'retry-after': said }, '{}')).toMatchObject({ retryAfterMs })
  })

  test('a mark before the first brace, and what comes packed, are read', async () => {
    const ours = { id: 'a' }
    const text = JSON.stringify(ours)
    expect(await answered({}, `\uFEFF${text}`)).toMatchObject({ body: ours })
    expect(await answered({ 'content-encoding': 'gzip' }, gzipSync(text))).toMatchObject({ body: ours })
    expect(await answered({ 'content-encoding': 'br' }, text)).toMatchObject({ body: null })
  })

  test('what is packed is read as far as an answer is', async () => {
    const long = gzipSync(JSON.stringify({ id: 'x'.repeat(10_000_000) }))
    expect(long.length).toBeLessThan(64 * 1024)
    expect(await answered({ 'content-encoding': 'gzip' }, long)).toMatchObject({ body: null })
  })

  test('an id that is a long number keeps its last digits', async () => {
    const text = '{"id":9007199254740993,"code":0,"share":0.125}'
    expect(await answered({}, text)).toMatchObject({
      body: { id: '9007199254740993', code: 0, share: 0.125 },
    })
  })

  test('an answer that is cut within a long text is no document, at once', async () => {
    const text = `{"id":9007199254740993,"text":"${'x'.repeat(60_000)}`
    const began = performance.now()
    expect(await answered({}, text)).toMatchObject({ body: null })
    expect(performance.now() - began).toBeLessThan(2_000)
  })

  test('quotation marks, signs that are escaped and numbers in a text are left as they are', async () => {
    const body = {
      id: '9007199254740993',
      'a\\"1234567890123456789': ['\\', '"9007199254740993"', -9007199254740991],
      e: 1.5e21,
    }
    const text = JSON.stringify(body).replace('"9007199254740993"', '9007199254740993')
    expect(await answered({}, text)).toMatchObject({ body })
  })
})
