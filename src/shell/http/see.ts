import type { FastifyInstance } from 'fastify'
import type { Metrics } from '../metrics/metrics.ts'
import { type HealthDeps, readHealth } from './health.ts'

/** `/health` and `/metrics`: open to all, so nothing about a debtor; brakes with their scope, and who put them on. */
export function seeingRoutes(app: FastifyInstance, deps: HealthDeps, metrics: Metrics): void {
  app.get(
    '/health',
    {
      schema: {
        summary: 'Is the engine alive and doing the work that is due',
        description: '200, or 503 with `problems`. `warnings` do not fail it.',
        tags: ['seeing'],
      },
    },
    async (_request, reply) => {
      const health = await readHealth(deps)
      return reply.status(health.status === 'failing' ? 503 : 200).send(health)
    },
  )

  app.get(
    '/metrics',
    { schema: { summary: 'Prometheus metrics', tags: ['seeing'], produces: ['text/plain'] } },
    async (_request, reply) => {
      const text = await metrics.registry.metrics()
      // The text is not JSON: the serializer of the app would quote it.
      return reply.header('content-type', metrics.registry.contentType).serializer(String).send(text)
    },
  )
}
