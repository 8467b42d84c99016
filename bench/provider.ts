import { freePort } from '../src/shell/local/port.ts'
import { answers, type Child, startChild } from '../src/shell/run/children.ts'
import { MORNING } from './morning.ts'

export interface BenchProvider {
  url: string
  token: string
  child: Child
}

/** The simulated gateway in a process of its own, calm: it accepts at once and sends no receipts. Its clock starts at the book's morning. */
export async function startProvider(): Promise<BenchProvider> {
  const [port, token] = [await freePort(0), 'bench']
  const url = `http://127.0.0.1:${port}`
  const child = await startChild({
    name: 'provider-sim',
    module: 'demo/provider/main',
    args: ['--calm', '--virtual', '--port', String(port), '--token', token],
    env: {},
    ready: answers(`${url}/health`),
  })
  const clock = await fetch(`${url}/clock`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify({ now: MORNING, set: true }),
  })
  if (!clock.ok) throw new Error(`the provider's clock answered ${clock.status}`)
  return { url, token, child }
}
