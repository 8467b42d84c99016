import { readInstant } from '../../core/base/time.ts'
import { dispositionOfReceipt, type Receipt } from '../../channels/receipt.ts'
import { canonical } from '../../core/fact/key.ts'
import type { Batch } from '../batch/in-batches.ts'
import type { Database } from '../pg/base/database.ts'
import type { Vault } from '../pg/base/vault.ts'
import { type GivenReceipt, settleReceipts } from '../pg/record/receipts.ts'
import type { CallbackInstant } from './read-callback.ts'
import type { CallbackOutcome, SignedCallback } from './take-callbacks.ts'

export interface ReceiptDeps {
  db: Database
  vault: Pick<Vault, 'hash'>
  /** It is called when something was stored. */
  worked?: () => void
  /** It is told which way receipts went. */
  went?: (way: ReceiptWay, receipts: number) => void
}

/** `fell_back`: the page could not be stored the short way, and went the general one. */
export type ReceiptWay = 'short' | 'general' | 'fell_back'

/** Most callbacks are receipts that only settle a contact which is known: they have a short way. What is left of the page goes the general way afterwards, in its order. */
export function receiptsFirst(
  deps: ReceiptDeps,
  general: Batch<SignedCallback, CallbackOutcome>,
): Batch<SignedCallback, CallbackOutcome> {
  return async (page) => {
    const given = receiptsIn(page, deps.vault)
    const receipts = given.filter(({ receipt }) => receipt.disposition !== null).length
    if (receipts === 0) return general(page)
    const settled = await settleReceipts(
      deps.db,
      given.map(({ receipt }) => receipt),
    )
    const places = settled ?? []
    deps.went?.('short', places.length)
    deps.went?.(settled ? 'general' : 'fell_back', receipts - places.length)
    if (places.length > 0) deps.worked?.()
    const stored = new Set(places.map((place) => given[place]?.index))
    const left = page.filter((_one, index) => !stored.has(index))
    const answers = left.length > 0 ? await general(left) : []
    let next = 0
    return page.map(
      (_one, index): CallbackOutcome =>
        stored.has(index) ? { outcome: 'stored' } : (answers[next++] ?? { outcome: 'not_stored' }),
    )
  }
}

interface Placed {
  receipt: GivenReceipt
  index: number
}

/** What came under one webhook-id goes one way whole; an id that stands in the page twice is told apart by the general way. Whatever names a contact and goes that way keeps its place before what is told later of the same account. */
function receiptsIn(page: readonly SignedCallback[], vault: Pick<Vault, 'hash'>): Placed[] {
  const first = new Map<string, SignedCallback['webhook']>()
  const otherwise = new Set<SignedCallback['webhook']>()
  const read = page.map(({ channel, webhook, read }) => {
    const name = `${channel} ${webhook.id}`
    const known = first.get(name)
    if (known === undefined) first.set(name, webhook)
    const receipt = receiptIn(read)
    if (receipt === null || (known ?? webhook) !== webhook) otherwise.add(webhook)
    return receipt
  })
  const digested = new Set<SignedCallback['webhook']>()
  return page.flatMap(({ id, channel, webhook, read: came }, index) => {
    const one = read[index]
    const reference = referenceIn(came)
    if (!one || otherwise.has(webhook)) return reference === null ? [] : [placeOf(reference, index)]
    const digest = digested.has(webhook) ? null : vault.hash(canonical(webhook.body))
    digested.add(webhook)
    const { at } = one.receipt
    const { ms, iso } = one.when
    const disposition = dispositionOfReceipt(one.receipt)
    const receipt = {
      provider: channel,
      key: id,
      webhook: webhook.id,
      reference: one.receipt.reference,
      named: one.receipt.id,
      disposition,
      at,
      ms,
      iso,
      digest,
    }
    return [{ index, receipt }]
  })
}

function referenceIn(read: SignedCallback['read']): string | null {
  if ('refused' in read) return read.refused.reference
  return read.callback.type === 'receipt' ? read.callback.reference : null
}

function placeOf(reference: string, index: number): Placed {
  const nothing = {
    provider: '',
    key: '',
    webhook: '',
    named: '',
    disposition: null,
    at: '',
    ms: 0,
    iso: '',
    digest: null,
  }
  return { index, receipt: { ...nothing, reference } }
}

/** One whose instant is kept as it was written. */
function receiptIn(read: SignedCallback['read']): { receipt: Receipt; when: CallbackInstant } | null {
  if ('refused' in read || read.callback.type !== 'receipt') return null
  const { callback, when } = read
  if (when) return { receipt: callback, when }
  const ms = Date.parse(callback.at)
  if (readInstant(callback.at) !== ms) return null
  return { receipt: callback, when: { ms, iso: new Date(ms).toISOString() } }
}
