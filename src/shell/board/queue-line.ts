import type { FastifyInstance } from 'fastify'
import { inPostgres } from './health-page.ts'
import { html } from './page.ts'
import type { WaitsInPostgres } from '../pg/read/morning.ts'

/** Bull Board's page asks a stranger for its fonts. */
const FOREIGN = /<link\b[^>]*\bhref="https?:\/\/[^>]*>\s*/g

/** The pages of Bull Board, without anything from elsewhere and with a line that says what is not in Redis. */
export function dressQueuePages(
  app: FastifyInstance,
  { path, waits }: { path: string; waits: () => Promise<WaitsInPostgres> },
): void {
  app.addHook('onSend', async (request, reply, payload) => {
    const isPage = String(reply.getHeader('content-type') ?? '').startsWith('text/html')
    if (!isPage || !request.url.startsWith(path) || typeof payload !== 'string') return payload
    const told = await waits().then(inPostgres, () => 'not known: the database does not answer')
    reply.removeHeader('content-length')
    return payload.replace(FOREIGN, '').replace('<div id="root">', `${lineOf(told)}<div id="root">`)
  })
}

/** It lies over the page, which takes the whole height for itself. */
function lineOf(told: string): string {
  return html`<p style="position:fixed;bottom:0;left:0;right:0;z-index:9999;margin:0;padding:.4rem 1rem;background:#1d2127;color:#e6e9ee;font:14px/1.4 system-ui,sans-serif">Redis holds only what is due now. In Postgres wait: ${told}. <a href="/health" style="color:#8ab4f8">Health</a></p>`
    .text
}
