import { apiWorker } from '../src/shell/run/api-worker.ts'
import { freePort } from '../src/shell/local/port.ts'
import { signBody } from '../src/shell/http/signature.ts'
import { adminUrlOf, asAdmin, type BenchDatabase, copyOf, dropDatabase } from './database.ts'
import { engineOn } from './engine.ts'
import type { Figure, Work } from './harness.ts'
import { timed } from './timed.ts'
import { type LoadProcess, startLoad } from './load-process.ts'
import { MORNING } from './morning.ts'
import { groupCommit, NOTHING_KEPT, PLAIN_TABLE, plainCallbacks } from './plain-callbacks.ts'
import { plannedBook } from './planned-book.ts'
import type { Servers } from './servers.ts'

const CALLBACKS = 6_000
const CONNECTIONS = 256
/** The number of connections to Postgres, the same on either side. */
const POOL = 8
const SECRET = 'a secret of the benchmark'

interface Setting {
  servers: Servers
  template: string
  load: LoadProcess
  references: string[]
}

export const B4: Figure = {
  id: 'B4',
  title: 'signed receipts over HTTP, durable and settled before the answer',
  unit: 'callbacks/s',
  reach: 0.57,
  rounds: 3,
  async prepare(servers) {
    const template = await plannedBook(servers, CALLBACKS)
    const references = await asAdmin(adminUrlOf(servers, template), async (client) => {
      await client.query(
        `update contact set state = 'sent', outcome = 'sent', disposition = 'sent', at = not_before`,
      )
      const { rows } = await client.query<{ ref: string }>(
        'select client_ref as ref from contact order by id',
      )
      return rows.map(({ ref }) => ref)
    })
    const setting = { servers, template, load: startLoad(), references }
    return {
      ours: {
        name: `API, ${CONNECTIONS} connections, its fact and chain too`,
        round: () => engineSide(setting),
      },
      against: { name: 'Fastify and a group commit by hand', round: () => handSide(setting) },
      floor: { name: 'Fastify and the signature, nothing stored', round: () => floorSide(setting) },
      close: async () => {
        setting.load.stop()
        await dropDatabase(servers, template)
      },
    }
  },
}

async function engineSide(setting: Setting): Promise<Work> {
  const port = await freePort(0)
  const bench = await engineOn(setting.servers, setting.template, {
    API_PORT: String(port),
    DATABASE_POOL: String(POOL),
    CALLBACK_SECRETS: SECRET,
  })
  try {
    const api = await apiWorker(bench.engine)
    const work = await callBack(setting, port)
    await api.stop(5)
    await checkSettled(bench.copy)
    return work
  } finally {
    await bench.close()
  }
}

async function handSide(setting: Setting): Promise<Work> {
  const copy = await copyOf(setting.servers, setting.template, { max: POOL })
  try {
    await asAdmin(copy.adminUrl, (client) => client.query(PLAIN_TABLE))
    const server = await plainCallbacks(SECRET, groupCommit(copy.db.pool))
    const work = await callBack(setting, server.port)
    await server.close()
    await checkSettled(copy)
    return work
  } finally {
    await copy.drop()
  }
}

async function floorSide(setting: Setting): Promise<Work> {
  const server = await plainCallbacks(SECRET, NOTHING_KEPT)
  try {
    return await callBack(setting, server.port)
  } finally {
    await server.close()
  }
}

async function checkSettled({ db }: BenchDatabase): Promise<void> {
  const [row] = await db.query<{ count: number }>(`select count(*) from contact where state = 'delivered'`)
  if (row?.count !== CALLBACKS) throw new Error(`${row?.count} of ${CALLBACKS} receipts arrived`)
}

async function callBack({ load, references }: Setting, port: number): Promise<Work> {
  const requests = references.map(request)
  return timed(async () => {
    const { answered, refused } = await load.send({ port, connections: CONNECTIONS, requests })
    if (answered !== CALLBACKS) throw new Error(`callbacks were refused: ${JSON.stringify(refused)}`)
    return answered
  })
}

function request(reference: string): string {
  const body = JSON.stringify({
    type: 'receipt',
    reference,
    id: `m-${reference}`,
    status: 'delivered',
    at: new Date(MORNING + 60_000).toISOString(),
  })
  const id = `r-${reference}`
  const timestamp = String(Math.floor(Date.now() / 1000))
  return [
    'POST /v1/callbacks/sms HTTP/1.1',
    'host: 127.0.0.1',
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    `webhook-id: ${id}`,
    `webhook-timestamp: ${timestamp}`,
    `webhook-signature: ${signBody(id, timestamp, body, SECRET)}`,
    '',
    body,
  ].join('\r\n')
}
