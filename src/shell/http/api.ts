import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Right } from '../access/rights.ts'
import { messagesById } from '../pg/door/receipt.ts'
import { measuresOf, unhurried } from '../alarm/measures.ts'
import { openMetrics } from '../metrics/metrics.ts'
import { answerErrors } from './answer-errors.ts'
import { demandRights } from '../access/route-rights.ts'
import { approvalRoutes } from './approvals.ts'
import { authenticate } from './authenticate.ts'
import { atDoor } from '../access/at-door.ts'
import { callbackRoutes } from './callbacks.ts'
import { caseRoutes } from './cases.ts'
import type { ApiDeps } from './deps.ts'
import { dialListRoutes } from './dial-lists.ts'
import { dialerRoutes } from './dialers.ts'
import { factRoutes } from './facts.ts'
import { DOOR, inBatches } from '../batch/in-batches.ts'
import { logRequests, refuseUnkept, secureAnswers, SERVER_OPTIONS, takeOwnTypes } from './harden.ts'
import { humanTaskRoutes } from './human-tasks.ts'
import { optOutRoutes } from './opt-out.ts'
import { seeingRoutes } from './see.ts'
import { taskRoutes } from './tasks.ts'
import { takeCallbacks } from './take-callbacks.ts'
import { takeFacts } from './take-facts.ts'
import { receiptsFirst } from './take-receipts.ts'
import { webhookRoutes } from './webhooks.ts'
import { describeRoute, refuseUnknown, useZod, type ZodApp } from './zod-routes.ts'

const DOCS = '/docs'

/** The HTTP face, not yet listening. Everything it needs is handed in. */
export async function buildApi(deps: ApiDeps): Promise<FastifyInstance> {
  const app = Fastify(SERVER_OPTIONS)
  takeOwnTypes(app)
  const measures = unhurried(measuresOf(deps), deps.clock)
  const metrics = openMetrics({ ...deps, measures })
  demandRights(app, rightOfPlugin)
  if (deps.onRoute) app.addHook('onRoute', deps.onRoute)
  useZod(app)
  refuseUnknown(app)
  answerErrors(app, deps.log)
  secureAnswers(app)
  refuseUnkept(app)
  logRequests(app, deps.log, metrics)
  authenticate(app, { ...deps, showsEngine: deps.showsEngine ?? true })
  await describe(app)
  seeingRoutes(app, { ...deps, measures }, metrics)
  const zodApp: ZodApp = app.withTypeProvider()
  await app.register(async (scope) =>
    factRoutes(scope.withTypeProvider(), {
      take: inBatches(takeFacts(deps.record), DOOR),
      atDoor: (teller) => atDoor(deps, teller),
    }),
  )
  caseRoutes(zodApp, deps)
  taskRoutes(zodApp, deps)
  humanTaskRoutes(zodApp, { ...deps, atDoor: (teller) => atDoor(deps, teller) })
  approvalRoutes(zodApp, deps)
  webhookRoutes(zodApp, deps)
  dialListRoutes(zodApp, deps)
  await app.register(async (scope) => optOutRoutes(scope, deps))
  await app.register(async (scope) => dialerRoutes(scope, deps))
  await app.register(async (scope) =>
    callbackRoutes(scope, {
      take: inBatches(
        receiptsFirst(
          { ...deps, went: (way, count) => metrics.receipts.inc({ way }, count) },
          takeCallbacks(deps),
        ),
        DOOR,
      ),
      secrets: deps.callbackSecrets,
      clock: deps.clock,
      byId: (provider, ids) => messagesById(deps.db, provider, ids),
      ...(deps.readerOf && { readerOf: deps.readerOf }),
    }),
  )
  return app
}

/** Swagger's pages are one thing. */
function rightOfPlugin({ url }: { url: string }): Right | undefined {
  return url === DOCS || url.startsWith(`${DOCS}/`) ? 'docs:read' : undefined
}

async function describe(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Arrears',
        version: '1',
        description:
          'Facts in, tasks and callbacks, and the story of every case. Refusals are `{code, message, ...}` with a stable code.',
      },
      components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
      security: [{ key: [] }],
    },
    transform: describeRoute,
  })
  await app.register(swaggerUi, {
    routePrefix: DOCS,
    staticCSP: true,
    uiConfig: { docExpansion: 'list' },
  })
}
