import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { REFUSALS } from '../http/refusal.ts'
import { html, type Html } from './page.ts'

export interface Told {
  code: string
  message: string
  /** What is wrong with what was asked, field by field. */
  problems: readonly string[]
}

/** What a person does about it on a page, where that differs from what a program does. */
const ON_PAGES = new Map([['not_found', 'Look at the address, or begin at the overview.']])

/** A refusal for people: what happened, and the way out. */
export function errorPage({ code, message, problems }: Told): Html {
  const remedy = isCode(code) ? REFUSALS[code].remedy : 'Go back, and try again.'
  return html`<p>${message.slice(0, 1).toUpperCase()}${message.slice(1)}.</p>
${problems.length > 0 ? html`<ul>${problems.map((one) => html`<li>${one}</li>`)}</ul>` : ''}
<p>${ON_PAGES.get(code) ?? remedy}</p>
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

const Body = z.object({
  code: z.string(),
  message: z.string(),
  problems: z
    .array(z.object({ path: z.string().optional(), message: z.string(), suggestion: z.string().optional() }))
    .default([]),
})

function toldIn(payload: string): Told | null {
  try {
    const { problems, ...told } = Body.parse(JSON.parse(payload))
    return {
      ...told,
      problems: problems.map(({ path, message, suggestion }) =>
        [path && `${path}: `, message, suggestion && ` (${suggestion})`].filter((part) => part).join(''),
      ),
    }
  } catch {
    return null
  }
}

function isCode(code: string): code is keyof typeof REFUSALS {
  return Object.hasOwn(REFUSALS, code)
}
