import { PURPOSES } from '../base/list.ts'
import type { Rule } from './pack.ts'

/** What a rule says that is no fact: a ban that always holds, a hold that never ends. */
const WORDS = new Set(['always', 'never'])

/** Every fact that the rule names, by key: what it requires, what lifts it, what it holds for, what starts and ends that. */
export function factKeysOf(rule: Rule): string[] {
  const keys = [...(rule.unless ?? []), ...ofParameters(rule), ...(rule.duty ? [rule.duty.doneBy] : [])]
  return [...new Set(keys)].filter((key) => !WORDS.has(key))
}

/** Every word about a single contact that the rule leaves out or lets pass; purposes are not among them. */
export function marksOf(rule: Rule): string[] {
  const named =
    rule.kind === 'cap' ? rule.parameters.not : rule.kind === 'hold' ? rule.parameters.allows : undefined
  return (named ?? []).filter((word) => !PURPOSES.some((purpose) => purpose === word))
}

function ofParameters(rule: Rule): string[] {
  switch (rule.kind) {
    case 'require': {
      const { all = [], any = [] } = rule.parameters
      return [...all, ...any].map(({ evidence }) => evidence)
    }
    case 'gap':
      return [rule.parameters.after.event]
    case 'hold':
      return ofHold(rule.parameters)
    default:
      return []
  }
}

function ofHold({ while: name, lasts }: Extract<Rule, { kind: 'hold' }>['parameters']): string[] {
  const keys = [name, ...(lasts.until ?? [])]
  if (!('for' in lasts)) return keys
  const { from = name, extension } = lasts
  if (!extension) return [...keys, from]
  return [...keys, from, extension.if ?? `${name}.extended`, ...(extension.until ?? [])]
}
