import { alternativesOf, type Edit } from './mutate-value.ts'
import { type Pack, PackSchema, type Rule, RuleSchema } from '../compliance/pack.ts'
import { isIdle } from './idle.ts'
import { kindOfRule, readsClock } from '../compliance/rule/kinds.ts'

/** A pack with one thing wrong, to see whether its worked cases notice. */
export interface Mutant {
  /** `XX-01 max 3 -> 4`, or the pack's name and what of its binding is wrong. */
  name: string
  /** The rule that is wrong; null = the pack as a whole. */
  rule: string | null
  /** Holds only the rules that are wrong: none where the rule was removed. */
  pack: Pack
}

/** What is walked through in a rule: whatever decides, not what explains. */
const DECIDES = ['appliesTo', 'unless', 'state', 'disputedIn', 'inForceFrom', 'inForceUntil', 'parameters']

/** Each rule removed; each number, minute and date nudged by one; each element of a list left out; each choice made otherwise. Duties to keep records have no mutants: no contact shows them. */
export function mutantsOf(pack: Pack): Mutant[] {
  return [
    ...pack.rules.filter((rule) => !kindOfRule(rule).silent).flatMap((rule) => ofRule(rule, pack)),
    ...ofPack(pack),
  ]
}

function ofRule(rule: Rule, pack: Pack): Mutant[] {
  const removed: Mutant = { name: `${rule.rule} removed`, rule: rule.rule, pack: { ...pack, rules: [] } }
  const changed = editsOf(rule, DECIDES).flatMap((edit): Mutant[] => {
    const { path, what, value } = edit
    const mutated = RuleSchema.safeParse(edited(rule, path, value))
    if (!mutated.success || isIdle(rule, mutated.data, { path, clock: pack.clock })) return []
    const place = path.filter((key) => key !== 'parameters').join('.')
    return [
      { name: `${rule.rule} ${place} ${what}`, rule: rule.rule, pack: { ...pack, rules: [mutated.data] } },
    ]
  })
  return [removed, ...changed]
}

function ofPack(pack: Pack): Mutant[] {
  const { hash, ...file } = pack
  return editsOf(file, ['binds', 'clock']).flatMap(({ path, what, value }): Mutant[] => {
    if (path.includes('zone') && !pack.rules.some(readsClock)) return []
    if (path.includes('weekStart') && !/"calendar":"week"/.test(JSON.stringify(pack.rules))) return []
    const mutated = PackSchema.safeParse(edited(file, path, value))
    if (!mutated.success) return []
    const name = `${pack.pack} ${path.join('.')} ${what}`
    return [{ name, rule: null, pack: { ...mutated.data, hash } }]
  })
}

type Path = Edit['path']

function editsOf(value: object, keys: readonly string[]): Edit[] {
  return Object.entries(value).flatMap(([key, item]) => (keys.includes(key) ? walk(item, [key]) : []))
}

function walk(value: unknown, path: Path): Edit[] {
  const own = alternativesOf(String(path.at(-1)), value).map((alternative) => ({ ...alternative, path }))
  if (value === null || typeof value !== 'object') return own
  const inner = Array.isArray(value)
    ? value.flatMap((item: unknown, index) => walk(item, [...path, index]))
    : Object.entries(value).flatMap(([key, item]) => walk(item, [...path, key]))
  return [...own, ...inner]
}

/** A copy with the value at the path replaced; undefined takes the key away. */
function edited(node: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value
  if (Array.isArray(node)) {
    return node.map((item: unknown, index) => (index === key ? edited(item, rest, value) : item))
  }
  return Object.fromEntries(
    Object.entries(node ?? {}).flatMap(([name, item]: [string, unknown]) => {
      const next = name === key ? edited(item, rest, value) : item
      return next === undefined ? [] : [[name, next]]
    }),
  )
}
