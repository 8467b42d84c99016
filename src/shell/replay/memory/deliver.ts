import { randomUUID } from 'node:crypto'
import type { ContactId, PersonId } from '../../../core/base/id.ts'
import { HOUR } from '../../../core/base/time.ts'
import type { Dossier, DossierCase, SendingCase, SendingDossier } from '../../../core/model/dossier.ts'
import type { ContactRow } from '../../../core/model/contact-row.ts'
import { newWarnings } from '../../../core/deliver/redeem.ts'
import { breakerRetryAt } from '../../../core/deliver/brake.ts'
import { breakerOf, isUntried } from '../../../core/deliver/settle.ts'
import type {
  ContactRef,
  DeliverTx,
  Loaded,
  RedeemSave,
  RedeemTx,
  SettleSave,
} from '../../../flow/ports/deliver.ts'
import type { ContactJob } from '../../../flow/ports/enqueuer.ts'
import type { RateAsk } from '../../../flow/ports/rates.ts'
import type { Transactions } from '../../../flow/ports/transactions.ts'
import { askHuman } from './ask-human.ts'
import { brakesOn } from './brake.ts'
import { noteDecision, reviewCase } from './deliver-review.ts'
import { contactJobOf } from './contact-job.ts'
import type { World } from './world.ts'
import { memoryParkTx } from './park.ts'
import { saidByProvider } from '../../../core/channel/disposition.ts'
import { isInHand, isWaiting } from '../../../core/model/contact-state.ts'

export type LoadDossiers = (persons: PersonId[]) => Dossier[]

export function memoryDeliverStore(world: World, loadDossiers: LoadDossiers): Transactions<DeliverTx> {
  return {
    transaction: (work) =>
      work({
        ...memoryRedeemTx(world, (persons) => loadDossiers(persons).map(toSend)),
        saveSettled: async (saves) => saves.flatMap((save) => settleOne(world, save)),
      }),
  }
}

/** What waits of the person's own is not read where it is sent, and of cases not where they stand. */
function toSend(dossier: Dossier): SendingDossier {
  const { person, contacts, cases } = dossier
  const counts = contacts.filter((one) => one.person !== person.id || !isWaiting(one.state))
  return { ...dossier, contacts: counts, cases: cases.map(sendingCase) }
}

function sendingCase({ id, account, open, epoch, strategy, strategyHash }: DossierCase): SendingCase {
  return { id, account, open, epoch, strategy, strategyHash }
}

export function memoryRedeemTx(
  world: World,
  loadDossiers: (persons: PersonId[]) => SendingDossier[],
): RedeemTx {
  return {
    now: world.now,
    lock: async () => {},
    loadQueued: async (refs) => refs.flatMap((ref) => loadIn(world, ref, 'queued')),
    loadDossiers: async (persons) => loadDossiers(persons),
    takeRate: async ({ channel, wanted, perHour }) => {
      const slot = slotOf(world, channel)
      const used = world.rates.get(slot) ?? 0
      const granted = Math.max(0, Math.min(wanted, perHour - used))
      world.rates.set(slot, used + granted)
      return granted
    },
    saveRedeemed: async (saves, _config, { rate } = {}) => {
      if (rate && !takeAll(world, rate)) return null
      const tokens = new Map<ContactId, string>()
      for (const save of saves) {
        const token = redeem(world, save)
        if (token !== null) tokens.set(save.redeemed.contact.id, token)
      }
      return tokens
    },
    ...memoryParkTx(world),
  }
}

function takeAll(world: World, { channel, wanted, perHour }: RateAsk): boolean {
  const slot = slotOf(world, channel)
  const used = (world.rates.get(slot) ?? 0) + wanted
  if (used > perHour) return false
  world.rates.set(slot, used)
  return true
}

function slotOf({ now }: Pick<World, 'now'>, channel: string): string {
  return `${channel}/${Math.floor(now / HOUR)}`
}

export function loadIn(world: World, { contact }: ContactRef, state: ContactRow['state']): Loaded[] {
  const row = world.contacts.get(contact)
  if (row?.state !== state) return []
  const to = row.point === null ? null : (world.points.get(row.point)?.value ?? null)
  const breakers = [...world.breakers.values()].filter((one) => one.retryAt > world.now)
  return [
    {
      row: { ...row },
      stops: { brakes: brakesOn(world), breakers },
      reveal: () => ({ to, name: null }),
      lostKey: null,
    },
  ]
}

function redeem(world: World, { redeemed, leaseUntil, agent, provider }: RedeemSave): string | null {
  const row = world.contacts.get(redeemed.contact.id)
  if (row?.state !== redeemed.contact.state) return null
  const was = row.state
  Object.assign(row, {
    state: redeemed.to,
    leaseToken: null,
    leaseUntil,
    at: null,
    agent,
    provider: provider ?? row.provider,
    changedAt: world.now,
  })
  switch (redeemed.to) {
    case 'sending': {
      const news = newWarnings(redeemed)
      row.tries += 1
      row.at = world.now
      row.leaseToken = randomUUID()
      world.askedAt.delete(row.id)
      if (Number.isFinite(redeemed.validUntil)) row.expiresAt = redeemed.validUntil
      if (news.length > 0) noteDecision(world, { ...row, reasons: news }, was)
      row.reasons = [...row.reasons, ...news]
      return row.leaseToken
    }
    case 'planned':
      row.ring += 1
      row.notBefore = redeemed.notBefore
      row.reasons = redeemed.reasons
      if (redeemed.told) noteDecision(world, row, was)
      return null
    case 'failed':
      row.outcome = 'failed'
      row.providerCode = 'not_sent'
      return end(world, row, { was, redeemed })
    case 'expired':
    case 'cancelled':
    case 'denied':
      return end(world, row, { was, redeemed })
  }
}

function end(
  world: World,
  row: ContactRow,
  {
    was,
    redeemed,
  }: { was: ContactRow['state']; redeemed: Extract<RedeemSave['redeemed'], { reviewAt: number }> },
): null {
  row.reasons = redeemed.reasons
  noteDecision(world, row, was)
  for (const task of redeemed.asks ?? []) askHuman(world, task)
  reviewCase(world, row.case, redeemed.reviewAt)
  return null
}

/** The answer holds the contact if it is to be checked again. */
function settleOne(world: World, save: SettleSave): ContactJob[] {
  settle(world, save)
  const row = world.contacts.get(save.contact)
  return save.settlement.to === 'again' && row && isWaiting(row.state) ? contactJobOf(row) : []
}

function settle(world: World, { contact, channel, provider, token, at, settlement }: SettleSave): void {
  const kind = breakerOf(settlement)
  if (kind !== null) {
    const [name, retryAt] = [`${channel} ${provider}`, breakerRetryAt(kind, world.now)]
    if ((world.breakers.get(name)?.retryAt ?? 0) <= retryAt)
      world.breakers.set(name, { channel, provider, kind, retryAt })
  }
  const row = world.contacts.get(contact)
  if (!row || row.leaseToken !== token || !isInHand(row.state)) return
  if (isUntried(settlement)) {
    const slot = slotOf({ now: at }, channel)
    world.rates.set(slot, Math.max(0, (world.rates.get(slot) ?? 0) - 1))
    row.tries -= 1
  }
  const passedOver = settlement.to === 'back' ? [...settlement.passedOver] : []
  Object.assign(row, { leaseUntil: null, changedAt: world.now, providerCode: null, passedOver })
  switch (settlement.to) {
    case 'sent':
      Object.assign(row, {
        state: 'sent',
        outcome: 'sent',
        disposition: saidByProvider('taken'),
        leaseToken: null,
      })
      row.providerRef = settlement.providerRef ?? row.providerRef
      return
    case 'sending':
      Object.assign(row, { state: 'sending', leaseToken: null })
      return
    case 'failed':
      Object.assign(row, {
        state: 'failed',
        outcome: 'failed',
        disposition: saidByProvider('refused'),
        leaseToken: null,
      })
      row.providerCode = settlement.code
      return reviewCase(world, row.case, world.now)
    case 'unknown':
      Object.assign(row, { state: 'unknown', providerCode: settlement.code })
      return
    case 'again':
      Object.assign(row, { state: 'queued', at: null, leaseToken: null, providerCode: settlement.code })
      Object.assign(row, { ring: row.ring + 1, tries: row.tries - 1 })
      return
    case 'back': {
      const notBefore = world.now + settlement.delayMs
      Object.assign(row, { at: null, leaseToken: null, providerCode: settlement.code })
      if (row.expiresAt !== null && notBefore >= row.expiresAt) {
        row.state = 'expired'
        return reviewCase(world, row.case, world.now)
      }
      Object.assign(row, { state: 'planned', notBefore, ring: row.ring + 1 })
    }
  }
}
