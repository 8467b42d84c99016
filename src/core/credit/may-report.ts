import { dpdOn } from '../arrears/dpd.ts'
import { isoOf, lastDayOf, type Instant } from '../base/time.ts'
import { circumstancesOf, questionOf } from '../compliance/known/from-dossier.ts'
import { gapOf, nameOfGap } from '../compliance/pack/coverage.ts'
import type { Law } from '../compliance/pack/law.ts'
import { permit } from '../compliance/permit.ts'
import type { Schedules } from '../config/schedules.ts'
import type { Dossier, DossierAccount } from '../model/dossier.ts'
import { HOLD_REASON } from '../model/hold-reason.ts'
import type { Strategy } from '../model/strategy.ts'
import { binds } from './credit-record.ts'

/** Why an account is not reported, and from when it may be; null = no time alone lifts it. */
export interface Withheld {
  from: string | null
  reasons: { rule: string; text: string; cite: string | null }[]
}

export interface CreditLaw {
  law: Law
  schedules: Pick<Schedules, 'packs' | 'calendars' | 'residences'>
  /** The strategy under which the account is collected; null = none takes it. */
  strategyOf: (account: DossierAccount) => Strategy | null
}

/** Nothing is reported that a law forbids, of which no law is known, or whose figures are in doubt. */
export function mayReport(
  dossier: Dossier,
  account: DossierAccount,
  at: Instant,
  { law, schedules, strategyOf }: CreditLaw,
): Withheld | null {
  const on = lastDayOf(dossier.person.zones, at)
  const doubt = dossier.holds.find(
    ({ reason, ...hold }) =>
      reason !== null && HOLD_REASON[reason].by === 'engine' && binds({ ...hold, reason }, account, at, on),
  )
  if (doubt) return inDoubt(`the figures are held: ${doubt.reason}`)
  const strategy = strategyOf(account)
  const { actor, product } = account
  const { regions } = dossier.person
  const gap = gapOf(schedules, { actor, product, regions }, strategy ? [strategy] : [])
  if (gap !== null) return withheld('no_law_on_file', `no law on file for ${nameOfGap(gap)}`)
  const question = questionOf({
    dossier,
    account,
    point: null,
    channel: null,
    action: 'credit_report',
    at,
    dpd: dpdOn(account.anchor, on),
    moment: 'plan',
  })
  const verdict = permit(question, circumstancesOf(dossier), law, { packs: strategy?.packs ?? [] })
  if (verdict.answer === 'permit') return null
  return {
    from: verdict.answer === 'defer' ? isoOf(verdict.to) : null,
    reasons: verdict.reasons.map(({ rule, text, cite }) => ({ rule, text, cite })),
  }
}

/** Nobody is told of an account whose figures may be wrong. */
export function inDoubt(text: string): Withheld {
  return withheld('figures_in_doubt', text)
}

function withheld(rule: string, text: string): Withheld {
  return { from: null, reasons: [{ rule, text, cite: null }] }
}
