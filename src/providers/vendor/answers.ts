import { type ProviderAnswer, saidNo } from '../../core/deliver/provider-answer.ts'
import type { HttpReply } from '../adapter.ts'
import { codeOf } from '../code.ts'
import { type CodeTable, wordFor } from './codes.ts'

export type Answered = Extract<HttpReply, { kind: 'answered' }>

const LONGEST_ID = 200

/** A message is taken under the vendor's own id; without one nobody knows what was. */
export function takenAs(id: string | null): ProviderAnswer {
  return id === null || id.length > LONGEST_ID
    ? { kind: 'ambiguous', code: 'no_id' }
    : { kind: 'accepted', providerRef: id }
}

/** What a code says, by the vendor's table; a code in none of it proves nothing. */
export function saidBy(table: CodeTable, code: unknown, reply: Answered): ProviderAnswer {
  const kept = codeOf(code)
  const kind = wordFor(table, kept)
  if (kind === null) return { kind: 'ambiguous', code: kept ?? `http_${reply.status}` }
  return saidNo(kind, kept ?? `http_${reply.status}`, reply.retryAfterMs)
}
