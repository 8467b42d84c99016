import pg from 'pg'
import type { Parcel } from '../src/channels/channel.ts'
import { HOUR } from '../src/core/base/time.ts'
import { GATEWAY } from '../src/core/model/routes.ts'
import { startMessages } from '../src/shell/run/channel-workers.ts'
import type { Engine } from '../src/shell/run/engine.ts'
import type { Running } from '../src/shell/run/process.ts'
import { deliverDeps, relayDeps } from '../src/shell/run/wire.ts'
import { relayPage } from '../src/flow/relay.ts'
import { gatewayAdapter } from '../src/providers/gateway/gateway.ts'
import { httpClient } from '../src/shell/provider/http-client.ts'
import { dropDatabase } from './database.ts'
import { type Bound, startBound } from './bound-worker.ts'
import { type BenchEngine, engineOn } from './engine.ts'
import { everyPage } from './every-page.ts'
import { redeemLawful } from './lawful-page.ts'
import { redeemLawless } from './lawless-page.ts'
import { HAND_TABLE, type HandJob, handWorker } from './hand-worker.ts'
import type { Figure, Side, Work } from './harness.ts'
import { timedWorker } from './timed.ts'
import { MORNING } from './morning.ts'
import { plannedBook } from './planned-book.ts'
import { plainWorker } from './plain-worker.ts'
import { type BenchProvider, startProvider } from './provider.ts'
import type { Servers } from './servers.ts'

/** Messages that are sent before the clock runs. */
const WARM = 200

/** Connections of the worker by hand, for rows that each job commits by itself. */
const HAND_POOL = 20

export const B3: Figure = {
  id: 'B3',
  title: 'sends over HTTP to the provider process: redeemed, sent, settled',
  unit: 'sends/s',
  reach: 0.4,
  cpu: 1,
  rounds: 3,
  async prepare(servers, { messages }) {
    const template = await plannedBook(servers, messages + WARM)
    const provider = await startProvider()
    servers.atStop(provider.child.stop)
    const pool = new pg.Pool({ connectionString: servers.adminUrl, max: HAND_POOL })
    const rivals = rivalsOf({ servers, provider, pool, messages })
    const verdicts = sameVerdicts()
    const sent = (name: string, inFlight: number, opened: Opened, check?: Check): Side => ({
      name: `${name}, ${inFlight} in flight`,
      round: async (number) => {
        const engine = await engineOn(servers, template, settingsFor(provider, inFlight))
        return sendAll(engine, messages, opened, number === 0 ? check : undefined)
      },
    })
    const ours = (inFlight: number): Side => sent("engine's sms worker", inFlight, openSms, verdicts)
    const client = httpClient()
    const bound = (redeem: Bound['redeem']): Opened => {
      const start: Starts = (engine) => startBound(engine, { gateway: provider, client, redeem })
      return () => ({ start, close: () => {} })
    }
    const lawful = (inFlight: number): Side =>
      sent('bound: lawful and explained', inFlight, bound(redeemLawful), verdicts)
    const lawless = sent('bound: no law is asked', 200, bound(redeemLawless))
    const [many, few] = [ours(200), ours(50)]
    const [manyBound, fewBound] = [lawful(200), lawful(50)]
    const only = rivals.plain(200)
    const [manyHand, fewHand] = [rivals.byHand(200, false), rivals.byHand(50, false)]
    return {
      ours: many,
      against: only,
      duels: [
        { ours: many, against: manyBound, reach: 0.8 },
        { ours: manyBound, against: only, reach: null },
        { ours: many, against: lawless, reach: null },
        { ours: lawless, against: only, reach: null },
        { ours: many, against: manyHand, reach: 1.5 },
        { ours: many, against: rivals.byHand(200, true), reach: null },
        { ours: few, against: fewBound, reach: null },
        { ours: few, against: rivals.plain(50), reach: null },
        { ours: few, against: fewHand, reach: 1.2 },
        { ours: few, against: rivals.byHand(50, true), reach: null },
      ],
      close: async () => {
        rivals.close()
        client.close()
        await pool.end()
        await provider.child.stop()
        await dropDatabase(servers, template)
      },
    }
  },
}

type Starts = (engine: Engine) => Running

/** Connections to the provider that outlive a worker: those of the rivals are open from the first round on, those of the engine from its first messages on. */
type Opened = (engine: Engine) => { start: Starts; close: () => void }

/** The engine's own worker of the channel. */
function openSms(engine: Engine): ReturnType<Opened> {
  const deps = deliverDeps(engine)
  return { start: (counting) => startMessages(counting, 'sms', deps), close: () => deps.close() }
}

interface Setting {
  servers: Servers
  provider: BenchProvider
  pool: pg.Pool
  messages: number
}

/** Workers that are written by hand, with the same HTTP client to the same provider. */
function rivalsOf({ servers: { redisUrl }, provider, pool, messages }: Setting) {
  const client = httpClient()
  const gateway = gatewayAdapter(provider)
  const jobs = (prefix: string): HandJob[] =>
    Array.from({ length: messages }, (_, index) => {
      const one = parcel(`${prefix}-${index}`)
      const [question] = gateway.query({ ...one, providerRef: null }, { now: MORNING })
      if (!question) throw new Error('the gateway cannot be asked')
      const { reference } = one
      return { reference, request: gateway.request(one, { now: MORNING }), question: question(1) }
    })
  return {
    plain: (concurrency: number): Side => ({
      name: `BullMQ worker that only calls, ${concurrency} in flight`,
      round: (number) =>
        plainWorker(
          { redisUrl, client, concurrency },
          jobs(`plain-${concurrency}-${number}`).map(({ request }) => request),
        ),
    }),
    byHand: (concurrency: number, gathers: boolean): Side => ({
      name: `once-only by hand${gathers ? ', in pages' : ''}, ${concurrency} in flight`,
      round: async (number) => {
        await pool.query(HAND_TABLE)
        return handWorker(
          { redisUrl, client, concurrency, pool, gathers },
          jobs(`hand-${gathers}-${concurrency}-${number}`),
        )
      },
    }),
    close: () => client.close(),
  }
}

function settingsFor({ url, token }: BenchProvider, inFlight: number): Record<string, string> {
  return { SMS_URL: url, SMS_TOKEN: token, CHANNEL_CONCURRENCY: String(inFlight) }
}

function parcel(reference: string): Parcel {
  return {
    channel: 'sms',
    provider: GATEWAY,
    reference,
    to: '+8613900000000',
    text: 'A text of about the length that a first reminder has, with an amount and a day in it.',
    at: MORNING,
    validUntil: MORNING + HOUR,
  }
}

/** All contacts are queued beforehand; the clock runs from the worker's start to the last job done. The first messages, as many as are in flight, are sent before it runs: a rival's connections are open, too, and what it asks of Postgres is planned. */
async function sendAll(
  { engine, copy, close }: BenchEngine,
  messages: number,
  opened: Opened,
  check?: Check,
): Promise<Work> {
  const { start, close: shut } = opened(engine)
  try {
    await relayPage(relayDeps(engine), WARM)
    await (await sendQueued(engine, WARM, start)).stop(5)
    await everyPage(() => relayPage(relayDeps(engine), 500))
    const { work, result: worker } = await timedWorker(messages, () => sendQueued(engine, messages, start))
    await worker.stop(5)
    const [row] = await copy.db.query<{ sent: number }>(
      `select count(*) as sent from contact where state = 'sent'`,
    )
    if (row?.sent !== messages + WARM) throw new Error(`${row?.sent} contacts were sent`)
    await check?.(engine)
    return work
  } finally {
    shut()
    await close()
  }
}

type Check = (engine: Engine) => Promise<void>

/** What was kept of each message is the same, whoever kept it: until when it was lawful, under which law, what was known, why, and what it said. */
function sameVerdicts(): Check {
  let known: Map<number, string> | null = null
  return async ({ db, vault }) => {
    const rows = await db.query<Kept>(
      `select c.id, c.state, c.expires_at, c.law_hash, c.checked_fact, c.reasons::text as reasons, c.segments, c.outcome,
         s.value, s.key_id, exists (select from law_used l where l.hash = c.law_hash) as told
       from contact c join sealed s on s.person_id = c.person_id and s.id = c.rendered_sealed where c.state = 'sent'`,
    )
    const kept = new Map(
      rows.map(({ id, value, key_id, ...row }) => [id, JSON.stringify([row, vault.open(value, key_id)])]),
    )
    known ??= kept
    if (kept.size === 0 || kept.size !== known.size) throw new Error(`${kept.size} messages were kept`)
    for (const [id, one] of kept) {
      if (known.get(id) !== one)
        throw new Error(`contact ${id} was judged otherwise: ${one}, ${known.get(id)}`)
    }
  }
}

interface Kept {
  id: number
  value: Buffer
  key_id: string
}

/** The worker is answered when so many messages are done. */
async function sendQueued(engine: Engine, messages: number, start: Starts): Promise<Running> {
  let done = 0
  let last = (): void => {}
  const finished = new Promise<void>((resolve) => (last = resolve))
  const worked = (): void => {
    if (++done === messages) last()
  }
  const worker = start({ ...engine, worked })
  await finished
  return worker
}
