import { isYes, PROVIDER_WORDS, type ProviderAnswer, saidNo } from '../../core/deliver/provider-answer.ts'
import type { Sighting } from '../../core/deliver/unknown.ts'
import type { Sent } from '../../channels/channel.ts'
import type { HttpReply } from '../adapter.ts'
import { codeOf } from '../code.ts'
import { at, textAt } from '../pointer.ts'
import type { AskFile, Rule, SendFile } from './schema.ts'

type Answered = Extract<HttpReply, { kind: 'answered' }>

const ANY = '*'
const LONGEST_ID = 200

/** The rule for what was accepted comes last: whatever says no is heard first. */
const NO_FIRST = PROVIDER_WORDS.toReversed()

/** What no rule names may have been accepted, and so may what was accepted without a name. */
export function answerFrom(reply: HttpReply, send: SendFile): ProviderAnswer {
  if (reply.kind !== 'answered') return reply
  const kind = NO_FIRST.find((word) => fitsAny(send[word], reply))
  const code = (send.code && codeOf(at(reply.body, send.code))) ?? `http_${reply.status}`
  if (kind === undefined) return { kind: 'ambiguous', code }
  if (!isYes(kind)) return saidNo(kind, code, reply.retryAfterMs)
  const providerRef = idAt(reply.body, send.id)
  return providerRef === null ? { kind: 'ambiguous', code: 'no_id' } : { kind, providerRef }
}

/** Null = the next page may say it. */
export function sightingFrom(reply: HttpReply, sent: Sent, page: number, ask: AskFile): Sighting | null {
  const seen = seenIn(reply, sent, page, ask)
  return ask.omits && seen?.seen === 'absent' ? { seen: 'no_answer' } : seen
}

function seenIn(reply: HttpReply, sent: Sent, page: number, ask: AskFile): Sighting | null {
  if (reply.kind !== 'answered') return { seen: 'no_answer' }
  if (fitsAny(ask.absent, reply)) return { seen: 'absent' }
  if (!fitsAny(ask.answered, reply)) return { seen: 'no_answer' }
  const messages = ask.each === undefined ? [reply.body] : at(reply.body, ask.each)
  // A list of none is a proof of absence, and no list is none.
  if (!Array.isArray(messages)) return { seen: 'no_answer' }
  const ours = messages.find((one) => textAt(one, ask.reference) === sent.reference)
  if (ours !== undefined) return { seen: 'found', providerRef: idAt(ours, ask.id) }
  if (ask.each === undefined) return { seen: 'no_answer' }
  return isLastPage(reply, messages.length, page, ask) ? { seen: 'absent' } : null
}

function isLastPage(reply: Answered, count: number, page: number, { pages }: AskFile): boolean {
  if (!pages) return true
  if (pages.total !== undefined)
    return Number(textAt(reply.body, pages.total) ?? Infinity) <= page * pages.size
  return count < pages.size
}

export function fitsAny(rules: readonly Rule[] | undefined, reply: Answered): boolean {
  return rules?.some((rule) => fits(rule, reply)) ?? false
}

function fits({ status, when }: Rule, reply: Answered): boolean {
  const isOne = (one: number | string): boolean =>
    typeof one === 'number' ? one === reply.status : Number(one[0]) === Math.floor(reply.status / 100)
  return (status?.some(isOne) ?? true) && holds(when, reply.body)
}

/** Each place has one of its values. */
export function holds(when: Rule['when'], body: unknown): boolean {
  return Object.entries(when ?? {}).every(([pointer, values]) => {
    const found = at(body, pointer)
    return (Array.isArray(values) ? values : [values]).some((value) => isSame(value, found))
  })
}

/** Numbers and their texts are the same: providers write codes as either. */
export function isSame(value: unknown, found: unknown): boolean {
  if (found === undefined) return false
  if (value === ANY) return found !== null
  return value === found || (plain(value) !== null && plain(value) === plain(found))
}

function plain(found: unknown): string | null {
  return typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean'
    ? String(found)
    : null
}

function idAt(body: unknown, pointer: string): string | null {
  const id = textAt(body, pointer)
  return id === null || id.length > LONGEST_ID ? null : id
}
