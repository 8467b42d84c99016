import { createServer } from 'node:net'

export const LAST_PORT = 65_535

/** The wished port on loopback, or the next free one after it; 0 lets the system choose, and so does one beyond the last. */
export async function freePort(wished: number): Promise<number> {
  for (let port = wished; port < wished + 200 && port <= LAST_PORT; port++) {
    const found = await listenOnce(port)
    if (found !== null) return found
  }
  const any = await listenOnce(0)
  if (any === null) throw new Error('no port of this machine is free')
  return any
}

function listenOnce(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(null))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : null))
    })
  })
}
