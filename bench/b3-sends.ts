import type { Parcel } from '../src/channels/channel.ts'
import { HOUR } from '../src/core/base/time.ts'
import { GATEWAY } from '../src/core/model/routes.ts'
import { CHANNEL_WORKERS } from '../src/shell/run/channel-workers.ts'
import { relayDeps } from '../src/shell/run/wire.ts'
import { relayPage } from '../src/flow/relay.ts'
import { gatewayAdapter } from '../src/providers/gateway/gateway.ts'
import { httpClient } from '../src/shell/provider/http-client.ts'
import { dropDatabase } from './database.ts'
import { type BenchEngine, engineOn } from './engine.ts'
import { everyPage } from './every-page.ts'
import type { Figure, Work } from './harness.ts'
import { MORNING } from './morning.ts'
import { plannedBook } from './planned-book.ts'
import { plainWorker } from './plain-worker.ts'
import { type BenchProvider, startProvider } from './provider.ts'

const SENDS = 8_000
const CONCURRENCY = 200

export const B3: Figure = {
  id: 'B3',
  title: 'sends over HTTP to the provider process: redeemed, sent, settled',
  unit: 'sends/s',
  reach: 0.4,
  rounds: 3,
  async prepare(servers) {
    const template = await plannedBook(servers, SENDS)
    const provider = await startProvider()
    servers.atStop(provider.child.stop)
    const plain = httpClient()
    const gateway = gatewayAdapter(provider)
    const moment = { now: MORNING }
    const requests = Array.from({ length: SENDS }, (_, index) => gateway.request(parcel(index), moment))
    return {
      ours: {
        name: `engine's sms worker, ${CONCURRENCY} in flight`,
        round: async () => sendAll(await engineOn(servers, template, settingsFor(provider))),
      },
      against: {
        name: `BullMQ worker that only calls, ${CONCURRENCY} in flight`,
        round: async () => ({
          units: SENDS,
          millis: await plainWorker(
            { redisUrl: servers.redisUrl, client: plain, concurrency: CONCURRENCY },
            requests,
          ),
        }),
      },
      close: async () => {
        plain.close()
        await provider.child.stop()
        await dropDatabase(servers, template)
      },
    }
  },
}

function settingsFor({ url, token }: BenchProvider): Record<string, string> {
  return { SMS_URL: url, SMS_TOKEN: token, CHANNEL_CONCURRENCY: String(CONCURRENCY) }
}

function parcel(index: number): Parcel {
  return {
    channel: 'sms',
    provider: GATEWAY,
    reference: `plain-${index}`,
    to: '+8613900000000',
    text: 'A text of about the length that a first reminder has, with an amount and a day in it.',
    at: MORNING,
    validUntil: MORNING + HOUR,
  }
}

/** All contacts queued beforehand; the clock runs from the worker's start to the last job done. */
async function sendAll({ engine, copy, close }: BenchEngine): Promise<Work> {
  try {
    await everyPage(() => relayPage(relayDeps(engine), 500))
    let done = 0
    let last = (): void => {}
    const finished = new Promise<void>((resolve) => (last = resolve))
    const worked = (): void => {
      if (++done === SENDS) last()
    }
    const start = performance.now()
    const worker = CHANNEL_WORKERS.sms({ ...engine, worked })
    await finished
    const millis = performance.now() - start
    await worker.stop(5)
    const [row] = await copy.db.query<{ sent: number }>(
      `select count(*) as sent from contact where state = 'sent'`,
    )
    if (row?.sent !== SENDS) throw new Error(`${row?.sent} of ${SENDS} contacts were sent`)
    return { units: SENDS, millis }
  } finally {
    await close()
  }
}
