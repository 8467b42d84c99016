import { stops } from '../base/brake.ts'
import type { ContactId, PersonId } from '../base/id.ts'
import { HOUR, type Instant, MINUTE } from '../base/time.ts'
import type { Duty, Reason } from '../model/verdict.ts'
import { reviewsOf } from '../decide/ask/law.ts'
import type { SendingCase, DossierContact, SendingDossier } from '../model/dossier.ts'
import type { NewHumanTask } from '../model/decision.ts'
import { type Brake, type Breaker, BREAKERS, stoppedBy } from './brake.ts'
import type { ContactRow } from '../model/contact-row.ts'
import { GATEWAY } from '../model/routes.ts'
import type { AskRedeem, RedeemQuestion } from './ask.ts'
import { type Carrier, carrierOf } from './route.ts'
import { type SendReason, sendReason } from './send-reason.ts'
import { askAboutText, refusalOfText, type TextRead } from './text-check.ts'
import { isWaiting, type UnmadeState } from '../model/contact-state.ts'

/** What redeem looks at: the queued rows that were asked for, and their persons as they are now, under their locks. */
export interface RedeemBatch {
  now: Instant
  contacts: ContactRow[]
  dossiers: ReadonlyMap<PersonId, SendingDossier>
  brakes: readonly Brake[]
  breakers: readonly Breaker[]
  ask: AskRedeem
  /** Those who may carry the message, in order; absent = the one that there always is. */
  carriers?: (contact: ContactRow, dossier: SendingDossier) => readonly string[]
  /** The reader for the text of a contact that is permitted; absent = there is none to read. */
  read?: (contact: ContactRow, dossier: SendingDossier) => TextRead
}

export type Redeemed = { contact: ContactRow } /** `warnings`: what it goes out in spite of. */ & (
  | { to: 'sending'; validUntil: Instant; duties: Duty[]; warnings: Reason[]; carrier?: Carrier }
  /** `told`: the law said so, which belongs into the decision log; brakes and rates do not. */
  | { to: 'planned'; notBefore: Instant; reasons: Reason[]; told: boolean }
  /** `reviewAt`: when the case looks for another way; `asks`: what a human is to look at. */
  | {
      to: UnmadeState | 'failed'
      reasons: Reason[]
      reviewAt: Instant
      asks?: NewHumanTask[]
    }
)

const RETRY_STOPPED = 5 * MINUTE

/** The contacts are judged in the order (person, not before, id); a permitted contact counts for those after it, whoever they belong to. */
export function judgeRedeem(batch: RedeemBatch): Redeemed[] {
  const counted = countedContacts(batch.dossiers)
  return [...batch.contacts].sort(byTurn).map((contact) => {
    const redeemed = judge(batch, contact, counted)
    if (redeemed.to === 'sending') counted.take(contact, batch.now)
    return redeemed
  })
}

/** The contacts beyond `granted` permitted ones of the channel wait for the next hour, the last first. */
export function withinRate(
  redeemed: readonly Redeemed[],
  channel: string,
  granted: number,
  now: Instant,
): Redeemed[] {
  let left = granted
  const nextHour = (Math.floor(now / HOUR) + 1) * HOUR
  return redeemed.map((one) => {
    if (one.to !== 'sending' || one.contact.channel !== channel || left-- > 0) return one
    return laterOrExpired(one.contact, nextHour, [sendReason('rate_used', nextHour)], { told: false, now })
  })
}

/** What the contact was not planned in spite of already. */
export function newWarnings({ contact, warnings }: Redeemed & { to: 'sending' }): Reason[] {
  return warnings.filter(({ rule }) => !contact.reasons.some((known) => known.rule === rule))
}

/** Whether it belongs into the decision log. */
export function isTold(one: Redeemed): boolean {
  if (one.to === 'sending') return newWarnings(one).length > 0
  return one.to !== 'planned' || one.told
}

/** Nobody is there any more whom it could be about. */
export function caseGone(contact: ContactRow, now: Instant): Redeemed {
  return unmade(contact, 'cancelled', 'case_closed', now)
}

function unmade(contact: ContactRow, to: UnmadeState, why: SendReason, now: Instant): Redeemed {
  return { contact, to, reasons: [sendReason(why)], reviewAt: now }
}

function laterOrExpired(
  contact: ContactRow,
  notBefore: Instant,
  reasons: Reason[],
  { told, now }: { told: boolean; now: Instant },
): Redeemed {
  if (contact.expiresAt === null || notBefore < contact.expiresAt) {
    return { contact, to: 'planned', notBefore, reasons, told }
  }
  return { contact, to: 'expired', reasons, reviewAt: now }
}

function judge(batch: RedeemBatch, contact: ContactRow, counted: Counted): Redeemed {
  const { now } = batch
  const dossier = batch.dossiers.get(contact.person)
  const theCase = dossier?.cases.find((one) => one.id === contact.case)
  if (!dossier || !theCase?.open) return caseGone(contact, now)
  if (contact.epoch < theCase.epoch) return unmade(contact, 'cancelled', 'superseded', now)
  if (contact.expiresAt !== null && now >= contact.expiresAt)
    return unmade(contact, 'expired', 'too_late', now)
  const carriers = batch.carriers?.(contact, dossier) ?? [GATEWAY]
  const { channel, passedOver } = contact
  const carrier = carrierOf(carriers, { channel, passedOver, breakers: batch.breakers })
  const waits = waitsFor(batch, { contact, theCase, carrier })
  if (waits) return waits
  if (!dossier.points.some((point) => point.id === contact.point && point.valid && !point.former)) {
    return unmade(contact, 'denied', 'no_valid_point', now)
  }
  const seen = { ...dossier, contacts: counted.of(dossier, contact.id) }
  const question: RedeemQuestion = { contact, case: theCase, dossier: seen, at: now }
  const verdict = batch.ask(question)
  switch (verdict.answer) {
    case 'permit': {
      const spoilt = batch.read && refusalOfText(batch.read(contact, dossier), question, batch.ask)
      if (spoilt) {
        return { contact, to: 'denied', reasons: spoilt, reviewAt: now, asks: askAboutText(question, spoilt) }
      }
      const validUntil = Math.min(verdict.until, contact.expiresAt ?? Infinity)
      const { duties, warnings } = verdict
      const sending = { contact, to: 'sending' as const, validUntil, duties, warnings }
      return carrier && 'hasOther' in carrier && batch.carriers ? { ...sending, carrier } : sending
    }
    case 'defer':
      return laterOrExpired(contact, verdict.to, verdict.reasons, { told: true, now })
    case 'deny':
      return denied(contact, { dossier, file: theCase, reasons: verdict.reasons, now })
  }
}

interface Denied {
  dossier: SendingDossier
  file: SendingCase
  reasons: Reason[]
  now: Instant
}

/** The step rests to its own time on the next local day; the case may find another one. */
function denied(contact: ContactRow, { dossier, file: theCase, reasons, now }: Denied): Redeemed {
  const asks = reviewsOf(dossier, theCase, reasons, now).tasks
  return { contact, to: 'denied', reasons, reviewAt: now, ...(asks.length > 0 && { asks }) }
}

/** The contact is handed back without asking the law. */
function waitsFor(
  { now, brakes }: RedeemBatch,
  {
    contact,
    theCase,
    carrier,
  }: { contact: ContactRow; theCase: SendingCase; carrier: ReturnType<typeof carrierOf> },
): Redeemed | null {
  const retryAt = Math.min(now + RETRY_STOPPED, contact.expiresAt ?? Infinity)
  const { channel, creditor } = contact
  const brake =
    brakes.length > 0
      ? brakes.find((one) => stops(one, { channel, creditor, strategy: theCase.strategy }))
      : undefined
  if (brake) return later(contact, retryAt, stoppedBy(brake))
  if (carrier === null) return later(contact, Math.max(now + 1, retryAt), sendReason('no_provider'))
  if ('retryAt' in carrier) {
    const reason = sendReason(BREAKERS[carrier.kind].why, carrier.retryAt)
    return later(contact, Math.max(now + 1, Math.min(carrier.retryAt, retryAt)), reason)
  }
  if (contact.notBefore !== null && now < contact.notBefore) {
    return later(contact, contact.notBefore, sendReason('too_early', contact.notBefore))
  }
  return null
}

function later(contact: ContactRow, notBefore: Instant, reason: Reason): Redeemed {
  return { contact, to: 'planned', notBefore, reasons: [reason], told: false }
}

function byTurn(a: ContactRow, b: ContactRow): number {
  return a.person - b.person || (a.notBefore ?? 0) - (b.notBefore ?? 0) || a.id - b.id
}

interface Counted {
  of(dossier: Pick<SendingDossier, 'person' | 'contacts'>, but: ContactId): DossierContact[]
  take(contact: ContactRow, at: Instant): void
}

/** The contacts of every dossier that already hold a slot; one taken here is counted wherever it is seen: by its person, by others behind its number, by its household. */
function countedContacts(dossiers: ReadonlyMap<PersonId, SendingDossier>): Counted {
  const taken = new Map<PersonId, Taken[]>()
  const seenBy = new Map<ContactId, PersonId[]>()
  for (const [person, { contacts }] of dossiers) {
    for (const one of contacts) {
      const persons = seenBy.get(one.id)
      if (persons) persons.push(person)
      else seenBy.set(one.id, [person])
    }
  }
  return {
    of: ({ person, contacts }, but) => {
      const holding = contacts.filter(({ id, state }) => id !== but && !isWaiting(state))
      for (const one of taken.get(person.id) ?? []) if (one.contact.id !== but) holding.push(sendingOf(one))
      return holding
    },
    take: (contact, at) => {
      const seers = seenBy.get(contact.id)
      for (const person of seers ? new Set([contact.person, ...seers]) : [contact.person]) {
        const known = taken.get(person)
        if (known) known.push({ contact, at })
        else taken.set(person, [{ contact, at }])
      }
    },
  }
}

interface Taken {
  contact: ContactRow
  at: Instant
}

/** A row of so many fields is copied for whoever looks at it: few persons have two contacts on a page. */
function sendingOf({ contact, at }: Taken): DossierContact {
  return { ...contact, state: 'sending', at }
}
