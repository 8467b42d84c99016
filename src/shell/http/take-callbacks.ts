import { dispositionOfReceipt, type SmsCallback } from '../../channels/sms/receipt.ts'
import { pointValue } from '../feed/point-value.ts'
import type { Sql } from '../pg/database.ts'
import { contactsByReference, parkCallbacks, sendersByNumber, type Parked } from '../pg/callback.ts'
import type { Vault } from '../pg/vault.ts'
import type { NewFact, RecordFacts } from './deps.ts'
import type { PageRun } from './group-commit.ts'
import { takeFacts, type FactOutcome } from './take-facts.ts'

const PROVIDER = 'sms'

export interface SignedCallback {
  /** The provider's id of this callback, the same when it is sent again: the key of the fact. */
  id: string
  callback: SmsCallback
}

/** `seen`: the same callback came before. `parked`: nobody here is meant; it is kept in the audit. `not_stored`: somebody is meant, and what is stored of him is broken: a human is asked, and the provider is to send it again. */
export type CallbackOutcome = 'stored' | 'seen' | 'parked' | 'conflicting' | 'not_stored'

export interface CallbackDeps {
  db: Sql
  record: RecordFacts
  vault: Pick<Vault, 'hash'>
}

/** A page of callbacks in a handful of statements: who is meant, the facts, and what could not be placed. */
export function takeCallbacks(deps: CallbackDeps): PageRun<SignedCallback, CallbackOutcome> {
  const take = takeFacts(deps.record)
  return async (page) => {
    const facts = await factsOf(page, deps)
    const placed = facts.flatMap((fact, index) => (fact ? [{ fact, index }] : []))
    const outcomes = placed.length > 0 ? await take(placed.map(({ fact }) => fact)) : []
    const answers = page.map((): CallbackOutcome => 'parked')
    const refused = new Map<number, string>()
    for (const [at, { index }] of placed.entries()) {
      const outcome = outcomes[at] ?? 'taken'
      answers[index] = answerTo(outcome)
      if (Array.isArray(outcome)) refused.set(index, outcome[0]?.code ?? 'rejected')
    }
    await park(page, answers, refused, deps.db)
    return answers
  }
}

function answerTo(outcome: FactOutcome): CallbackOutcome {
  if (outcome === 'taken') return 'stored'
  if (outcome === 'same') return 'seen'
  if (outcome.some(({ code }) => code === 'not_stored')) return 'not_stored'
  return outcome.some(({ code }) => code === 'conflicting_fact') ? 'conflicting' : 'parked'
}

async function factsOf(page: SignedCallback[], deps: CallbackDeps): Promise<(NewFact | null)[]> {
  const references = page.flatMap(({ callback }) => (callback.type === 'receipt' ? [callback.reference] : []))
  const hashes = new Map(
    page.flatMap(({ callback }) =>
      callback.type === 'inbound' ? [[callback.from, hashOf(callback.from, deps.vault)] as const] : [],
    ),
  )
  const [contacts, senders] = await Promise.all([
    contactsByReference(deps.db, [...new Set(references)]),
    sendersByNumber(deps.db, [...hashes.values()]),
  ])
  const contactOf = new Map(contacts.map((contact) => [contact.reference, contact]))
  const senderOf = new Map(senders.map((sender) => [sender.hash.toString('hex'), sender]))
  return page.map(({ id, callback }) => {
    const envelope = { at: callback.at, key: id }
    if (callback.type === 'receipt') {
      const meant = contactOf.get(callback.reference.toLowerCase())
      if (!meant) return null
      const disposition = dispositionOfReceipt(callback)
      const { account, contact } = meant
      return {
        source: PROVIDER,
        fact: { type: 'contact.outcome', ...envelope, account, contact, disposition },
      }
    }
    const sender = senderOf.get(hashes.get(callback.from)?.toString('hex') ?? '')
    return sender ? { source: PROVIDER, fact: inboundFact(callback.text, envelope, sender) } : null
  })
}

/** As the number was hashed when its fact came in. */
function hashOf(number: string, vault: Pick<Vault, 'hash'>): Buffer {
  return vault.hash(pointValue('phone', number, null).normal)
}

/** What it asks for is understood where the fact is stored, in the same transaction. */
function inboundFact(
  text: string,
  envelope: { at: string; key: string },
  { debtor, point }: { debtor: string; point: number },
): NewFact['fact'] {
  return {
    type: 'contact.recorded',
    ...envelope,
    debtor,
    point,
    channel: 'sms',
    direction: 'in',
    disposition: 'replied',
    text,
  }
}

/** What was parked before is answered as seen. */
async function park(
  page: SignedCallback[],
  answers: CallbackOutcome[],
  refused: Map<number, string>,
  db: Sql,
): Promise<void> {
  const parked = page.flatMap(({ id, callback }, index): (Parked & { index: number })[] => {
    if (answers[index] !== 'parked') return []
    const reference = callback.type === 'receipt' ? callback.reference : null
    const why = refused.get(index) ?? (reference ? 'unknown_reference' : 'unknown_number')
    return [{ provider: PROVIDER, id, why, reference, index }]
  })
  const fresh = await parkCallbacks(db, parked)
  for (const { id, index } of parked) if (!fresh.has(id)) answers[index] = 'seen'
}
