import { daysBetween, lastDayOf } from '../base/time.ts'
import { gapOf } from '../compliance/pack/coverage.ts'
import { circumstancesOf, questionOf } from '../compliance/known/from-dossier.ts'
import { type Law, lawOf } from '../compliance/pack/law.ts'
import { permit } from '../compliance/permit.ts'
import type { Evidence } from '../model/question.ts'
import type { Verdict } from '../model/verdict.ts'
import type { Schedules } from '../config/schedules.ts'
import type { Agent, LegalQuestion, PermitContact } from './ask.ts'
import { type SendReason, sendReason } from './send-reason.ts'

/** The permit check under the packs and calendars of these schedules; nothing is permitted where they say no law at all. */
export function permitUnder(schedules: Schedules): PermitContact {
  const ask = askLaw(lawOf(schedules))
  return (question) => (isLawless(schedules, question) ? denied('no_law_on_file') : ask(question))
}

/** Whether no law is on file: either the version that the case is pinned to or the active one may accept the residence. */
function isLawless(schedules: Schedules, question: LegalQuestion): boolean {
  const { contact, dossier, strategy, case: theCase } = question
  const account = dossier.accounts.find((one) => one.id === contact.accounts[0])
  if (!account) return false
  const active = schedules.strategies.find((one) => one.strategy === theCase.strategy)
  const versions = [strategy, active].filter((one) => one !== undefined)
  const { actor, product } = account
  return gapOf(schedules, { actor, product, regions: dossier.person.regions }, versions) !== null
}

function denied(why: SendReason): Verdict {
  return { answer: 'deny', reasons: [sendReason(why)], review: false, duties: [], warnings: [] }
}

/** The question about a contact that is to be sent, claimed or started, from the dossier that was loaded under its locks. */
export function askLaw(law: Law): PermitContact {
  return (question) => permitContact(question, law)
}

function permitContact(question: LegalQuestion, law: Law): Verdict {
  const { contact, dossier, at, agent, packs, tokens, automation, moment } = question
  const account = dossier.accounts.find((one) => one.id === contact.accounts[0])
  if (!account) return denied('case_closed')
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
    ...(automation && { automation }),
  })
  const file = circumstancesOf(dossier, agent ? { agent: agent.name, evidence: evidenceOf(agent) } : {})
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
