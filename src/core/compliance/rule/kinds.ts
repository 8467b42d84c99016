import { PURPOSES } from '../../base/list.ts'
import { cap } from './cap.ts'
import { content } from './content.ts'
import { gap } from './gap.ts'
import { hold } from './hold.ts'
import type { Terms } from '../known/keys.ts'
import { requirement } from './require.ts'
import { retain } from './retain.ts'
import type { RuleBase } from './base.ts'
import type { Changed, Idle, Judged, RuleKind } from './kind.ts'
import { window } from './window.ts'

/** The kinds of rules that a pack may hold, in the order in which they are judged. A new one is one file and one line here. */
export const RULE_KIND = {
  hold,
  require: requirement,
  window,
  gap,
  cap,
  content,
  retain,
} satisfies Record<string, RuleKind<never>>

export type RuleKindName = keyof typeof RULE_KIND
export const RULE_KINDS = Object.keys(RULE_KIND) as RuleKindName[]

/** A rule of any kind: its parameters are those of its kind, as the schema of packs has seen to. */
type AnyRule = RuleBase & { kind: RuleKindName; parameters: unknown }

export function kindOfRule({ kind }: Pick<AnyRule, 'kind'>): RuleKind<never> {
  return RULE_KIND[kind]
}

export function judgeOf(rule: AnyRule, terms: Terms): Judged {
  return kindOfRule(rule).judge(rule as never, terms)
}

export function asksCalendar(rule: AnyRule): boolean {
  const ofDuty = rule.duty !== undefined && 'businessDays' in rule.duty.within
  return ofDuty || kindOfRule(rule).needsCalendar(rule.parameters as never)
}

export function looksBack(rule: AnyRule, beyond: number): boolean {
  return kindOfRule(rule).looksBack(rule.parameters as never, beyond)
}

export function asksPeople(rule: AnyRule): boolean {
  return kindOfRule(rule).asksPeople?.(rule.parameters as never) ?? false
}

export function asksPerson(rule: AnyRule): boolean {
  return kindOfRule(rule).asksPerson?.(rule.parameters as never) ?? false
}

/** Whether the hour or the date matters to a rule. */
export function readsClock(rule: AnyRule): boolean {
  if (rule.inForceFrom !== undefined || rule.inForceUntil !== undefined) return true
  return kindOfRule(rule).readsClock(rule.parameters as never)
}

export function idleOf(rule: AnyRule, mutated: AnyRule, changed: Changed): Idle {
  return kindOfRule(rule).idle?.(rule as never, mutated as never, changed) ?? false
}

/** What a rule says that is no fact: a ban that always holds, a hold that never ends. */
const WORDS = new Set(['always', 'never'])

/** Every fact that the rule names, by key: what it requires, what lifts it, what it holds for, what starts and ends that. */
export function factKeysOf(rule: AnyRule): string[] {
  const own = kindOfRule(rule).keys(rule.parameters as never)
  const keys = [...(rule.unless ?? []), ...own, ...(rule.duty ? [rule.duty.doneBy] : [])]
  return [...new Set(keys)].filter((key) => !WORDS.has(key))
}

/** Every word about a single contact that the rule leaves out or lets pass; purposes are not among them. */
export function marksOf(rule: AnyRule): string[] {
  const named = kindOfRule(rule).marks?.(rule.parameters as never) ?? []
  return named.filter((word) => !PURPOSES.some((purpose) => purpose === word))
}
