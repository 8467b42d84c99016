import { once } from 'node:events'
import { createServer as createHttp } from 'node:http'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { httpClient } from '../../../src/shell/provider/http-client.ts'

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
