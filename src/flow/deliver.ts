import type { ContactId } from '../core/base/id.ts'
import type { ParkedRow } from '../core/base/parked.ts'
import { isoOf } from '../core/base/time.ts'
import { isRowFault } from '../core/base/fault.ts'
import { asksToStop, type ProviderAnswer } from '../core/deliver/provider-answer.ts'
import { endsCase, settle } from '../core/deliver/settle.ts'
import type { FactInput } from '../core/fact/fact.ts'
import type { ContactRef, DeliverStore, Provider, Record, SettleSave } from './ports/deliver.ts'
import type { ContactJob, Enqueuer } from './ports/enqueuer.ts'
import { begun } from './ports/transactions.ts'
import { type Isolated, isolated } from './ports/isolate.ts'
import { parkContacts } from './ports/parked-contacts.ts'
import {
  type Permitted,
  type RedeemDeps,
  redeemIn,
  type RedeemPage,
  type Redemption,
} from './ports/redeem.ts'

export interface DeliverDeps extends RedeemDeps {
  store: DeliverStore
  provider: Provider
  record: Record
  /** How long one request may take: well below the lease. */
  requestMs: number
  /** A send that would start later than this after its last check is checked again instead. */
  sendWithinMs: number
  enqueuer: Pick<Enqueuer, 'enqueueContacts'>
  /** It is called with the contacts that were put aside. */
  tellParked?: (parked: readonly ParkedRow[]) => void
}

type Redemptions = ReadonlyMap<ContactId, Redemption>

/** First phase, for a gathered batch: who may be sent now, decided and written under the locks of all persons, numbers and households that it touches. The answers come in the order asked. The schedules are read before, where they are: what is wrong with them is no fault of a contact, and nobody is locked meanwhile. */
export async function redeemBatch(deps: DeliverDeps, refs: ContactRef[]): Promise<Redemption[]> {
  const known = await knownConfig(deps)
  const first = await redeemParts(deps, refs, { ...known, rateFirst: false })
  const unsaved = first.done.flatMap(({ part, redeemed }) => (redeemed ? [] : part))
  const fresh = { isRemembered: false, rateFirst: true }
  const second =
    unsaved.length > 0
      ? await redeemParts(deps, unsaved, { config: await deps.config.active(), ...fresh })
      : NOBODY
  const answers = new Map<ContactId, Redemption>()
  for (const { done, faulty } of [first, second]) {
    for (const { redeemed } of done) for (const [contact, one] of redeemed ?? []) answers.set(contact, one)
    for (const { row, error } of faulty) answers.set(row.contact, { answer: 'parked', error })
  }
  return answersFor(deps, refs, answers)
}

type Parts = Isolated<ContactRef, { part: readonly ContactRef[]; redeemed: Redemptions | null }>

const NOBODY: Parts = { done: [], faulty: [] }

function redeemParts(
  deps: DeliverDeps,
  refs: readonly ContactRef[],
  how: Omit<RedeemPage, 'refs'>,
): Promise<Parts> {
  return isolated(refs, async (part) => ({
    part,
    redeemed: await redeemOnce(deps, { ...how, refs: part }),
  }))
}

/** The schedules of the page before are taken for the active ones: where they are not, nothing is saved under them. */
async function knownConfig({ config }: DeliverDeps): Promise<Pick<RedeemPage, 'config' | 'isRemembered'>> {
  const known = config.remembered?.() ?? null
  return { config: known ?? (await config.active()), isRemembered: known !== null }
}

function redeemOnce(deps: DeliverDeps, page: RedeemPage): Promise<Redemptions | null> {
  return begun(deps.store, async (tx) => {
    await tx.lock(page.refs)
    return redeemIn(deps, tx, page)
  })
}

async function answersFor(
  deps: DeliverDeps,
  refs: readonly ContactRef[],
  redeemed: Redemptions,
): Promise<Redemption[]> {
  const answers = new Map(redeemed)
  const parked = refs.flatMap((ref) => {
    const answer = answers.get(ref.contact)
    return answer?.answer === 'parked' ? [{ row: ref, error: answer.error }] : []
  })
  deps.tellParked?.(await parkContacts(deps.store, 'redeem', parked))
  return refs.map((ref) => {
    const answer = answers.get(ref.contact) ?? { answer: 'gone' }
    answers.delete(ref.contact)
    return answer
  })
}

/** What the provider said, and how long after the last check it was asked. */
export type SentAnswer = ProviderAnswer & { sentAfterMs?: number }

/** Second phase, outside any transaction: one request under our reference, or none if too little of the lease is left. */
export async function sendPermitted(deps: DeliverDeps, permitted: Permitted): Promise<SentAnswer> {
  if (permitted.leaseUntil - deps.machine.now() < deps.requestMs * 1.5) {
    return { kind: 'not_tried', code: 'lease_short' }
  }
  if (deps.machine.now() - permitted.checkedAt > deps.sendWithinMs) return { kind: 'late' }
  const sentAfterMs = deps.machine.now() - permitted.checkedAt
  try {
    return { ...(await deps.provider.send(permitted, deps.requestMs)), sentAfterMs }
  } catch (error) {
    if (!isRowFault(error)) throw error
    deps.tellParked?.(await parkContacts(deps.store, 'send', [{ row: permitted, error }]))
    // An answer that cannot be understood is of a request that may have been heard.
    return { kind: 'ambiguous', code: 'put_aside' }
  }
}

/** What a message was answered. */
export interface Answered {
  permitted: Permitted
  answer: SentAnswer
}

/** Third phase, for a gathered batch. */
export async function settleBatch(deps: DeliverDeps, answers: readonly Answered[]): Promise<void> {
  const saves = answers.map(saveOf)
  const { done, faulty } = await isolated(saves, (part) =>
    begun(deps.store, async (tx) => {
      const again = await tx.saveSettled(part, { last: true })
      return { at: isoOf(tx.now), again }
    }),
  )
  // Its lease runs out, and the provider is asked.
  deps.tellParked?.(await parkContacts(deps.store, 'settle', faulty))
  const unsaved = new Set(faulty.map(({ row }) => row.contact))
  const saved = saves.filter(({ contact }) => !unsaved.has(contact))
  const [first] = done
  if (first) await afterSettled(deps, { at: first.at, again: done.flatMap(({ again }) => again), saved })
}

/** The third phase of one batch and the first of another, in one transaction; where that fails, or somebody holds up the second, each has its own. */
export function settleAndRedeem(
  deps: DeliverDeps,
  answers: readonly Answered[],
  refs: ContactRef[],
): { settled: Promise<void>; redeemed: Promise<Redemption[]> } {
  const saves = answers.map(saveOf)
  const both = inOne(deps, saves, refs)
  return {
    settled: both.then(
      (one) => afterSettled(deps, { ...one, saved: saves }),
      () => settleBatch(deps, answers),
    ),
    redeemed: both.then(
      ({ redeemed }) => (redeemed ? answersFor(deps, refs, redeemed) : redeemBatch(deps, refs)),
      () => redeemBatch(deps, refs),
    ),
  }
}

async function inOne(deps: DeliverDeps, saves: readonly Saved[], refs: readonly ContactRef[]): Promise<Both> {
  const known = await knownConfig(deps)
  const ends = saves.flatMap(({ settlement, person }) => (endsCase(settlement) ? [person] : []))
  return begun(deps.store, async (tx) => {
    const [, again] = await Promise.all([tx.lock(refs, ends), tx.saveSettled(saves)])
    const redeemed = await redeemIn(deps, tx, { ...known, refs, rateFirst: false })
    return { at: isoOf(tx.now), again, redeemed }
  })
}

interface Both {
  at: string
  again: ContactJob[]
  redeemed: Redemptions | null
}

function saveOf({ permitted, answer }: Answered): Saved {
  const { contact, person, channel, provider, token, at, account, point } = permitted
  const settlement = settle(answer, permitted)
  const sentAfterMs = answer.sentAfterMs ?? null
  return { contact, person, channel, provider, token, at, account, point, settlement, sentAfterMs }
}

type Saved = SettleSave & Pick<Permitted, 'account' | 'point'>

interface AfterSettled {
  at: string
  again: ContactJob[]
  saved: readonly Saved[]
}

/** What the provider says of a number is recorded afterwards: if that is lost, the next contact to it says so again. */
async function afterSettled(deps: DeliverDeps, { at, again, saved }: AfterSettled): Promise<void> {
  if (again.length > 0) await deps.enqueuer.enqueueContacts(again)
  const facts = saved.flatMap((one) => toldBy(one, at))
  if (facts.length > 0) await deps.record(facts.map((fact) => ({ fact, source: 'provider' })))
}

function toldBy({ settlement, account, point, contact }: Saved, at: string): FactInput[] {
  if (settlement.to !== 'failed' || settlement.about === null) return []
  const about = { at, account, ...(point !== null && { point }) }
  return [
    asksToStop(settlement.about)
      ? { ...about, type: 'optout.received', key: `optout-${contact}` }
      : { ...about, type: 'point.invalid', key: `invalid-${contact}` },
  ]
}
