import Fastify from 'fastify'
import type pg from 'pg'
import { verifySignature } from '../src/shell/http/signature.ts'

/** How callbacks are taken by hand: the signature is verified, and whatever came meanwhile is stored and settled in one statement, which is one commit, before any of it is answered. */
export interface PlainCallbacks {
  port: number
  close(): Promise<void>
}

interface PlainReceipt {
  callback: string
  reference: string
  status: string
  at: string
}

type Keep = (receipt: PlainReceipt) => Promise<void>

export const PLAIN_TABLE = `
  create table plain_callback (
    id text primary key, reference uuid not null, status text not null, at timestamptz not null,
    taken_at timestamptz not null default now());
  grant select, insert on plain_callback to public`

const GROUP = `
  with given as (
    select * from unnest($1::text[], $2::uuid[], $3::text[], $4::timestamptz[]) as g (id, reference, status, at)
  ), fresh as (
    insert into plain_callback (id, reference, status, at) select * from given
    on conflict do nothing returning reference, status, at
  )
  update contact c set state = f.status, outcome = f.status, disposition = f.status, at = f.at, changed_at = now()
  from fresh f where c.client_ref = f.reference`

/** Groups in hand at once, as many as the engine's door has. */
const LANES = 2

/** Durable and settled before the answer, a group at a time. */
export function groupCommit(pool: pg.Pool): Keep {
  let waiting: { receipt: PlainReceipt; done: () => void; fail: (error: unknown) => void }[] = []
  let inHand = 0
  let soon = false
  const flush = async (): Promise<void> => {
    soon = false
    if (waiting.length === 0 || inHand >= LANES) return
    const group = waiting
    waiting = []
    inHand++
    const column = (key: keyof PlainReceipt): string[] => group.map(({ receipt }) => receipt[key])
    try {
      const values = [column('callback'), column('reference'), column('status'), column('at')]
      await pool.query({ name: 'plain-group', text: GROUP, values })
      for (const { done } of group) done()
    } catch (error) {
      for (const { fail } of group) fail(error)
    }
    inHand--
    void flush()
  }
  return (receipt) =>
    new Promise((done, fail) => {
      waiting.push({ receipt, done, fail })
      if (soon) return
      soon = true
      setImmediate(() => void flush())
    })
}

/** Nothing is stored: what HTTP and the signature alone cost. */
export const NOTHING_KEPT: Keep = () => Promise.resolve()

export async function plainCallbacks(secret: string, keep: Keep): Promise<PlainCallbacks> {
  const app = Fastify({ logger: false })
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body)
  })
  app.post('/v1/callbacks/sms', async (request, reply) => {
    const headers = {
      id: String(request.headers['webhook-id']),
      timestamp: String(request.headers['webhook-timestamp']),
      signature: String(request.headers['webhook-signature']),
    }
    const raw = request.body as Buffer
    if (verifySignature(headers, raw, [secret], Date.now()) !== 'good') return reply.status(401).send()
    const body = JSON.parse(raw.toString('utf8')) as PlainReceipt
    await keep({ callback: headers.id, reference: body.reference, status: body.status, at: body.at })
    return reply.send({ taken: 1 })
  })
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  return { port: Number(new URL(address).port), close: () => app.close() }
}
