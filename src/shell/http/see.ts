import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Metrics } from '../metrics/metrics.ts'
import { HealthAnswer, StatusAnswer } from './answer/health.ts'
import { type HealthDeps, readHealth } from './health.ts'

/** `/health` and `/metrics` hold nothing about a debtor; brakes with their scope, and who put them on. */
export function seeingRoutes(
  app: FastifyInstance,
  deps: HealthDeps & { showsEngine?: boolean },
  metrics: Metrics,
): void {
  app.get(
    '/health',
    {
      config: { right: { open: 'tells a status alone', more: 'health:read' } },
      schema: {
        operationId: 'readHealth',
        summary: 'Is the engine alive and doing the work that is due',
        description: '200, or 503 with `problems`. `warnings` do not fail it.',
        tags: ['seeing'],
        response: {
          200: z.union([HealthAnswer, StatusAnswer]).describe('it is, perhaps with rows put aside'),
          503: z.union([HealthAnswer, StatusAnswer]).describe('it is not'),
        },
      },
    },
    async (request, reply) => {
      const health = await readHealth(deps)
      const inDetail = deps.showsEngine !== false || request.apiKey !== null
      const { status } = health
      return reply.status(status === 'failing' ? 503 : 200).send(inDetail ? health : { status })
    },
  )

  app.get(
    '/metrics',
    {
      config: { right: 'metrics:read' },
      schema: {
        operationId: 'readMetrics',
        summary: 'Prometheus metrics',
        tags: ['seeing'],
        produces: ['text/plain'],
        response: {
          200: z.string().meta({
            description: 'one figure a line',
            examples: ['arrears_open_cases{stage="reminders"} 812\n'],
          }),
        },
      },
    },
    async (_request, reply) => {
      const text = await metrics.registry.metrics()
      // The text is not JSON: the serializer of the app would quote it.
      return reply.header('content-type', metrics.registry.contentType).serializer(String).send(text)
    },
  )
}
