import type { IncomingMessage, ServerResponse } from 'node:http'
import type {
  FastifyBaseLogger,
  FastifyContextConfig,
  FastifyInstance,
  FastifySchema,
  FastifySchemaCompiler,
  FastifyTypeProvider,
  RawServerDefault,
} from 'fastify'
import { z } from 'zod'
import { exampleOf } from './answer/example.ts'
import { WrongShape } from './wrong-shape.ts'

/** The provider gives handlers the types of their zod schemas. */
export interface ZodTypes extends FastifyTypeProvider {
  validator: this['schema'] extends z.ZodType ? z.output<this['schema']> : unknown
  serializer: this['schema'] extends z.ZodType ? z.input<this['schema']> : unknown
}

export type ZodApp = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypes
>

/** Requests are parsed by zod; answers are written as they are. */
export function useZod(app: FastifyInstance): void {
  app.setValidatorCompiler(validate)
  app.setSerializerCompiler(() => (data) => JSON.stringify(data))
}

/** Nothing is put in the place of what came: headers that are put back are copied whenever they are asked for. */
const AS_IT_IS = true

const validate: FastifySchemaCompiler<unknown> =
  ({ schema }) =>
  (data) => {
    if (!(schema instanceof z.ZodType) || (schema === NO_QUERY && isNothing(data))) return AS_IT_IS
    const parsed = schema.safeParse(data)
    return parsed.success ? { value: parsed.data } : { error: new WrongShape(parsed.error, schema, data) }
  }

/** What a route takes that takes no parameters. */
const NO_QUERY = z.strictObject({})

function isNothing(data: unknown): boolean {
  return typeof data === 'object' && data !== null && Object.keys(data).length === 0
}

/** The compiler serves a route that reads its body and headers itself. */
export const parametersAlone: FastifySchemaCompiler<unknown> = (part) =>
  part.httpPart === 'querystring' || part.httpPart === 'params' ? validate(part) : () => AS_IT_IS

/** A route of the API that declares no parameters takes none. */
export function refuseUnknown(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    if (!route.url.startsWith('/v1/')) return
    route.schema = { querystring: NO_QUERY, ...route.schema }
  })
}

/** Fastify takes no longer body where a route says nothing. */
const USUAL_BODY = 1024 * 1024

interface Described {
  schema: FastifySchema
  url: string
  route?: { config?: FastifyContextConfig; bodyLimit?: number }
}

/** The same zod schemas as JSON Schema, for @fastify/swagger, with what a key must be allowed and how long a body may be. */
export function describeRoute({ schema, url, route }: Described): { schema: FastifySchema; url: string } {
  const described: Record<string, unknown> = { ...schema }
  for (const part of ['body', 'querystring', 'params', 'headers'] as const) {
    if (described[part] instanceof z.ZodType) described[part] = jsonSchemaOf(described[part], 'input')
  }
  if (isEmpty(described['querystring'])) delete described['querystring']
  if (schema?.response) {
    described['response'] = Object.fromEntries(
      Object.entries(schema.response).map(([status, answer]) => [
        status,
        answer instanceof z.ZodType
          ? describeAnswer(answer, { status, of: schema.operationId ?? url })
          : answer,
      ]),
    )
  }
  const right = route?.config?.right
  described['security'] = right === undefined || typeof right === 'object' ? [] : [{ key: [right] }]
  if (described['body']) described['x-body-bytes'] = route?.bodyLimit ?? USUAL_BODY
  return { schema: described, url }
}

function isEmpty(query: unknown): boolean {
  const { properties } = (query ?? {}) as { properties?: object }
  return properties !== undefined && Object.keys(properties).length === 0
}

/** An answer that is no error shows an example; errors bring their own. */
function describeAnswer(
  answer: z.ZodType,
  { status, of }: { status: string; of: string },
): Record<string, unknown> {
  const description = answer.description ?? 'answer'
  if (answer instanceof z.ZodNull) return { type: 'null', description }
  const shape = jsonSchemaOf(answer, 'output')
  const example = Number(status) < 300 && !('examples' in shape) ? exampleOf(shape, of) : undefined
  return { ...shape, ...(example !== undefined && { examples: [example] }), description }
}

function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}
