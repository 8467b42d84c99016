import type { Coverage } from '../../core/compliance/pack/coverage.ts'
import type { Explained, TextRule } from '../../core/compliance/told/explained.ts'
import type { KeysTold } from '../../core/compliance/told/key-told.ts'
import type { Circumstances } from '../../core/model/question.ts'
import type { Duty, Reason } from '../../core/model/verdict.ts'
import { type Instant, isoOf } from '../../core/base/time.ts'
import type { LawRecord } from '../config/law-record.ts'

/** The person and the account that it is about, by the ledger's own ids; all null for somebody who is only supposed. */
export interface About {
  person: string | null
  account: string | null
  /** Other accounts of the person: their contacts count too. */
  others: number
  case: string | null
  /** The reason for which the case rests, where it keeps the engine from contacting whatever the law says. */
  rests: string | null
  /** There is no valid number or address of the kind. */
  unreachable: boolean
  /** The knowledge by which it was judged: what had been recorded by that instant, or all that is known; null for somebody supposed. */
  known: 'then' | 'now' | null
}

/** `arrears compliance explain --json`: instants are UTC texts with `Z`. */
export interface LegalReport extends About {
  channel: string | null
  role: string
  place: string
  purpose: string
  automation: string
  actor: string | null
  product: string | null
  minutes: number
  dpd: number | null
  residence: string[]
  /** The coverage of each residence: by a pack of its own, accepted without one, or neither. */
  coverage: Record<string, Coverage>
  zones: string[]
  at: string
  answer: 'permit' | 'defer' | 'deny'
  /** The earliest lawful instant, where it is not `at`. */
  lawfulFrom: string | null
  lawfulUntil: string | null
  /** A human is to be asked. */
  review: boolean
  reasons: ReportReason[]
  duties: Duty[]
  warnings: ReportReason[]
  texts: TextRule[]
  /** The facts that are missing or have to be shown: how each comes to be known. */
  keys: KeysTold
  /** The same law, rule and time zone data give the same answer. */
  law: LawRecord
  stretches: { from: string; until: string; open: boolean; reasons: ReportReason[] }[]
}

export type ReportReason = Omit<Reason, 'liftsAt'> & { liftsAt: string | null }

export function reportOf(
  about: About,
  explained: Explained,
  file: Circumstances,
  { law, coverage }: { law: LawRecord; coverage: LegalReport['coverage'] },
): LegalReport {
  const { question, verdict, stretches, texts, keys } = explained
  const { channel, role, place, purpose, automation, actor, product, dpd, durationMinutes } = question
  return {
    ...about,
    channel,
    role,
    place,
    purpose,
    automation,
    actor,
    product,
    minutes: durationMinutes,
    dpd,
    residence: file.regions,
    coverage,
    zones: file.zones,
    at: isoOf(question.at),
    answer: verdict.answer,
    lawfulFrom: verdict.answer === 'defer' ? isoOf(verdict.to) : null,
    lawfulUntil: verdict.answer === 'deny' ? null : isoOf(verdict.until),
    review: verdict.answer === 'deny' && verdict.review,
    reasons: verdict.answer === 'permit' ? [] : verdict.reasons.map(told),
    duties: verdict.duties,
    warnings: verdict.warnings.map(told),
    texts,
    keys,
    law,
    stretches: stretches.map(({ from, until, refusals }) => ({
      from: isoOf(from),
      until: isoOf(until),
      open: refusals.length === 0,
      reasons: refusals.map(told),
    })),
  }
}

function told(reason: Reason): ReportReason {
  return { ...reason, liftsAt: isoOrNull(reason.liftsAt) }
}

function isoOrNull(at: Instant | null): string | null {
  return at === null ? null : isoOf(at)
}
