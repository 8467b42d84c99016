import { z } from 'zod'
import { ALARMS } from '../../../core/alarm/alarms.ts'
import type { Health } from '../health.ts'

const text = z.string()
const maybe = z.string().nullable()
const number = z.number()
const Remark = z.strictObject({ code: text, message: text })

export const HealthAnswer = z.strictObject({
  status: z.enum(['ok', 'degraded', 'failing']).describe('failing = 503; degraded = rows are put aside'),
  problems: z.array(Remark).describe('any of these makes it fail'),
  warnings: z.array(Remark),
  postgres: z.boolean(),
  redis: z.boolean(),
  businessNow: maybe,
  virtualClock: z.boolean(),
  stuck: number.nullable().describe('open cases and rows that nobody looks at'),
  parked: z
    .array(z.strictObject({ loop: text, kind: text, rows: number }))
    .nullable()
    .describe('rows that a loop has put aside'),
  brakes: z
    .array(z.strictObject({ channel: maybe, strategy: maybe, creditor: maybe, since: text, by: text }))
    .describe('what is stopped by hand; null = any'),
  workers: z.array(z.strictObject({ worker: text, lastWorkAt: text, instances: number })),
  backlog: z.array(z.strictObject({ worker: text, seconds: number })),
  alarms: z
    .array(
      z.strictObject({
        alarm: z.enum(ALARMS),
        place: z.record(text, text),
        measure: number,
        limit: z.union([z.strictObject({ above: number }), z.strictObject({ below: number })]),
        ringsAfter: number.describe('seconds from the fault until it rings, at most'),
        rings: z.boolean(),
        fails: z.boolean(),
        says: text,
        wayOut: text,
      }),
    )
    .describe('every alarm at every place: what it measures, from when on it rings, and the way out'),
}) satisfies z.ZodType<Health>

/** What whoever has no key is told where the engine is not shown to all. */
export const StatusAnswer = HealthAnswer.pick({ status: true })
