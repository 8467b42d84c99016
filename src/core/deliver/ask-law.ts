import { legalFileOf, questionOf } from '../compliance/from-dossier.ts'
import type { Law } from '../compliance/law.ts'
import { permit } from '../compliance/permit.ts'
import { lastDayOf } from '../base/time.ts'
import { dpdOn } from '../detect/dpd.ts'
import type { ContactQuestion, PermitContact } from './ask.ts'

/** Asks the law about a contact that is to be sent or claimed, from the dossier that was loaded under its locks. */
export function askLaw(law: Law): PermitContact {
  return (asked) => {
    const { contact, dossier, agentEvidence, packs } = asked
    const known = { ...dossier, evidence: [...dossier.evidence, ...agentEvidence] }
    const agent = agentEvidence[0]?.agent ?? contact.agent
    const file = legalFileOf(known, agent === null ? {} : { agent })
    return permit(questionFrom(asked), file, law, { packs })
  }
}

function questionFrom({ contact, case: file, dossier, at, moment, tokens }: ContactQuestion) {
  const account = dossier.accounts.find((one) => one.id === file.account)
  if (!account) throw new Error(`case ${file.id} has no account in its dossier`)
  return questionOf({
    dossier,
    account,
    point: dossier.points.find((one) => one.id === contact.point) ?? null,
    channel: contact.channel,
    at,
    dpd: account.anchor === null ? null : dpdOn(account.anchor, lastDayOf(dossier.person.zones, at)),
    moment,
    durationMinutes: contact.durationMinutes,
    purpose: contact.purpose,
    tokens,
  })
}
