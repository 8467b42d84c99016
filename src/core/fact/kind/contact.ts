import { z } from 'zod'
import { LONGEST_MESSAGE } from '../../base/list.ts'
import { CHANNELS } from '../../channel/channel.ts'
import { DISPOSITIONS, meaningOf, OPT_OUT_MESSAGE } from '../../channel/disposition.ts'
import type { ContactKind } from '../../model/contact-kind.ts'
import type { LedgerAccount, LedgerPoint } from '../../model/ledger.ts'
import { mayOptOut } from '../../wording/understand.ts'
import { takeReply } from '../apply/reply.ts'
import { senseOfSettlement, settlementIn } from '../apply/settled-words.ts'
import { applyWords, needsOfWord, planIn, promiseIn, senseOfPlan } from '../apply/words.ts'
import { type Applied, type Draft, refused, reviewSubject, type Subject } from '../draft.ts'
import { name } from '../field.ts'
import { pointNamed } from '../named-point.ts'
import { pointOf, setValid } from '../person.ts'
import {
  contactKind,
  pointRef,
  planned,
  promised,
  senseOfPromise,
  settledFor,
  spokenTo,
  tellerOfOffer,
} from '../said.ts'
import type { Telling } from '../telling.ts'
import { onEither } from './envelope.ts'
import { type FactKind, when, whose } from './kind.ts'
import { endOfAgreed } from './outcome.ts'

/** A contact made outside the engine (before it, by an agency, or by the debtor): caps and gaps count it, what was said in it acts as of `at`, and a message from the debtor that asks to be left alone is an opt-out. */
const recorded = z.strictObject({
  type: z.literal('contact.recorded'),
  ...onEither,
  ...pointRef,
  channel: z.enum(CHANNELS),
  direction: z.enum(['out', 'in']).default('out'),
  disposition: z.enum(DISPOSITIONS),
  promise: promised,
  plan: planned,
  settlement: settledFor,
  toldBy: tellerOfOffer,
  agent: spokenTo,
  creditor: name.optional(),
  collector: name.optional(),
  ...contactKind,
  text: z.string().max(LONGEST_MESSAGE).optional(),
})
export const contactRecorded: FactKind<typeof recorded> = {
  schema: recorded,
  key: (fact, point) => [
    ...whose(fact),
    fact.channel,
    fact.direction,
    point ?? fact.point,
    fact.disposition,
    when(fact),
  ],
  names: ['channel', 'point', 'at', 'key'],
  needs: ({ disposition, point }, { reply, named }) => {
    const { reaches, ...word } = needsOfWord(disposition)
    const asks = mayOptOut(reply)
    const whole = reaches === 'any' && point === undefined ? reaches : (reaches ?? asks) && 'point'
    return {
      ...word,
      points: true,
      ...(asks && { holds: true, early: named !== null }),
      ...(whole && { reaches: whole }),
    }
  },
  supersedes: 'where_it_changes',
  sense: (fact) => senseOfPromise(fact) ?? senseOfPlan(fact) ?? senseOfSettlement(fact),
  differs: ['toldBy'],
  ends: endOfAgreed,
  standsAlone: ({ direction, point }) => direction === 'in' && typeof point === 'string',
  isOfNumber: ({ reply }) => mayOptOut(reply),
  personal: ['text'],
  text: 'text',
  about: 'either',
  apply: applyRecorded,
}

/** A contact made outside the engine: it is there for caps, gaps and `reached`, and what was said in it acts. */
function applyRecorded(
  draft: Draft,
  subject: Subject,
  fact: z.infer<typeof recorded>,
  prepared: Telling,
): Applied {
  const ref = pointNamed(draft, subject, { point: fact.point, heard: isHeardIn(fact) }, prepared)
  if (ref === 'unknown') return refused(prepared, 'unknown_point', 'the person has no such point', 'point')
  const promise = promiseIn(subject, fact, prepared)
  if (promise !== null && 'code' in promise) return promise
  const plan = planIn(subject, fact, prepared)
  if (plan !== null && 'code' in plan) return plan
  const name = `said-${prepared.digest.slice(0, 12)}`
  const settlement = settlementIn(draft, subject, { ...fact, name }, prepared)
  if (settlement !== null && 'code' in settlement) return settlement
  const { person, account } = subject
  const disposition = prepared.reply === 'optout' ? OPT_OUT_MESSAGE : fact.disposition
  const own = ref ? pointOf(draft, person, ref) : undefined
  const creditor = fact.creditor ?? account?.creditor ?? ''
  draft.changes.recorded.push({
    person: person.id,
    case: null,
    account: account?.id ?? null,
    point: ref?.point ?? null,
    number: ref?.number ?? null,
    household: person.household,
    channel: fact.channel,
    direction: fact.direction,
    creditor,
    collector: fact.collector ?? account?.collector ?? creditor,
    at: prepared.at,
    outcome: meaningOf(fact.disposition).outcome,
    disposition,
    ...kindSaid(fact, account, own),
  })
  const where = { number: ref?.number ?? null, point: ref?.point ?? null }
  const words = fact.disposition === disposition ? [disposition] : [fact.disposition, disposition]
  for (const word of words)
    applyWords(
      draft,
      subject,
      { disposition: word, channel: fact.channel, ...where, promise, plan, settlement, name },
      prepared,
    )
  if (own && fact.direction === 'in' && meaningOf(fact.disposition).rightParty)
    setValid(draft, own, true, prepared.at)
  if (prepared.reply) takeReply(draft, subject, ref, prepared)
  reviewSubject(draft, { person, account: null })
  return 'taken'
}

/** It came from the number, or told it dead. */
function isHeardIn({ direction, disposition }: z.infer<typeof recorded>): boolean {
  return direction === 'in' || meaningOf(disposition).effect === 'point_invalid'
}

/** What the fact does not say is as of the account and the number; who acted, only where its own collector did. */
function kindSaid(
  fact: z.infer<typeof recorded>,
  account: LedgerAccount | null,
  point: LedgerPoint | undefined,
): ContactKind {
  const { automation = null, line, actor, product, action = null, collector } = fact
  const own = collector === undefined || collector === account?.collector
  return {
    automation,
    line: line ?? point?.line ?? null,
    actor: actor ?? (own ? (account?.actor ?? null) : null),
    product: product ?? account?.product ?? null,
    action,
  }
}
