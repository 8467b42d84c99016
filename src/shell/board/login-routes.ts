import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { Refusal } from '../http/refusal.ts'
import { loginPage } from './login-page.ts'
import type { Logins } from './logins.ts'
import type { Send } from './page-routes.ts'
import type { Sessions } from './sessions.ts'

const FORM_LIMIT = 4 * 1024
const Form = z.object({
  name: z.string().max(60),
  password: z.string().max(200),
  next: z.string().max(500).default('/'),
})

export interface LoginDeps {
  logins: Logins
  sessions: Sessions
  send: Send
}

/** The only pages that are open: a form to log in, and a way out. */
export async function loginRoutes(app: FastifyInstance, deps: LoginDeps): Promise<void> {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: FORM_LIMIT },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  )
  app.get('/login', { config: { right: { open: 'shows an empty form' } } }, async (request, reply) => {
    const { next } = z.object({ next: z.string().max(500).default('/') }).parse(request.query)
    return deps.send(request, reply, 'Log in', loginPage({ next: insideOf(next), said: null }))
  })
  app.post('/login', { config: { right: { open: 'asks for a password' } } }, async (request, reply) => {
    const form = Form.parse(request.body)
    const next = insideOf(form.next)
    try {
      const user = await deps.logins.check(request.ip, form)
      if (!user) {
        return deps.send(
          request,
          reply.status(401),
          'Log in',
          loginPage({ next, said: 'The name or the password is wrong.' }),
        )
      }
      deps.sessions.begin(request, reply, user)
      return reply.redirect(next, 303)
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'too_many_attempts') throw error
      const said = 'Too many wrong logins: wait a minute, then try again.'
      return deps.send(request, reply.status(error.status), 'Log in', loginPage({ next, said }))
    }
  })
  app.post('/logout', { config: { right: { open: "ends one's own session" } } }, async (request, reply) => {
    deps.sessions.end(request, reply)
    // A browser keeps whole pages for its "back", also such as it was told not to store.
    return reply.header('clear-site-data', '"cache"').redirect('/login', 303)
  })
}

/** The end of a page's address: words, numbers of accounts and cases, and how a list was filtered. */
const INSIDE = /^\/[a-z-]{1,30}(?:\/[\w.%-]{1,200})*(?:\?[\w.,:%&=+-]{0,400})?$/

/** A page of this board, with its filters. Whatever could lead elsewhere leads to the overview. */
function insideOf(next: string): string {
  return INSIDE.test(next) && !/^\/log(?:in|out)/.test(next) ? next : '/'
}
