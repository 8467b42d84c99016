import type { Parcel } from '../channels/channel.ts'
import { type Writer, writerOf } from '../channels/written.ts'
import { LostValue } from '../core/base/fault.ts'
import type { ContactId, PersonId } from '../core/base/id.ts'
import type { ParkedRow } from '../core/base/parked.ts'
import { type Instant, isoOf } from '../core/base/time.ts'
import { isMessage } from '../core/channel/channel.ts'
import { packsOfContact } from '../core/compliance/pack/under.ts'
import type { Dossier } from '../core/model/dossier.ts'
import { GATEWAY } from '../core/model/routes.ts'
import { askRedeem, type PermitContact } from '../core/deliver/ask.ts'
import { type SendReason, sendReason } from '../core/deliver/send-reason.ts'
import { judgeRedeem, type Redeemed } from '../core/deliver/redeem.ts'
import { carriersOf } from '../core/deliver/route.ts'
import type { ProviderAnswer } from '../core/deliver/provider-answer.ts'
import { settle } from '../core/deliver/settle.ts'
import type { Voice } from '../core/wording/words.ts'
import type { FactInput } from '../core/fact/fact.ts'
import { type ActiveConfig, type ConfigPort, strategiesOf } from './ports/config.ts'
import type { ContactRef, DeliverTx, Provider, Record, RedeemSave, RedeemTx } from './ports/deliver.ts'
import type { Enqueuer } from './ports/enqueuer.ts'
import { isolated } from './ports/isolate.ts'
import { parkContacts } from './ports/parked-contacts.ts'
import { takeRates } from './ports/rates.ts'
import type { MachineClock, Transactions } from './ports/transactions.ts'

export interface DeliverDeps {
  store: Transactions<DeliverTx>
  config: ConfigPort
  permit: (config: ActiveConfig) => PermitContact
  machine: MachineClock
  provider: Provider
  record: Record
  voice: Voice
  /** How long a worker may hold a contact, and how long one request may take: well below it. */
  leaseMs: number
  requestMs: number
  /** A send that would start later than this after its last check is checked again instead. */
  sendWithinMs: number
  enqueuer: Pick<Enqueuer, 'enqueueContacts'>
  /** It is called with the contacts that were put aside. */
  tellParked?: (parked: readonly ParkedRow[]) => void
}

/** A permitted message, to be sent and settled under its lease. */
export interface Permitted extends ContactRef, Parcel {
  token: string
  leaseUntil: Instant
  /** Machine time, before the facts were read on which it was permitted. */
  checkedAt: Instant
  account: string
  point: number | null
  tries: number
  /** Providers that were not reached with it, and whether another may carry it. */
  passedOver: readonly string[]
  hasOther: boolean
}
export type Redemption =
  | { answer: 'send'; permitted: Permitted }
  | { answer: 'handed_back' | 'ended' | 'gone' }
  /** It spoilt its batch alone, or nobody can open what it needs. */
  | { answer: 'parked'; error: unknown }

/** First phase, for a gathered batch: who may be sent now, decided and written under the locks of all persons, numbers and households that it touches. The answers come in the order asked. */
export async function redeemBatch(deps: DeliverDeps, refs: ContactRef[]): Promise<Redemption[]> {
  const config = await deps.config.active()
  const { done, faulty } = await isolated(refs, (part) =>
    deps.store.transaction((tx) => redeemIn(deps, tx, { refs: part, config })),
  )
  const answers = new Map(done.flatMap((part) => [...part]))
  for (const { row, error } of faulty) answers.set(row.contact, { answer: 'parked', error })
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

async function redeemIn(
  deps: DeliverDeps,
  tx: RedeemTx,
  { refs, config }: { refs: readonly ContactRef[]; config: ActiveConfig },
): Promise<Map<ContactId, Redemption>> {
  await tx.lock(refs)
  const checkedAt = deps.machine.now()
  const queued = await tx.loadQueued(refs)
  const rows = queued.filter(({ lostKey }) => lostKey === null)
  const lost = queued.flatMap(({ row, lostKey }): [ContactId, Redemption][] =>
    lostKey === null ? [] : [[row.id, { answer: 'parked', error: new LostValue('key_missing', lostKey) }]],
  )
  const [first] = rows
  if (!first) return new Map(lost)
  const loaded = new Map(rows.map((one) => [one.row.id, one]))
  const persons = [...new Set([...loaded.values()].map(({ row }) => row.person))]
  const dossiers = new Map((await tx.loadDossiers(persons)).map((one) => [one.person.id, one]))
  const strategies = await strategiesOf(deps.config, dossiers.values())
  const { schedules } = config
  const { templates, wording } = schedules
  const writer = writerOf({
    schedules,
    voice: deps.voice,
    reveal: (contact) => loaded.get(contact)?.reveal() ?? NOBODY,
  })
  const judged = judgeRedeem({
    now: tx.now,
    contacts: [...loaded.values()].map(({ row }) => row),
    dossiers,
    ...first.stops,
    ask: askRedeem({ permit: deps.permit(config), strategies, templates, wording, moment: 'redeem' }),
    carriers: (contact, { person: { regions } }) =>
      carriersOf(schedules.routes, { ...contact, regions, reference: contact.clientRef }),
    read: writer.read,
  })
  const rated = await takeRates(tx, judged, schedules)
  const leaseUntil = deps.machine.now() + deps.leaseMs
  const written = rated.map((one) => writeText(one, { writer, dossiers, leaseUntil, checkedAt, now: tx.now }))
  const tokens = await tx.saveRedeemed(
    written.map(({ save }) => {
      const { contact } = save.redeemed
      const packs = packsOfContact(config.schedules.packs, dossiers.get(contact.person), strategies, contact)
      return { ...save, packs }
    }),
    config,
  )
  return new Map([
    ...lost,
    ...written.map((one) => [one.save.redeemed.contact.id, redemptionOf(one, tokens)] as const),
  ])
}

const NOBODY = { to: null, name: null }

interface WriteWith {
  writer: Writer
  dossiers: ReadonlyMap<PersonId, Dossier>
  leaseUntil: Instant
  checkedAt: Instant
  now: Instant
}
interface Written {
  save: RedeemSave
  send: Omit<Permitted, 'token'> | null
}

/** A permitted message gets its text; one whose text cannot be made fails and keeps its number, so that it is not planned over and over. */
function writeText(redeemed: Redeemed, from: WriteWith): Written {
  const { contact } = redeemed
  const unsent = (one: Redeemed): Written => ({
    save: { redeemed: one, leaseUntil: null, words: null, agent: null },
    send: null,
  })
  if (redeemed.to !== 'sending') return unsent(redeemed)
  const failed = (why: SendReason): Written =>
    unsent({ contact, to: 'failed', reasons: [sendReason(why)], reviewAt: from.now })
  const dossier = from.dossiers.get(contact.person)
  const account = dossier?.accounts.find((one) => one.id === contact.accounts[0])
  if (!isMessage(contact.channel) || !dossier || !account) return failed('no_template')
  const text = from.writer.write(contact, dossier)
  if (!text.ok) return failed(text.why)
  const { words, put } = text
  const { leaseUntil, checkedAt } = from
  const carrier = redeemed.carrier ?? { provider: GATEWAY, hasOther: false }
  return {
    save: { redeemed, leaseUntil, words, agent: null, provider: carrier.provider },
    send: {
      contact: contact.id,
      person: contact.person,
      channel: contact.channel,
      leaseUntil,
      checkedAt,
      account: account.externalId,
      point: contact.point,
      tries: contact.tries + 1,
      ...carrier,
      passedOver: contact.passedOver,
      reference: contact.clientRef,
      ...put,
      at: from.now,
      validUntil: redeemed.validUntil,
    },
  }
}

function redemptionOf({ save, send }: Written, tokens: ReadonlyMap<ContactId, string>): Redemption {
  const { redeemed } = save
  if (redeemed.to === 'planned') return { answer: 'handed_back' }
  if (redeemed.to !== 'sending' || !send) return { answer: 'ended' }
  const token = tokens.get(redeemed.contact.id)
  return token === undefined ? { answer: 'gone' } : { answer: 'send', permitted: { ...send, token } }
}

/** What the provider said, and how long after the last check it was asked. */
export type SentAnswer = ProviderAnswer & { sentAfterMs?: number }

/** Second phase, outside any transaction: one request under our reference, or none if too little of the lease is left. */
export async function sendPermitted(deps: DeliverDeps, permitted: Permitted): Promise<SentAnswer> {
  if (permitted.leaseUntil - deps.machine.now() < deps.requestMs * 1.5) {
    return { kind: 'not_tried', code: 'lease_short' }
  }
  if (deps.machine.now() - permitted.checkedAt > deps.sendWithinMs) return { kind: 'late' }
  let asked = false
  const { done, faulty } = await isolated([permitted], async () => {
    const sentAfterMs = deps.machine.now() - permitted.checkedAt
    asked = true
    return { ...(await deps.provider.send(permitted, deps.requestMs)), sentAfterMs }
  })
  deps.tellParked?.(await parkContacts(deps.store, 'send', faulty))
  // An answer that cannot be understood is of a request that may have been heard.
  return done[0] ?? { kind: asked ? 'ambiguous' : 'not_tried', code: 'put_aside' }
}

/** Third phase, for a gathered batch. A number that the provider calls invalid is recorded afterwards: if that is lost, the next contact to it says so again. */
export async function settleBatch(
  deps: DeliverDeps,
  answers: { permitted: Permitted; answer: SentAnswer }[],
): Promise<void> {
  const saves = answers.map(({ permitted, answer }) => ({
    ...permitted,
    settlement: settle(answer, permitted),
    sentAfterMs: answer.sentAfterMs ?? null,
  }))
  const { done, faulty } = await isolated(saves, (part) =>
    deps.store.transaction(async (tx) => {
      const again = await tx.saveSettled(part)
      return { at: isoOf(tx.now), again }
    }),
  )
  // Its lease runs out, and the provider is asked.
  deps.tellParked?.(await parkContacts(deps.store, 'settle', faulty))
  const again = done.flatMap((part) => part.again)
  if (again.length > 0) await deps.enqueuer.enqueueContacts(again)
  const at = done[0]?.at
  if (at === undefined) return
  const unsaved = new Set(faulty.map(({ row }) => row.contact))
  const saved = saves.filter(({ contact }) => !unsaved.has(contact))
  const spoilt = saved.filter(({ settlement: one }) => one.to === 'failed' && one.pointInvalid)
  if (spoilt.length > 0) {
    await deps.record(spoilt.map((one) => ({ fact: pointInvalid(one, at), source: 'provider' })))
  }
}

function pointInvalid({ account, point, contact }: Permitted, at: string): FactInput {
  return { type: 'point.invalid', at, account, key: `invalid-${contact}`, ...(point !== null && { point }) }
}
