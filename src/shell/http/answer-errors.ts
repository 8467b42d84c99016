import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { isAway } from '../../core/base/fault.ts'
import type { Log } from '../log/log.ts'
import { BadCursor, TooBroad } from '../pg/read/list/page.ts'
import { Refusal } from './refusal.ts'
import { type PlacedProblem, WrongShape } from './wrong-shape.ts'

/** Every error becomes JSON with a stable code: no stack trace, no value of the database, no HTML. */
export function answerErrors(app: FastifyInstance, log: Log): void {
  app.setErrorHandler((error: FastifyError, request, reply) => answer(error, request, reply, log))
  app.setNotFoundHandler((_request, reply) => {
    const refusal = new Refusal('not_found', 'there is no such route')
    return reply.status(refusal.status).send(refusal.body)
  })
}

function answer(error: FastifyError, request: FastifyRequest, reply: FastifyReply, log: Log): FastifyReply {
  const refusal = refusalOf(error, request)
  if (refusal.status >= 500) {
    log.error({ event: 'request_failed', request: request.id, code: refusal.code, ...placeOf(error) })
    if (refusal.code === 'unavailable') void reply.header('retry-after', '5')
  }
  return reply.status(refusal.status).send(refusal.body)
}

function refusalOf(error: FastifyError, request: FastifyRequest): Refusal {
  if (error instanceof Refusal) return error
  if (error instanceof WrongShape)
    return new Refusal('bad_request', error.message, { problems: error.problems })
  if (error instanceof z.ZodError) return refusalOf(new WrongShape(error, z.unknown()) as never, request)
  if (error instanceof BadCursor)
    return new Refusal('bad_request', 'this cursor is of no page', { problems: [NO_CURSOR] })
  if (error instanceof TooBroad) return new Refusal('too_broad', 'this list took too long to look through')
  if (error.validation) return new Refusal('bad_request', error.message)
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new Refusal('body_too_large', 'the body is larger than this route takes')
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new Refusal('unsupported_media_type', 'this content type is not taken here')
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return new Refusal('malformed_json', 'the body is not a JSON document')
  }
  if (error instanceof SyntaxError && error.statusCode === 400) {
    return new Refusal('malformed_json', 'the body is not a JSON document')
  }
  const status = error.statusCode ?? 500
  if (status >= 400 && status < 500) return new Refusal('bad_request', error.message)
  if (isAway(error)) return new Refusal('unavailable', 'the database cannot be reached')
  return new Refusal('internal', 'something went wrong here', { request: request.id })
}

const NO_CURSOR: PlacedProblem = {
  code: 'bad_value',
  in: 'query',
  path: 'cursor',
  message: 'not the `next` of a page of this list with these filters',
  suggestion: 'leave it out to begin anew',
}

/** The place where it broke, without the message: a message of the database may quote a value. */
function placeOf(error: FastifyError): Record<string, unknown> {
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '))
  return { error: error.name, errorCode: error.code, at: frames.slice(0, 6).map((line) => line.trim()) }
}
