import type { Parcel } from '../../channels/channel.ts'
import { type Writer, writerOf } from '../../channels/written.ts'
import { LostValue } from '../../core/base/fault.ts'
import type { ContactId, ContentHash, PersonId } from '../../core/base/id.ts'
import type { Instant } from '../../core/base/time.ts'
import { isMessage } from '../../core/channel/channel.ts'
import { packsOfContact } from '../../core/compliance/pack/under.ts'
import type { ContactRow } from '../../core/model/contact-row.ts'
import type { Pack } from '../../core/compliance/pack/pack.ts'
import type { SendingDossier } from '../../core/model/dossier.ts'
import type { Strategy } from '../../core/model/strategy.ts'
import { GATEWAY } from '../../core/model/routes.ts'
import { askOnce } from '../../core/deliver/alike.ts'
import { askRedeem, type PermitContact } from '../../core/deliver/ask.ts'
import { type SendReason, sendReason } from '../../core/deliver/send-reason.ts'
import { judgeRedeem, type RedeemBatch, type Redeemed } from '../../core/deliver/redeem.ts'
import { carriersOf } from '../../core/deliver/route.ts'
import type { Voice } from '../../core/wording/words.ts'
import { type ActiveConfig, type ConfigPort, strategiesOf } from './config.ts'
import type { ContactRef, Loaded, RedeemSave, RedeemTx } from './deliver.ts'
import { ratesWanted, takeRates } from './rates.ts'
import type { MachineClock } from './transactions.ts'

export interface RedeemDeps {
  config: ConfigPort
  permit: (config: ActiveConfig) => PermitContact
  machine: MachineClock
  voice: Voice
  /** How long a worker may hold a contact. */
  leaseMs: number
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

/** How a page is redeemed. */
export interface RedeemPage {
  refs: readonly ContactRef[]
  config: ActiveConfig
  /** True = the schedules are those of an earlier page: where others are active, nothing is saved. */
  isRemembered: boolean
  /** True = places of the rates are taken before the page is saved, as many as there are. */
  rateFirst: boolean
}

/** Who may be sent now, under the locks that are held; it is the last that the transaction does. Null = nothing was saved: the rate has no room for the whole page, or other schedules are active. */
export async function redeemIn(
  deps: RedeemDeps,
  tx: RedeemTx,
  page: RedeemPage,
): Promise<Map<ContactId, Redemption> | null> {
  const { refs, config, isRemembered, rateFirst } = page
  const checkedAt = deps.machine.now()
  const queuing = tx.loadQueued(refs)
  const loading = tx.loadDossiers([...new Set(refs.map(({ person }) => person))])
  // Where none of them is queued any more, nobody asks for their persons.
  loading.catch(() => {})
  // A job that is thought dead runs beside the next one of its contact.
  const queued = [...new Map((await queuing).map((one) => [one.row.id, one])).values()]
  const lost = queued.flatMap(({ row, lostKey }): [ContactId, Redemption][] =>
    lostKey === null ? [] : [[row.id, { answer: 'parked', error: new LostValue('key_missing', lostKey) }]],
  )
  const rows = queued.filter(({ lostKey }) => lostKey === null)
  const [first] = rows
  if (!first) return new Map(lost)
  if (isRemembered && first.config !== config.id) return null
  const from = await judgeFrom(deps, tx, { config, rows, first, dossiers: await loading, checkedAt })
  const { schedules } = config
  const judged = judgeRedeem(from.batch)
  const wanted = ratesWanted(judged, schedules)
  const together = !rateFirst && wanted.length <= 1
  const rated = together ? judged : await takeRates(tx, judged, schedules)
  const written = rated.map((one) => writeText(one, from))
  const rate = together ? wanted[0] : undefined
  const tokens = await tx.saveRedeemed(
    written.map(({ save }) => save),
    config,
    { rate, last: true },
  )
  if (!tokens) return null
  return new Map([
    ...lost,
    ...written.map((one) => [one.save.redeemed.contact.id, redemptionOf(one, tokens)] as const),
  ])
}

interface Read {
  config: ActiveConfig
  rows: readonly Loaded[]
  first: Loaded
  dossiers: readonly SendingDossier[]
  checkedAt: Instant
}

async function judgeFrom(
  deps: RedeemDeps,
  tx: RedeemTx,
  read: Read,
): Promise<WriteWith & { batch: RedeemBatch }> {
  const { config, rows, first, checkedAt } = read
  const loaded = new Map(rows.map((one) => [one.row.id, one]))
  const dossiers = new Map(read.dossiers.map((one) => [one.person.id, one]))
  const strategies = await strategiesOf(deps.config, dossiers.values())
  const { schedules } = config
  const { templates, wording } = schedules
  const writer = writerOf({
    schedules,
    voice: deps.voice,
    reveal: (contact) => loaded.get(contact)?.reveal() ?? NOBODY,
  })
  const batch: RedeemBatch = {
    now: tx.now,
    contacts: rows.map(({ row }) => row),
    dossiers,
    ...first.stops,
    ask: askOnce(
      askRedeem({ permit: deps.permit(config), strategies, templates, wording, moment: 'redeem' }),
    ),
    carriers: ({ channel, creditor, clientRef: reference }, { person: { regions } }) =>
      carriersOf(schedules.routes, { channel, creditor, regions, reference }),
    read: writer.read,
  }
  return {
    batch,
    writer,
    packs: schedules.packs,
    dossiers,
    strategies,
    leaseUntil: deps.machine.now() + deps.leaseMs,
    checkedAt,
    now: tx.now,
  }
}

const NOBODY = { to: null, name: null }

interface WriteWith {
  writer: Writer
  packs: readonly Pack[]
  dossiers: ReadonlyMap<PersonId, SendingDossier>
  strategies: ReadonlyMap<ContentHash, Strategy>
  leaseUntil: Instant
  checkedAt: Instant
  now: Instant
}
interface Written {
  save: RedeemSave
  /** Its token is known when the page is saved. */
  send: Permitted | null
}

/** A permitted message gets its text; one whose text cannot be made fails and keeps its number, so that it is not planned over and over. */
function writeText(redeemed: Redeemed, from: WriteWith): Written {
  const { contact } = redeemed
  const dossier = from.dossiers.get(contact.person)
  const packs = packsOfContact(from.packs, dossier, from.strategies, contact)
  if (redeemed.to !== 'sending') return unsent(redeemed, packs)
  const account = dossier?.accounts.find((one) => one.id === contact.accounts[0])
  if (!isMessage(contact.channel) || !dossier || !account)
    return unsent(failed(contact, 'no_template', from), packs)
  const text = from.writer.write(contact, dossier)
  if (!text.ok) return unsent(failed(contact, text.why, from), packs)
  const { leaseUntil, checkedAt, now } = from
  const { provider, hasOther } = redeemed.carrier ?? { provider: GATEWAY, hasOther: false }
  const { to, text: said, subject, madeOf } = text.put
  const send: Permitted = {
    contact: contact.id,
    person: contact.person,
    channel: contact.channel,
    token: '',
    leaseUntil,
    checkedAt,
    account: account.externalId,
    point: contact.point,
    tries: contact.tries + 1,
    provider,
    hasOther,
    passedOver: contact.passedOver,
    reference: contact.clientRef,
    to,
    text: said,
    at: now,
    validUntil: redeemed.validUntil,
  }
  if (subject !== undefined) send.subject = subject
  if (madeOf !== undefined) send.madeOf = madeOf
  return { save: { redeemed, leaseUntil, words: text.words, agent: null, provider, packs }, send }
}

function unsent(redeemed: Redeemed, packs: readonly string[]): Written {
  return { save: { redeemed, leaseUntil: null, words: null, agent: null, packs }, send: null }
}

function failed(contact: ContactRow, why: SendReason, { now }: WriteWith): Redeemed {
  return { contact, to: 'failed', reasons: [sendReason(why)], reviewAt: now }
}

function redemptionOf({ save, send }: Written, tokens: ReadonlyMap<ContactId, string>): Redemption {
  const { redeemed } = save
  if (redeemed.to === 'planned') return { answer: 'handed_back' }
  if (redeemed.to !== 'sending' || !send) return { answer: 'ended' }
  const token = tokens.get(redeemed.contact.id)
  if (token === undefined) return { answer: 'gone' }
  send.token = token
  return { answer: 'send', permitted: send }
}
