import type { z } from 'zod'
import { LONGEST_MESSAGE } from '../../core/base/list.ts'
import type { Problem } from '../../core/base/problem.ts'
import { nearest } from '../../core/base/nearest.ts'
import { type MessageChannel, messageKind } from '../../core/channel/channel.ts'
import { type Instant, readInstant } from '../../core/base/time.ts'
import { receiptsTo } from '../../core/channel/disposition.ts'
import { toldElsewhere } from '../../core/fact/told-elsewhere.ts'
import { asText, isStorable, unstorable } from '../../core/fact/text.ts'
import { callbackOn, longestSender, type ProviderCallback, type Receipt } from '../../channels/receipt.ts'
import { WrongShape } from './wrong-shape.ts'

/** A callback as it came, or why it cannot be kept and what it says of whom it is about. */
export type ReadCallback =
  | { callback: ProviderCallback; when?: CallbackInstant }
  | { refused: RefusedCallback; problems: Problem[] }

/** The instant of a callback, where it was read already. */
export interface CallbackInstant {
  ms: Instant
  /** The same as text in UTC, with milliseconds. */
  iso: string
}

export interface RefusedCallback {
  reference: string | null
  from: string | null
  at: string | null
}

/** The reader takes a body as the provider of the channel posts it. */
export function callbackReader(channel: MessageChannel): (value: unknown) => ReadCallback {
  const schema = callbackOn(channel)
  const longest = longestSender(channel)
  const statuses: ReadonlySet<string> = new Set(receiptsTo(messageKind(channel).points))
  return (value) => plainReceipt(value, statuses) ?? readCallback(value, schema, longest)
}

const PLAIN = {
  reference: /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  id: /^[\x20-\x7e]{1,200}$/,
  at: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/,
}
const FIELDS = 5

/** A receipt as most providers write it is read in a twentieth of the time; the schema reads it the same. Null = the schema looks at it. */
export function plainReceipt(value: unknown, statuses: ReadonlySet<string>): ReadCallback | null {
  if (value === null || typeof value !== 'object') return null
  const { type, reference, id, status, at, code = null } = value as Record<string, unknown>
  const fields = Object.keys(value).length - ('code' in value ? 1 : 0)
  if (type !== 'receipt' || code !== null || fields !== FIELDS) return null
  if (!is(PLAIN.reference, reference) || !is(PLAIN.id, id) || !is(PLAIN.at, at)) return null
  const when = instantIn(at)
  if (typeof status !== 'string' || !statuses.has(status) || when === null) return null
  return { callback: { type, reference, id, status: status as Receipt['status'], code, at }, when }
}

function is(form: RegExp, text: unknown): text is string {
  return typeof text === 'string' && form.test(text)
}

const WHOLE_SECOND = '2026-03-10T15:00:00'.length

/** The form lets nothing through but UTC, so that the text lacks its milliseconds at most. The end of a day and a leap second are kept otherwise than they are written. */
function instantIn(at: string): CallbackInstant | null {
  const ms = readInstant(at)
  if (ms === null || at.startsWith('24', 11) || at.startsWith('60', 17)) return null
  return { ms, iso: at.length > WHOLE_SECOND + 1 ? at : `${at.slice(0, WHOLE_SECOND)}.000Z` }
}

function readCallback(given: unknown, schema: ReturnType<typeof callbackOn>, longest: number): ReadCallback {
  const value = legible(given)
  const bad = unstorable(value)
  const other = bad ?? toldElsewhere(value, 'bad_callback')
  if (other) return { refused: namedIn(value, longest), problems: [{ suggestion: WAY_OUT, ...other }] }
  const parsed = schema.safeParse(value)
  if (parsed.success) return { callback: keptOf(parsed.data) }
  return { refused: namedIn(value, longest), problems: problemsOf(parsed.error, schema, value) }
}

const MOST_PROBLEMS = 20
const WAY_OUT = 'write it as the document at /docs/json says of callbacks'

function problemsOf(error: z.ZodError, schema: ReturnType<typeof callbackOn>, value: unknown): Problem[] {
  const code = 'bad_callback'
  const { type } = value !== null && typeof value === 'object' ? (value as { type?: unknown }) : {}
  const own = schema.options.find(({ shape }) => shape.type.value === type)
  if (!own) {
    const types = schema.options.map(({ shape }) => shape.type.value)
    const near = typeof type === 'string' ? nearest(type, types) : null
    const suggestion = near === null ? `one of ${types.join(', ')}` : `did you mean ${near}?`
    return [{ code, path: 'type', message: 'a callback says of what type it is', suggestion }]
  }
  const { problems } = new WrongShape(error, own, value)
  return problems.slice(0, MOST_PROBLEMS).map((one) => ({ suggestion: WAY_OUT, ...one, code }))
}

/** Nobody is refused for what a network makes of a text: a part of a long text may end in the middle of a sign. */
function legible(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || !('text' in value)) return value
  const { text } = value
  return typeof text !== 'string' || isStorable(text) ? value : { ...value, text: asText(text) }
}

/** Nobody is refused for having written too much. */
function keptOf(callback: ProviderCallback): ProviderCallback {
  if (callback.type !== 'inbound' || callback.text.length <= LONGEST_MESSAGE) return callback
  return { ...callback, text: callback.text.slice(0, LONGEST_MESSAGE).replace(/[\ud800-\udbff]$/, '') }
}

const REFERENCE = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

function namedIn(value: unknown, longest: number): RefusedCallback {
  const given = value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {}
  const { reference, from, at } = given
  return {
    reference: typeof reference === 'string' && REFERENCE.test(reference) ? reference : null,
    from: typeof from === 'string' && from.length <= longest ? from : null,
    at: typeof at === 'string' && at.length <= 40 ? at : null,
  }
}
