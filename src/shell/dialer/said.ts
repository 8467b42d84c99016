import { z } from 'zod'
import type { Problem } from '../../core/base/problem.ts'
import { DIALER_WORDS, NOT_DIALLED } from '../../core/model/dialer.ts'
import { planned, promised, settledFor } from '../../core/fact/said.ts'
import { toldElsewhere } from '../../core/fact/told-elsewhere.ts'
import { unstorable } from '../../core/fact/text.ts'
import type { DialerSaid } from '../../flow/dialer-word.ts'

/** What a dialer says of one call, by HTTP and by file. */
export const Said = z.strictObject({
  entry: z.uuid().describe('as the list has it'),
  result: z
    .enum(DIALER_WORDS)
    .describe(`the words of an agent; ${NOT_DIALLED} = nobody dialled, and nobody will`),
  dialledAt: z.iso
    .datetime({ offset: true })
    .optional()
    .describe('absent = at the last moment at which it can have been'),
  promise: promised,
  plan: planned,
  settlement: settledFor,
  note: z.string().max(4000).optional().describe('sealed; never shown'),
})

/** One word, or why it cannot be understood. */
export function readSaid(value: unknown): DialerSaid | { problems: Problem[] } {
  const bad = unstorable(value) ?? toldElsewhere(value, 'bad_disposition')
  if (bad) return { problems: [bad] }
  const read = Said.safeParse(value)
  if (!read.success) {
    const problems = read.error.issues.slice(0, 20).map(
      (issue): Problem => ({
        code: 'bad_disposition',
        path: issue.path.join('.'),
        message: issue.code === 'unrecognized_keys' ? 'a field that is not known here' : issue.message,
        suggestion: 'docs/dialer.md has the words',
      }),
    )
    return { problems }
  }
  const { dialledAt, ...said } = read.data
  return { ...said, ...(dialledAt !== undefined && { dialledAt: Date.parse(dialledAt) }) }
}
