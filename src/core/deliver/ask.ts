import type { ContentHash } from '../base/id.ts'
import type { Automation } from '../base/list.ts'
import type { Instant } from '../base/time.ts'
import type { Verdict } from '../model/verdict.ts'
import type { Strategy } from '../model/strategy.ts'
import type { Template } from '../model/template.ts'
import type { ContactRow } from '../model/contact-row.ts'
import type { SendingCase, SendingDossier, DossierEvidence } from '../model/dossier.ts'
import { tokensOf } from '../wording/reading.ts'
import type { Wording } from '../wording/wording.ts'
import { templateFor } from '../wording/words.ts'

/** What the law's answer may depend on of the contact itself, and of its case. */
export const ASKED_CONTACT = [
  'accounts',
  'channel',
  'dpd',
  'durationMinutes',
  'episode',
  'point',
  'purpose',
  'template',
] as const satisfies (keyof ContactRow)[]
export const ASKED_CASE = ['strategy', 'strategyHash'] as const satisfies (keyof SendingCase)[]

/** The second permit check, or a reason of our own for which the contact cannot be sent at all. */
export type AskRedeem = (question: RedeemQuestion) => Verdict
export interface RedeemQuestion {
  contact: ContactRow
  case: SendingCase
  /** The dossier without the contact itself and without what is only planned or queued: those are judged when their turn comes. */
  dossier: SendingDossier
  at: Instant
  /** Content that the values of the text suggest, beside what it says itself. */
  suspects?: readonly string[]
}

/** The compliance room's `permit`, asked about one contact. */
export type PermitContact = (question: ContactQuestion) => Verdict

export interface ContactQuestion extends RedeemQuestion {
  moment: 'redeem' | 'claim'
  /** Content tokens that the text carries; null = no text is named, and content is not judged. */
  tokens: string[] | null
  /** Who speaks, as the template says; absent = a human. */
  automation?: Automation | undefined
  agent: Agent | null
  /** Packs that the strategy adds to those that bind. */
  packs: string[]
  /** The version that the case is pinned to; absent = nobody knows it. */
  strategy?: Strategy | undefined
}

export interface Agent {
  name: string
  /** What is known of the agent, whoever it was told about. */
  evidence: DossierEvidence[]
}

/** What of a question the law is shown. */
export interface LegalQuestion extends Omit<ContactQuestion, 'contact' | 'case'> {
  contact: Pick<ContactRow, (typeof ASKED_CONTACT)[number]>
  case: Pick<SendingCase, (typeof ASKED_CASE)[number]>
}

interface AskWith {
  permit: PermitContact
  strategies: ReadonlyMap<ContentHash, Strategy>
  templates: readonly Template[]
  wording?: readonly Wording[]
  moment: 'redeem' | 'claim'
  agent?: Agent
}

export function askRedeem({ permit, strategies, templates, wording, moment, agent }: AskWith): AskRedeem {
  return (question) => {
    const { contact, suspects = [] } = question
    const template = templateFor(templates, contact, question.dossier.person.locale)
    const strategy = strategies.get(question.case.strategyHash)
    const unwritten = contact.template === null ? null : []
    return permit({
      ...question,
      moment,
      agent: agent ?? null,
      tokens: template ? [...tokensOf(template, wording ?? NO_LISTS), ...suspects] : unwritten,
      automation: template?.automation,
      packs: strategy?.packs ?? [],
      strategy,
    })
  }
}

const NO_LISTS: readonly Wording[] = []
