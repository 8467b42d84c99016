import type { IncomingMessage, ServerResponse } from 'node:http'
import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifySchema,
  FastifySchemaCompiler,
  FastifyTypeProvider,
  RawServerDefault,
} from 'fastify'
import { z } from 'zod'

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

const validate: FastifySchemaCompiler<unknown> =
  ({ schema }) =>
  (data) => {
    if (!(schema instanceof z.ZodType)) return { value: data }
    const parsed = schema.safeParse(data)
    return parsed.success ? { value: parsed.data } : { error: parsed.error }
  }

/** The same zod schemas as JSON Schema, for @fastify/swagger. */
export function describeRoute({ schema, url }: { schema: FastifySchema; url: string }): {
  schema: FastifySchema
  url: string
} {
  const described: Record<string, unknown> = { ...schema }
  for (const part of ['body', 'querystring', 'params', 'headers'] as const) {
    if (described[part] instanceof z.ZodType) described[part] = jsonSchemaOf(described[part], 'input')
  }
  if (schema?.response) {
    described['response'] = Object.fromEntries(
      Object.entries(schema.response).map(([status, answer]) => [
        status,
        answer instanceof z.ZodType ? describeAnswer(answer) : answer,
      ]),
    )
  }
  return { schema: described, url }
}

function describeAnswer(answer: z.ZodType): Record<string, unknown> {
  return { description: answer.description ?? 'answer', ...jsonSchemaOf(answer, 'output') }
}

function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}
