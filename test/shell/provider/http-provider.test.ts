import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { requestOf } from '../../../src/channels/gateway.ts'
import { httpProvider } from '../../../src/shell/provider/http-provider.ts'

test('an idle connection is given up before the provider would cut it under a request', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const provider = httpProvider({ channels: { sms: { url: `http://127.0.0.1:${port}`, token: 't' } } })
  onTestFinished(() => {
    provider.close()
    server.close()
  })
  const connected = once(server, 'connection') as Promise<[Socket]>
  const asked = provider.exchange('sms', requestOf(PARCEL), 10_000)
  const [socket] = await connected
  socket.once('data', () => socket.write(ANSWER))
  expect(await asked).toMatchObject({ kind: 'answered', status: 202 })
  await once(socket, 'end')
}, 10_000)

const PARCEL = { reference: 'r-1', to: '+12025550100', text: 'hello', validUntil: 0 }
/** The answer of a provider that cuts what is idle for two seconds, and says so. */
const ANSWER =
  'HTTP/1.1 202 Accepted\r\nConnection: keep-alive\r\nKeep-Alive: timeout=2\r\nContent-Length: 2\r\n\r\n{}'
