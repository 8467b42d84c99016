import Fastify from 'fastify'
import type pg from 'pg'
import { verifySignature } from '../src/shell/http/signature.ts'

/** How callbacks are usually taken: the signature is verified, and each is one insert and one commit before its answer. Nothing else is updated. */
export interface PlainCallbacks {
  port: number
  close(): Promise<void>
}

const INSERT = `
  insert into fact (person_id, account_id, kind, happened_at, recorded_at, source, key, body, digest, hash)
  values (1, 1, 'contact.outcome', now(), now(), 'plain', $1, $2, '', '')`

export async function plainCallbacks(pool: pg.Pool, secret: string): Promise<PlainCallbacks> {
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
    const body: unknown = JSON.parse(raw.toString('utf8'))
    await pool.query({ name: 'plain', text: INSERT, values: [headers.id, JSON.stringify(body)] })
    return reply.send({ taken: 1 })
  })
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  return { port: Number(new URL(address).port), close: () => app.close() }
}
