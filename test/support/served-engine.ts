import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { inject } from 'vitest'
import { simServer } from '../../demo/provider/server.ts'
import { readSettings } from '../../demo/provider/settings.ts'
import { openSimulator } from '../../demo/provider/simulator.ts'
import type { Instant } from '../../src/core/base/time.ts'
import { simulatedProviders } from '../../src/shell/env/providers.ts'
import type { ReplayConfig, ReplayEngine } from '../../src/shell/replay/engine.ts'
import { fullEngine, type ReplayProvider } from '../../src/shell/replay/full/engine.ts'
import type { ReplayServers } from '../../src/shell/replay/full/servers.ts'
import { reusedDatabase } from './reused-database.ts'

/** The whole engine as a replay has it, on a database that tests share and with the provider in this process: a database and a process of each story's own would cost more than the story. */
export function servedEngine(config: ReplayConfig, from: Instant): Promise<ReplayEngine> {
  return fullEngine(config, { from, stage: { servers, provider } })
}

async function servers(): Promise<ReplayServers> {
  const database = await reusedDatabase()
  const prefix = `{t${randomBytes(6).toString('hex')}}`
  return { engineUrl: database.url, redisUrl: inject('redis'), prefix, drop: () => database.drop() }
}

async function provider(): Promise<ReplayProvider> {
  const settings = readSettings(['--calm', '--virtual', '--port', '0'], {})
  const simulator = openSimulator(settings)
  const server = simServer(simulator, settings).listen(settings.port, settings.host)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    env: simulatedProviders(`http://${settings.host}:${port}`, settings.token),
    stop: async () => {
      simulator.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
