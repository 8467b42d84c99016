import type { FastifyInstance } from 'fastify'
import type { Open, Right } from './rights.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What whoever asks must be allowed, or why nobody needs to be. */
    right?: Right | Open
  }
}

/** A server does not start with a route that names no right. A route of a plugin gets one by its address. */
export function demandRights(
  app: FastifyInstance,
  rightOf: (route: { method: string; url: string }) => Right | Open | undefined = () => undefined,
): void {
  app.addHook('onRoute', (route) => {
    const right = route.config?.right ?? rightOf({ method: [route.method].flat().join(), url: route.url })
    if (right === undefined) throw new Error(`${String(route.method)} ${route.url} names no right`)
    route.config = { ...route.config, right }
  })
}
