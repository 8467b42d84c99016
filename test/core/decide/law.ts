import type { ContentHash } from '../../../src/core/base/id.ts'
import type { Instant } from '../../../src/core/base/time.ts'
import type { Circumstances, PastContact, Question } from '../../../src/core/model/question.ts'
import type { Verdict } from '../../../src/core/model/verdict.ts'
import type { Strategy } from '../../../src/core/model/strategy.ts'
import type { Template } from '../../../src/core/model/template.ts'
import type { DossierContact } from '../../../src/core/model/dossier.ts'
import type { Planning } from '../../../src/core/decide/planning.ts'

export const always: Verdict = { answer: 'permit', until: 8e15, duties: [], warnings: [] }

export function denies(rule: string, review = false): Verdict {
  const reason = {
    rule,
    pack: 'test',
    text: rule,
    cite: null,
    effect: review ? ('review' as const) : ('block' as const),
    liftsAt: null,
  }
  return { answer: 'deny', reasons: [reason], review, duties: [], warnings: [] }
}

export function defersTo(to: Instant, rule = 'TEST-WINDOW'): Verdict {
  const reason = { rule, pack: 'test', text: rule, cite: null, effect: 'block' as const, liftsAt: to }
  return { answer: 'defer', to, until: to + 3_600_000, reasons: [reason], duties: [], warnings: [] }
}

export type Law = (question: Question, history: readonly PastContact[]) => Verdict

/** A law that is a function of the question and of what was planned before it. */
export function planningOf(strategies: Strategy[], law: Law = () => always, texts?: Template[]): Planning {
  const active = new Map(strategies.map((one) => [one.strategy, one]))
  const steps = strategies.flatMap((one) => one.stages.flatMap((stage) => stage.steps))
  const written = steps.flatMap((step) =>
    step.channel === 'human'
      ? []
      : [templateOf({ template: step.template ?? step.script ?? '', channel: step.channel })],
  )
  return {
    strategies: new Map(strategies.map((one) => [one.hash, one])),
    active,
    templates: texts ?? written,
    wording: [],
    ask: (question, file) => law(question, file.history),
    fileOf: (dossier, assume): Circumstances => ({
      regions: [],
      zones: ['UTC'],
      closed: [],
      history: [...dossier.contacts.map(pastOf), ...assume],
      statuses: [],
      evidence: [],
    }),
  }
}

export function templateOf(given: Partial<Template>): Template {
  return {
    template: 'friendly',
    locale: 'en',
    channel: 'sms',
    purpose: 'collect',
    carries: [],
    acknowledges: [],
    maxSegments: 3,
    text: 'Pay, please.',
    hash: 'f'.repeat(64) as ContentHash,
    ...given,
  }
}

function pastOf(contact: DossierContact): PastContact {
  return {
    at: contact.at ?? contact.notBefore ?? 0,
    channel: contact.channel,
    direction: contact.direction,
    outcome: contact.outcome,
    role: contact.role,
    place: contact.place,
    purpose: contact.purpose,
    person: contact.person,
    accounts: contact.accounts,
    bookedTo: null,
    point: contact.number,
    creditor: contact.creditor,
    collector: contact.collector,
    household: contact.household,
    tags: [],
    automation: null,
    line: null,
    actor: null,
    product: null,
    action: null,
  }
}
