import { createReadStream, existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { MESSAGE_CHANNELS } from '../src/core/channel/channel.ts'
import type { InvariantResult } from '../src/shell/pg/watch/invariants.ts'
import type { Sql } from '../src/shell/pg/base/database.ts'
import { meantContacts } from '../src/shell/pg/door/callback.ts'

const Line = z.object({ reference: z.string() })

/** The provider's own log against our contacts, in both directions: nothing accepted twice, nothing sent that it does not have, nothing it has that we never meant. */
export async function compareWithProvider(db: Sql, file: string): Promise<InvariantResult[]> {
  const accepted = await readAccepted(file)
  const contacts = await meantContacts(db, MESSAGE_CHANNELS)
  const ours = new Map(contacts.map((contact) => [contact.reference, contact]))
  const twice = [...accepted].filter(([, count]) => count > 1).map(([reference]) => `reference ${reference}`)
  const missing = contacts
    .filter(({ state, reference }) => (state === 'sent' || state === 'delivered') && !accepted.has(reference))
    .map(({ id }) => `contact ${id}`)
  const unmeant = [...accepted.keys()]
    .filter((reference) => !ours.has(reference))
    .map((one) => `reference ${one}`)
  return [
    result('I1', 'the provider accepted no message twice', twice),
    result('I4', 'the provider has what counts as sent, and nothing else', [...missing, ...unmeant]),
  ]
}

async function readAccepted(file: string): Promise<Map<string, number>> {
  const accepted = new Map<string, number>()
  if (!existsSync(file)) return accepted
  for await (const text of createInterface({ input: createReadStream(file) })) {
    const line = Line.safeParse(JSON.parse(text))
    if (line.success) accepted.set(line.data.reference, (accepted.get(line.data.reference) ?? 0) + 1)
  }
  return accepted
}

function result(id: string, promise: string, violations: string[]): InvariantResult {
  return { id, promise, violations: violations.slice(0, 20), count: violations.length }
}
