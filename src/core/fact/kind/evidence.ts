import { z } from 'zod'
import { type Applied, type Draft, refused, reviewSubject, type Subject } from '../draft.ts'
import { instant, name } from '../field.ts'
import { pointNamed } from '../named-point.ts'
import { pointOf, setValid } from '../person.ts'
import { pointRef } from '../said.ts'
import type { Telling } from '../telling.ts'
import { onEither } from './envelope.ts'
import { type FactEnd, type FactKind, when, whose } from './kind.ts'

/** What rules ask for: proofs and consents. */

function endOf({ until }: { until?: string | undefined }): FactEnd | null {
  if (until === undefined) return null
  const on = Date.parse(until)
  return { path: 'until', on, last: on }
}

const given = z.strictObject({
  type: z.literal('consent.given'),
  ...onEither,
  ...pointRef,
  consent: name,
  until: instant.optional(),
})
export const consentGiven: FactKind<typeof given> = {
  schema: given,
  key: (fact, point) => [...whose(fact), point ?? fact.point, fact.consent, when(fact)],
  names: ['consent', 'point'],
  needs: { points: true },
  supersedes: 'never',
  ends: endOf,
  about: 'either',
  apply: applyEvidence,
}

const revoked = z.strictObject({
  type: z.literal('consent.revoked'),
  ...onEither,
  ...pointRef,
  consent: name,
})
export const consentRevoked: FactKind<typeof revoked> = {
  schema: revoked,
  key: (fact, point) => [...whose(fact), point ?? fact.point, fact.consent, when(fact)],
  names: ['consent', 'point'],
  needs: { points: true },
  supersedes: 'never',
  about: 'either',
  apply: applyEvidence,
}

const recorded = z.strictObject({
  type: z.literal('evidence.recorded'),
  ...onEither,
  ...pointRef,
  agent: name.optional(),
  /** The key that a rule names, such as validation.sent_or_due_within_5d. */
  evidence: name,
  value: z.union([z.boolean(), z.number(), z.string().max(4000)]).default(true),
  until: instant.optional(),
})
export const evidenceRecorded: FactKind<typeof recorded> = {
  schema: recorded,
  key: (fact, point) => [...whose(fact), fact.agent, point ?? fact.point, fact.evidence, when(fact)],
  names: ['evidence', 'agent', 'point'],
  needs: { points: true },
  supersedes: 'never',
  ends: endOf,
  standsAlone: ({ agent }) => agent !== undefined,
  about: 'either_or_agent',
  apply: applyEvidence,
}

/** Consents are evidence too; the latest word counts, which is for the reader to find. */
function applyEvidence(
  draft: Draft,
  subject: Subject | null,
  fact: z.infer<typeof recorded | typeof given | typeof revoked>,
  prepared: Telling,
): Applied {
  const ref = subject ? pointNamed(draft, subject, { point: fact.point, heard: true }, prepared) : null
  if (ref === 'unknown') return refused(prepared, 'unknown_point', 'the person has no such point', 'point')
  const until = fact.type === 'consent.revoked' || fact.until === undefined ? null : Date.parse(fact.until)
  draft.changes.evidence.push({
    person: subject?.person.id ?? null,
    key: fact.type === 'evidence.recorded' ? fact.evidence : consentKey(fact.consent),
    account: subject?.account?.id ?? null,
    point: ref?.point ?? null,
    agent: fact.type === 'evidence.recorded' ? (fact.agent ?? null) : null,
    value: fact.type === 'evidence.recorded' ? fact.value : fact.type === 'consent.given',
    at: prepared.at,
    until,
  })
  const point = subject && ref && fact.type === 'consent.given' ? pointOf(draft, subject.person, ref) : null
  if (point) setValid(draft, point, true, prepared.at)
  if (subject) reviewSubject(draft, subject)
  return 'taken'
}

function consentKey(consent: string): string {
  return consent.startsWith('consent.') ? consent : `consent.${consent}`
}
