import { z } from 'zod'
import { applyEvidence } from '../apply/person.ts'
import { instant, name } from '../field.ts'
import { pointRef } from '../said.ts'
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
