import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { simulatedProviders } from '../../src/shell/env/providers.ts'
import { freePort } from '../../src/shell/local/port.ts'
import { answers } from '../../src/shell/run/children.ts'
import { compiled } from './compiled.ts'

/** The simulated gateway in a process of its own, calm, with its journal as the judge of what was accepted. */
export interface SimulatedGateway {
  /** The settings by which it is the provider of every channel. */
  env: Record<string, string>
  /** References accepted so far, in order, doubles included. */
  accepted(): string[]
  /** The path of its journal. */
  journal: string
  stop(): Promise<void>
}

export async function simulatedGateway(): Promise<SimulatedGateway> {
  const port = await freePort(0)
  const url = `http://127.0.0.1:${port}`
  const folder = mkdtempSync(join(tmpdir(), 'arrears-gateway-'))
  const journal = join(folder, 'accepted.ndjson')
  const child = await (await compiled()).start({
    name: 'provider-sim',
    module: 'demo/provider/main',
    args: ['--calm', '--virtual', '--port', String(port), '--token', 'test', '--log', journal],
    env: {},
    ready: answers(`${url}/health`),
  })
  return {
    env: simulatedProviders(url, 'test'),
    journal,
    accepted: () =>
      readFileSync(journal, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => /"reference":"([^"]+)"/.exec(line)?.[1] ?? line),
    stop: async () => {
      await child.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
