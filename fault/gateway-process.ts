import http from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { connect, type Database } from '../src/shell/pg/base/database.ts'
import { signBody } from '../src/shell/http/signature.ts'
import { assertNever } from '../src/core/base/assert-never.ts'
import { openJournal, type Wrong } from './journal.ts'
import { CALM, type Mood, MOODS, type Weather } from './moods.ts'

/** The gateway and judge: a process of its own, which speaks what `src/channels/sms` calls, and asks Postgres about each message at the moment at which it takes it. */
const Settings = z.strictObject({
  port: z.number(),
  journal: z.string(),
  databaseUrl: z.string(),
  callbackUrl: z.string(),
  callbackSecret: z.string(),
  /** How long an answer takes, and how long it takes when it comes too late. */
  answerMs: z.number(),
  lateMs: z.number(),
  /** A payment that was committed so long ago must have been heeded. */
  paidMs: z.number(),
})
export type GatewaySettings = z.infer<typeof Settings>

const Posted = z.object({
  reference: z.uuid(),
  to: z.string(),
  text: z.string(),
  validUntil: z.iso.datetime(),
})
const Told = z.strictObject({
  moods: z.array(z.enum(Object.keys(MOODS) as [Mood, ...Mood[]])).min(1),
  receipts: z.number().int(),
})

const settings = Settings.parse(JSON.parse(process.env['FAULT_GATEWAY'] ?? ''))
const journal = openJournal(settings.journal)
const db: Database = connect({ url: settings.databaseUrl, max: 8, applicationName: 'fault gateway' })
const taken = new Set<string>()
let weather: Weather = CALM
let asked = 0
/** Requests since the weather changed that were not simply taken. */
let harmed = 0

const server = http.createServer((request, response) => {
  serve(request, response).catch(() => response.destroy())
})
server.listen(settings.port, '127.0.0.1')
const stop = (): never => process.exit(0)
process.once('SIGTERM', stop)
process.once('disconnect', stop)

async function serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://gateway')
  switch (`${request.method} ${url.pathname}`) {
    case 'POST /messages':
      return post(Posted.parse(await bodyOf(request)), response)
    case 'GET /messages': {
      const reference = url.searchParams.get('reference') ?? ''
      return answer(response, 200, { messages: taken.has(reference) ? [{ id: `m-${reference}` }] : [] })
    }
    case 'POST /weather':
      weather = Told.parse(await bodyOf(request))
      answer(response, 200, { harmed })
      harmed = 0
      return
    default:
      return answer(response, 404, { code: 'not_found' })
  }
}

async function post(message: z.infer<typeof Posted>, response: http.ServerResponse): Promise<void> {
  const mood = weather.moods[asked++ % weather.moods.length] ?? 'accept'
  if (mood !== 'accept' || weather.receipts > 0) harmed++
  await sleep(mood === 'accept_late' ? settings.lateMs : settings.answerMs)
  if (MOODS[mood].takes) await take(message)
  switch (mood) {
    case 'accept':
    case 'accept_late':
      return answer(response, 202, { id: `m-${message.reference}` })
    case 'reset':
    case 'accept_reset':
      return void response.socket?.resetAndDestroy()
    case 'silence':
      return
    case 'error_500':
    case 'accept_500':
      return answer(response, 500, { code: 'internal' })
    case 'busy_429':
      return answer(response.setHeader('retry-after', '1'), 429, { code: 'too_many' })
    default:
      return assertNever(mood)
  }
}

async function take({ reference, validUntil }: z.infer<typeof Posted>): Promise<void> {
  const wrong = Date.parse(validUntil) <= Date.now() ? 'validity_over' : await judge(reference)
  const { receipts } = weather
  journal.write({ at: Date.now(), reference, receipt: receipts > 0, wrong })
  taken.add(reference)
  for (let copy = 0; copy < receipts; copy++) void deliverReceipt(reference, copy * 100)
}

/** The gateway asks on a connection of its own: what it sees was committed before the message was taken. */
const PERMIT = `
  select c.state in ('sending', 'unknown') and c.at <= clock_timestamp() as permitted,
    exists (select 1 from payment p where p.person_id = c.person_id and p.account_id = c.account_id
      and p.recorded_at < clock_timestamp() - $2 * interval '1 millisecond') as paid
  from contact c where c.client_ref = $1`

async function judge(reference: string): Promise<Wrong> {
  try {
    const params = [reference, settings.paidMs]
    const [row] = await db.query<{ permitted: boolean; paid: boolean }>(PERMIT, params)
    if (!row) return 'no_contact'
    if (!row.permitted) return 'not_permitted'
    return row.paid ? 'paid' : null
  } catch {
    return 'unasked'
  }
}

/** The receipt is sent until it is heard: a gateway tries again where nobody answers. */
async function deliverReceipt(reference: string, afterMs: number): Promise<void> {
  const id = `m-${reference}-delivered`
  const at = new Date().toISOString()
  const message = { reference, id: `m-${reference}` }
  const body = JSON.stringify({ type: 'receipt', ...message, status: 'delivered', code: null, at })
  await sleep(afterMs)
  for (let tries = 0; tries < 40; tries++) {
    const timestamp = String(Math.floor(Date.now() / 1000))
    const signature = signBody(id, timestamp, body, settings.callbackSecret)
    const headers = {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signature,
    }
    const heard = await fetch(settings.callbackUrl, { method: 'POST', headers, body }).catch(() => null)
    if (heard?.ok) return
    await sleep(500)
  }
}

function answer(response: http.ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

async function bodyOf(request: http.IncomingMessage): Promise<unknown> {
  request.setEncoding('utf8')
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return JSON.parse(text)
}
