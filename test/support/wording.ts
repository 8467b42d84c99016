import { ContentHash } from '../../src/core/base/id.ts'
import { type Replies, RepliesSchema } from '../../src/core/wording/replies.ts'
import { type Wording, WordingSchema } from '../../src/core/wording/wording.ts'

const HASH = ContentHash.parse('d'.repeat(64))

/** The lists of one locale that a test gives. */
export function wordingOf(given: Record<string, unknown>): Wording {
  const empty = { locale: 'en', version: '2026.01.01', suspects: [], signs: [] }
  return { ...WordingSchema.parse({ ...empty, ...given }), hash: HASH }
}

export function suspect(token: string, words: string[], more: Record<string, unknown> = {}) {
  return { token, words, lawful: 'in_context', source: 'a test', ...more }
}

export function sign(token: string, more: Record<string, unknown>) {
  return { token, source: 'a test', ...more }
}

export function repliesOf(given: Record<string, unknown>): Replies {
  const least = { language: 'en', version: '2026.01.01', optOut: ['stop'], source: 'a test' }
  return { ...RepliesSchema.parse({ ...least, ...given }), hash: HASH }
}
