import type { Replies } from '../../src/core/wording/replies.ts'
import { RepliesSchema } from '../../src/core/wording/replies.ts'
import type { Wording } from '../../src/core/wording/wording.ts'
import { WordingSchema } from '../../src/core/wording/wording.ts'
import { readAll } from '../../src/shell/config/read-folder.ts'

/** The lists that the project ships. */
export function shippedReplies(): Replies[] {
  return readAll('schedules/replies', RepliesSchema).placed.map(({ value }) => value)
}

export function shippedWording(): Wording[] {
  return readAll('schedules/wording', WordingSchema).placed.map(({ value }) => value)
}
