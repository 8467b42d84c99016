import { accountIn } from '../../core/fact/fact.ts'
import { dispositionOfReceipt, type ProviderCallback, unfitWord } from '../../channels/receipt.ts'
import type { Problem } from '../../core/base/problem.ts'
import type { MessageChannel } from '../../core/channel/channel.ts'
import { canonical } from '../../core/fact/key.ts'
import { parseFact } from '../../core/fact/parse.ts'
import type { Sql } from '../pg/base/database.ts'
import { contactsByReference, firstBodies, parkCallbacks, sendersByNumber } from '../pg/door/callback.ts'
import type { CallbackContact, Parked, Sender } from '../pg/door/callback.ts'
import { type Named, nameByReceipt, noteTwice } from '../pg/door/receipt.ts'
import type { Vault } from '../pg/base/vault.ts'
import type { NewFact, NewRefusal, RecordFacts } from './deps.ts'
import type { Batch } from '../batch/in-batches.ts'
import { senderOf, sendersOf, wroteAs } from './senders.ts'
import type { ReadCallback } from './read-callback.ts'
import { takeFacts, type FactOutcome } from './take-facts.ts'
import { UNREAD_MESSAGE } from '../../core/channel/disposition.ts'

export interface SignedCallback {
  /** The provider's id of this callback, the same when it is sent again: the key of the fact. */
  id: string
  /** The channel on which its provider sends. */
  channel: MessageChannel
  read: ReadCallback
  /** The whole of what came under one webhook-id; it may hold several callbacks. */
  webhook: { id: string; body: unknown }
  /** It does not say when it was: told again it is the same, whenever it comes. */
  undated?: true
}

/** `seen`: the same callback came before. `parked`: nobody here is meant; it is kept in the audit. `not_stored`: somebody is meant, and what is stored of him is broken: a human is asked, and the provider is to send it again. `refused`: it cannot be kept; whoever it names is not contacted until a human has read it. */
export type CallbackOutcome =
  | { outcome: 'stored' | 'conflicting' | 'not_stored' }
  /** `why`: it was not taken, now or before; providers are not told. */
  | { outcome: 'seen' | 'parked'; why?: string }
  | { outcome: 'refused'; problems: Problem[] }

export interface CallbackDeps {
  db: Sql
  record: RecordFacts
  vault: Pick<Vault, 'hash'>
}

/** A page of callbacks in a handful of statements: who is meant, the facts, and what could not be placed. */
export function takeCallbacks(deps: CallbackDeps): Batch<SignedCallback, CallbackOutcome> {
  const take = takeFacts(deps.record)
  return async (page) => {
    const [found, other] = await Promise.all([rowsOf(page, deps), cameOtherwise(page, deps)])
    const rows = found.map((row, index) => (other.has(index) ? null : row))
    const placed = rows.flatMap((row, index) => (row ? [{ row, index }] : []))
    const outcomes = placed.length > 0 ? await take(placed.map(({ row }) => row)) : []
    const answers = page.map(
      (_one, index): CallbackOutcome => ({ outcome: other.has(index) ? 'conflicting' : 'parked' }),
    )
    const refused = new Map<number, string>()
    for (const [at, { row, index }] of placed.entries()) {
      const outcome = outcomes[at]
      if (!outcome) continue
      answers[index] = answerTo(row, outcome, page[index])
      const [problem] = outcome.problems
      if (problem && namesSomebody(row)) refused.set(index, problem.code)
    }
    await park(page, answers, refused, deps.db)
    await nameMessages(page, answers, deps.db)
    return answers
  }
}

/** What receipts call our messages; one that is called by two names was accepted twice. */
async function nameMessages(page: SignedCallback[], answers: CallbackOutcome[], db: Sql): Promise<void> {
  const named = page.flatMap(({ read }, index): Named[] => {
    if (answers[index]?.outcome !== 'stored' || 'refused' in read) return []
    const { callback } = read
    return callback.type === 'receipt' ? [{ reference: callback.reference, id: callback.id }] : []
  })
  await nameByReceipt(db, named)
  await noteTwice(db, named)
}

/** Those of the page whose webhook-id came before, or in the same page, with another body. What cannot be read may be mended under its id. */
async function cameOtherwise(page: SignedCallback[], { db, vault }: CallbackDeps): Promise<Set<number>> {
  const digests = new Map<object, string>()
  const first = new Map<string, { provider: string; id: string; digest: Buffer }>()
  const keyOf = ({ channel, webhook }: SignedCallback): string => `${channel} ${webhook.id}`
  for (const one of page) {
    if ('refused' in one.read || digests.has(one.webhook)) continue
    const digest = vault.hash(canonical(one.webhook.body))
    digests.set(one.webhook, digest.toString('hex'))
    if (!first.has(keyOf(one))) first.set(keyOf(one), { provider: one.channel, id: one.webhook.id, digest })
  }
  const came = await firstBodies(db, [...first.values()])
  const known = new Map(came.map(({ provider, id, digest }) => [`${provider} ${id}`, digest.toString('hex')]))
  const isOther = (one: SignedCallback): boolean => {
    const digest = digests.get(one.webhook)
    return digest !== undefined && digest !== known.get(keyOf(one))
  }
  return new Set(page.flatMap((one, index) => (isOther(one) ? [index] : [])))
}

function answerTo(
  row: NewFact | NewRefusal,
  { became, problems }: FactOutcome,
  signed: SignedCallback | undefined,
): CallbackOutcome {
  if ('refused' in row) return { outcome: 'refused', problems: [...row.problems] }
  // Nobody is known to have the number: the message is stored, and a human is asked whose it is.
  if (became === 'taken') return { outcome: namesSomebody(row) ? 'stored' : 'parked' }
  if (became === 'same') return { outcome: 'seen' }
  if (problems.some(({ code }) => code === 'not_stored')) return { outcome: 'not_stored' }
  const conflicting = problems.some((problem) => problem.code === 'conflicting_fact')
  if (conflicting && signed?.undated) return { outcome: 'seen' }
  return { outcome: conflicting ? 'conflicting' : 'parked' }
}

function namesSomebody(row: NewFact | NewRefusal): boolean {
  return 'refused' in row || accountIn(row.fact) !== undefined || 'debtor' in row.fact
}

interface Meant {
  contacts: Map<string, CallbackContact>
  senders: Map<string, Sender>
}

/** Null = nobody here is meant. */
async function rowsOf(page: SignedCallback[], deps: CallbackDeps): Promise<(NewFact | NewRefusal | null)[]> {
  const names = page.map(({ read }) => namesIn(read))
  const references = names.flatMap(({ reference }) => (reference === null ? [] : [reference]))
  const written = new Map(
    page.flatMap(({ channel, read }) => {
      const { from } = namesIn(read)
      return from === null ? [] : [[wroteAs(channel, from), sendersOf(channel, from, deps.vault)] as const]
    }),
  )
  const [contacts, senders] = await Promise.all([
    contactsByReference(deps.db, [...new Set(references)]),
    sendersByNumber(
      deps.db,
      [...written.values()].flat().map(({ hash }) => hash),
    ),
  ])
  const byHash = new Map(senders.map((sender) => [sender.hash.toString('hex'), sender]))
  const meant: Meant = {
    contacts: new Map(contacts.map((contact) => [contact.reference, contact])),
    senders: new Map(
      [...written].flatMap(([from, readings]) => {
        const sender = senderOf(readings, byHash)
        return sender ? [[from, sender] as const] : []
      }),
    ),
  }
  return page.map((one) => rowOf(one, meant))
}

function namesIn(read: ReadCallback): { reference: string | null; from: string | null } {
  if ('refused' in read) return read.refused
  const { callback } = read
  return {
    reference: callback.reference ?? null,
    from: callback.type === 'inbound' ? callback.from : null,
  }
}

function rowOf({ id, channel, read, undated }: SignedCallback, meant: Meant): NewFact | NewRefusal | null {
  if ('refused' in read) {
    const { reference, from, at } = read.refused
    const contact = reference === null ? undefined : meant.contacts.get(reference.toLowerCase())
    const sender = from === null ? undefined : meant.senders.get(wroteAs(channel, from))
    const { problems } = read
    const refused = contact
      ? { type: 'contact.outcome', account: contact.account, contact: contact.contact }
      : { type: 'contact.recorded', debtor: sender?.debtor, channel, point: sender?.point, at }
    return { refused, problems, source: channel }
  }
  const given = factOf({ id, channel }, read.callback, meant)
  if (given === null) return null
  const unfit = unfitWord(read.callback, meant.contacts.get(read.callback.reference?.toLowerCase() ?? ''))
  if (unfit) return { refused: given, problems: [unfit], source: channel }
  const parsed = parseFact(given)
  return 'problems' in parsed
    ? { refused: given, problems: parsed.problems, source: channel }
    : { fact: parsed.fact, source: channel, ...(undated && { holds: 'unless_known' }) }
}

function factOf(
  { id, channel }: Pick<SignedCallback, 'id' | 'channel'>,
  callback: ProviderCallback,
  { contacts, senders }: Meant,
): NewFact['fact'] | null {
  const envelope = { at: callback.at, key: id }
  if (callback.type === 'receipt') {
    const meant = contacts.get(callback.reference.toLowerCase())
    if (!meant) return null
    const disposition = dispositionOfReceipt(callback)
    return {
      type: 'contact.outcome',
      ...envelope,
      account: meant.account,
      contact: meant.contact,
      disposition,
    }
  }
  const sender = senders.get(wroteAs(channel, callback.from)) ?? answered(callback.reference, contacts)
  const from = sender ? { debtor: sender.debtor, point: sender.point } : { point: callback.from }
  return inboundFact({ channel, text: callback.text }, envelope, from)
}

/** Who answers from an address of which nobody knows whose it is answers for the one that was written to. */
function answered(
  reference: string | undefined,
  contacts: Meant['contacts'],
): { debtor: string; point: number } | undefined {
  const meant = contacts.get(reference?.toLowerCase() ?? '')
  return meant && meant.point !== null ? { debtor: meant.debtor, point: meant.point } : undefined
}

/** What it asks for is understood where the fact is stored, in the same transaction; an opt-out counts also of a number that nobody is known to have. */
function inboundFact(
  said: { channel: MessageChannel; text: string },
  envelope: { at: string; key: string },
  from: { debtor: string; point: number } | { point: string },
): NewFact['fact'] {
  return {
    type: 'contact.recorded',
    ...envelope,
    ...from,
    ...said,
    direction: 'in',
    disposition: UNREAD_MESSAGE,
  }
}

/** What was parked before is answered as seen. */
async function park(
  page: SignedCallback[],
  answers: CallbackOutcome[],
  refused: Map<number, string>,
  db: Sql,
): Promise<void> {
  const parked = page.flatMap(({ id, channel, read }, index): (Parked & { index: number })[] => {
    if (answers[index]?.outcome !== 'parked') return []
    const { reference } = namesIn(read)
    const why = refused.get(index) ?? (reference ? 'unknown_reference' : 'unknown_number')
    return [{ provider: channel, id, why, reference, index }]
  })
  const fresh = await parkCallbacks(db, parked)
  for (const { id, index, why } of parked)
    answers[index] = { outcome: fresh.has(id) ? 'parked' : 'seen', why }
}
