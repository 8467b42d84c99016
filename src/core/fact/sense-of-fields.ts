import type { Problem } from '../base/problem.ts'
import { accountIn, debtorIn, FACT, type FactInput } from './fact.ts'
import type { FactKind } from './kind/kind.ts'

/** What a schema per field cannot see. */
export function senseOf(fact: FactInput): Problem | null {
  const kind: FactKind = FACT[fact.type]
  const wrong = kind.sense?.(fact) ?? null
  if (wrong) return wrong
  const end = kind.ends?.(fact) ?? null
  if (typeof end?.on === 'number' && end.on < Date.parse(fact.at)) {
    const message = 'the end lies before the fact itself'
    return { code: 'ends_before', path: end.path, message, ...MEND_END }
  }
  if (kind.about === 'nobody' || kind.standsAlone?.(fact)) return null
  if (accountIn(fact) !== undefined || debtorIn(fact) !== undefined) return null
  return { code: 'missing_account', path: 'account', message: 'neither account nor debtor is given' }
}

const MEND_END = { suggestion: 'look at the year; leave until out where there is no end' }
