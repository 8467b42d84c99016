import type { Told } from '../../providers/adapter.ts'

/** Our references by what a provider calls our messages. */
export type MessagesById = (
  provider: string,
  ids: readonly string[],
) => Promise<readonly { reference: string; id: string }[]>

/** No message of ours has it. */
const NOBODY = '00000000-0000-0000-0000-000000000000'

/** Receipts that name a message by the provider's id alone get our reference. One that nobody knows is about somebody else's message, or about one whose answer was lost: it is parked as every other that means nobody here. */
export async function withReferences(
  told: readonly Told[],
  provider: string,
  byId: MessagesById,
): Promise<Told[]> {
  const ids = told.flatMap(({ given }) => (isByIdAlone(given) ? [given.id] : []))
  if (ids.length === 0) return [...told]
  const known = new Map((await byId(provider, [...new Set(ids)])).map(({ id, reference }) => [id, reference]))
  return told.map((one) =>
    isByIdAlone(one.given)
      ? { ...one, given: { ...one.given, reference: known.get(one.given.id) ?? NOBODY } }
      : one,
  )
}

function isByIdAlone(given: Told['given']): given is { type: 'receipt'; reference: null; id: string } {
  return given?.['type'] === 'receipt' && given['reference'] === null && typeof given['id'] === 'string'
}
