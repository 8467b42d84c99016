import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { REFUSALS } from '../http/refusal.ts'
import { html, type Html } from './page.ts'

const Told = z.object({
  code: z.string(),
  message: z.string(),
  problems: z.array(z.object({ message: z.string(), suggestion: z.string().optional() })).optional(),
})
export type Told = z.infer<typeof Told>

/** A refusal for people: what happened, and the way out. */
export function errorPage({ code, message, problems = [] }: Told): Html {
  const remedy = isCode(code) ? REFUSALS[code].remedy : 'Go back, and try again.'
  const wrong = problems.map(
    (one) => html`<li>${one.message}${one.suggestion ? `; ${one.suggestion}` : ''}</li>`,
  )
  return html`<p>${message}.</p>
${wrong.length > 0 ? html`<ul>${wrong}</ul>` : ''}
<p>${remedy}</p>
<p class="quiet">Code <code>${code}</code>. <a href="/">Overview</a>, <a href="/cases">cases</a></p>`
}

/** Whoever asked for a page gets refusals as pages, whatever refused; whoever asked for data gets JSON. */
export function answerErrorPages(
  app: FastifyInstance,
  dress: (request: FastifyRequest, reply: FastifyReply, told: Told) => string,
): void {
  app.addHook('onSend', async (request, reply, payload) => {
    const wantsPage = /\btext\/html\b/.test(request.headers.accept ?? '')
    if (reply.statusCode < 400 || !wantsPage || typeof payload !== 'string') return payload
    const told = toldIn(payload)
    if (!told) return payload
    const page = dress(request, reply, told)
    reply.removeHeader('content-length')
    return page
  })
}

function toldIn(payload: string): Told | null {
  try {
    return Told.safeParse(JSON.parse(payload)).data ?? null
  } catch {
    return null
  }
}

function isCode(code: string): code is keyof typeof REFUSALS {
  return Object.hasOwn(REFUSALS, code)
}
