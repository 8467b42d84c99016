import type { ContentHash } from '../base/id.ts'
import { daysBetween, lastDayOf } from '../base/time.ts'
import { legalFileOf, questionOf } from '../compliance/from-dossier.ts'
import { compileLaw, type Law } from '../compliance/law.ts'
import { permit } from '../compliance/permit.ts'
import type { Evidence } from '../compliance/question.ts'
import type { Verdict } from '../compliance/verdict.ts'
import type { Schedules } from '../config/schedules.ts'
import type { Strategy } from '../config/strategy.ts'
import type { Template } from '../config/template.ts'
import type { EvidenceFile } from '../decide/dossier.ts'
import { ground } from './ground.ts'
import type { AskRedeem, RedeemQuestion } from './redeem.ts'
import { templateFor } from './words.ts'

/** The compliance room's `permit`, asked about one contact. */
export type PermitContact = (question: ContactQuestion) => Verdict

export interface ContactQuestion extends RedeemQuestion {
  moment: 'redeem' | 'claim'
  /** Content tokens that the text carries; null = no text is named, and content is not judged. */
  tokens: string[] | null
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

export function askRedeem({ permit: ask, strategies, templates, moment, agent }: AskWith): AskRedeem {
  return (question) =>
    ask({
      ...question,
      moment,
      agent: agent ?? null,
      tokens:
        templateFor(templates, question.contact, question.dossier.person.locale)?.carries ??
        (question.contact.template === null ? null : []),
      packs: strategies.get(question.case.strategyHash)?.packs ?? [],
    })
}

const laws = new WeakMap<Schedules, Law>()

/** Under the packs and calendars of these schedules; compiled once for as long as they are kept. */
export function permitUnder(schedules: Schedules): PermitContact {
  let law = laws.get(schedules)
  if (!law) laws.set(schedules, (law = compileLaw(schedules)))
  const compiled = law
  return (question) => permitContact(question, compiled)
}

function permitContact(question: ContactQuestion, law: Law): Verdict {
  const { contact, dossier, at, agent, packs, tokens, moment } = question
  const account = dossier.accounts.find((one) => one.id === contact.accounts[0])
  if (!account) {
    return { answer: 'deny', reasons: [ground('case_closed')], review: false, duties: [], warnings: [] }
  }
  const anchor = account.anchor ?? contact.episode
  const asked = questionOf({
    dossier,
    account,
    point: dossier.points.find((one) => one.id === contact.point) ?? null,
    channel: contact.channel,
    at,
    dpd: anchor === null ? contact.dpd : daysBetween(anchor, lastDayOf(dossier.person.zones, at)),
    moment,
    durationMinutes: contact.durationMinutes,
    purpose: contact.purpose,
    tokens,
  })
  const file = legalFileOf(dossier, agent ? { agent: agent.name, evidence: evidenceOf(agent) } : {})
  return permit(asked, file, law, { packs })
}

/** An agent's training holds for every account; what was shown to one account holds for that one. */
function evidenceOf({ evidence }: Agent): Evidence[] {
  return evidence.map(({ key, value, at, until, account }) => ({
    key,
    value,
    at,
    until,
    account,
    point: null,
  }))
}
