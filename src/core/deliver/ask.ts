import type { ContentHash } from '../base/id.ts'
import type { Automation } from '../base/list.ts'
import type { Verdict } from '../compliance/verdict.ts'
import type { Strategy } from '../config/strategy.ts'
import type { Template } from '../config/template.ts'
import type { EvidenceFile } from '../decide/dossier.ts'
import type { AskRedeem, RedeemQuestion } from './redeem.ts'
import { templateFor } from './words.ts'

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
}

export interface Agent {
  name: string
  /** What is known of the agent, whoever it was told about. */
  evidence: EvidenceFile[]
}

export interface AskWith {
  permit: PermitContact
  strategies: ReadonlyMap<ContentHash, Strategy>
  templates: readonly Template[]
  moment: 'redeem' | 'claim'
  agent?: Agent
}

export function askRedeem({ permit, strategies, templates, moment, agent }: AskWith): AskRedeem {
  return (question) => {
    const template = templateFor(templates, question.contact, question.dossier.person.locale)
    return permit({
      ...question,
      moment,
      agent: agent ?? null,
      tokens: template?.carries ?? (question.contact.template === null ? null : []),
      automation: template?.automation,
      packs: strategies.get(question.case.strategyHash)?.packs ?? [],
    })
  }
}
