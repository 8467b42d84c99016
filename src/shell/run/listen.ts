import type { FastifyInstance } from 'fastify'
import { ProblemError } from '../../core/base/problem.ts'
import type { Log } from '../log/log.ts'
import type { Running } from './process.ts'

/** The server listens, and closes with the process. A port that is taken is said. */
export async function listen(
  app: FastifyInstance,
  { host, port, log, what }: { host: string; port: number; log: Log; what: string },
): Promise<Running> {
  try {
    await app.listen({ host, port })
  } catch (error) {
    if ((error as { code?: string }).code !== 'EADDRINUSE') throw error
    throw new ProblemError([
      {
        code: 'port_taken',
        path: `${what.toUpperCase()}_PORT`,
        message: `port ${port} is taken`,
        suggestion: `name another one with ${what.toUpperCase()}_PORT`,
      },
    ])
  }
  log.info({ event: 'listening', what, port })
  return { stop: () => app.close() }
}
