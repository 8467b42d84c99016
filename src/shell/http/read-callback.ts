import type { Problem } from '../../core/base/problem.ts'
import type { MessageChannel } from '../../core/channel/channel.ts'
import { unstorable } from '../../core/fact/text.ts'
import { callbackOn, longestSender, type ProviderCallback } from '../../channels/receipt.ts'

/** A callback as it came, or why it cannot be kept and what it says of whom it is about. */
export type ReadCallback = { callback: ProviderCallback } | { refused: RefusedCallback; problems: Problem[] }

export interface RefusedCallback {
  reference: string | null
  from: string | null
  at: string | null
}

/** The reader takes a body as the provider of the channel posts it. */
export function callbackReader(channel: MessageChannel): (value: unknown) => ReadCallback {
  const schema = callbackOn(channel)
  const longest = longestSender(channel)
  return (value) => readCallback(value, schema, longest)
}

function readCallback(value: unknown, schema: ReturnType<typeof callbackOn>, longest: number): ReadCallback {
  const bad = unstorable(value)
  if (bad) return { refused: namedIn(value, longest), problems: [bad] }
  const parsed = schema.safeParse(value)
  if (parsed.success) return { callback: parsed.data }
  const problems = parsed.error.issues.slice(0, 20).map((issue) => ({
    code: 'bad_callback',
    path: issue.path.join('.'),
    message: issue.code === 'unrecognized_keys' ? 'a field that is not known here' : issue.message,
  }))
  return { refused: namedIn(value, longest), problems }
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
