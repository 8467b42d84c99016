import { type KeysTold, keysAsked } from './key-told.ts'
import type { PermitOptions } from '../judgement.ts'
import { type Law, packsAsked, rulesFor } from '../pack/law.ts'
import type { Pack, RuleOf } from '../pack/pack.ts'
import { permit } from '../permit.ts'
import type { Circumstances, Question } from '../../model/question.ts'
import { type LegalStretch, legalStretches, type Period } from './stretches.ts'
import type { Verdict } from '../../model/verdict.ts'

/** What the law says of one contact: at one instant, and over a period. */
export interface Explained {
  question: Question
  verdict: Verdict
  stretches: LegalStretch[]
  packs: Pack[]
  /** What its text must and must not say; judged on the text itself, not here. */
  texts: TextRule[]
  /** The facts that are missing or have to be shown: how each comes to be known. */
  keys: KeysTold
}

export interface TextRule {
  rule: string
  pack: string
  must: readonly string[]
  never: readonly string[]
  when: 'first' | 'each' | 'later'
}

/** What the law says of the way to make the contact (a number, an address) that may be gone the soonest; there must be at least one way. */
export function explain(
  ways: readonly [Question, ...Question[]],
  file: Circumstances,
  law: Law,
  { from, until, ...options }: Period & PermitOptions,
): Explained {
  const [first, ...others] = ways
  let best = { question: first, verdict: permit(first, file, law, options) }
  for (const question of others) {
    const verdict = permit(question, file, law, options)
    if (waitOf(verdict) < waitOf(best.verdict)) best = { question, verdict }
  }
  const { actor, product } = best.question
  const asked = { regions: file.regions, actor, product, ...(options.packs && { packs: options.packs }) }
  const { verdict } = best
  const packs = packsAsked(law, asked)
  const stretches = legalStretches(best.question, file, law, { from, until, ...options })
  const reasons = [
    ...(verdict.answer === 'permit' ? [] : verdict.reasons),
    ...verdict.warnings,
    ...stretches.flatMap(({ refusals }) => refusals),
  ]
  return {
    ...best,
    stretches,
    packs,
    keys: keysAsked(packs, reasons, verdict.duties),
    texts: textRules(best.question, file, law, options),
  }
}

function waitOf(verdict: Verdict): number {
  switch (verdict.answer) {
    case 'permit':
      return -Infinity
    case 'defer':
      return verdict.to
    case 'deny':
      return Infinity
  }
}

function textRules(question: Question, file: Circumstances, law: Law, options: PermitOptions): TextRule[] {
  const { actor, product, channel } = question
  const asked = { ...options, regions: file.regions, actor, product, channel }
  return rulesFor(law, asked).flatMap((legal): TextRule[] => {
    const { rule, pack } = legal
    if (!isContent(rule) || !legal.isAbout(question) || !legal.inForce(question, file)) return []
    const { must = [], never = [], when } = rule.parameters
    return [{ rule: rule.rule, pack: pack.pack, must, never, when }]
  })
}

function isContent(rule: Pack['rules'][number]): rule is RuleOf<'content'> {
  return rule.kind === 'content'
}
