import type { Verdict } from '../compliance/verdict.ts'
import type { Strategy } from '../config/strategy.ts'
import type { Template } from '../config/template.ts'
import type { ContentHash } from '../base/id.ts'
import type { EvidenceFile } from '../decide/dossier.ts'
import type { AskRedeem, RedeemQuestion } from './redeem.ts'
import { templateFor } from './words.ts'

/** The compliance room's `permit`, asked about one contact. */
export type PermitContact = (question: ContactQuestion) => Verdict

export interface ContactQuestion extends RedeemQuestion {
  moment: 'redeem' | 'claim'
  /** Content tokens that the text carries; null = nothing written or recorded is said. */
  tokens: string[] | null
  /** What is known of the agent; the person's own evidence is in the dossier. */
  agentEvidence: EvidenceFile[]
  /** Packs that the strategy adds to those that bind. */
  packs: string[]
}

export interface AskWith {
  permit: PermitContact
  strategies: ReadonlyMap<ContentHash, Strategy>
  templates: readonly Template[]
  moment: 'redeem' | 'claim'
  agentEvidence?: EvidenceFile[]
}

export function askRedeem({ permit, strategies, templates, moment, agentEvidence = [] }: AskWith): AskRedeem {
  return (question) =>
    permit({
      ...question,
      moment,
      agentEvidence,
      tokens:
        templateFor(templates, question.contact, question.dossier.person.locale)?.carries ??
        (question.contact.template === null ? null : []),
      packs: strategies.get(question.case.strategyHash)?.packs ?? [],
    })
}
