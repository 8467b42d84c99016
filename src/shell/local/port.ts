import { createServer } from 'node:net'

/** The wished port on loopback, or the next free one after it; 0 lets the system choose. */
export async function freePort(wished: number): Promise<number> {
  for (let port = wished; port < wished + 200; port++) {
    const found = await listenOnce(port)
    if (found !== null) return found
  }
  return (await listenOnce(0)) ?? wished
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
