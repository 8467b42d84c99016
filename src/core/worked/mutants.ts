import { type Pack, PackSchema, type Rule, RuleSchema } from '../compliance/pack/pack.ts'
import { isIdle } from './idle.ts'
import { kindOfRule, readsClock } from '../compliance/rule/kinds.ts'
import { addDays, isDay } from '../base/time.ts'

/** A pack with one thing wrong, to see whether its worked cases notice. */
export interface Mutant {
  /** `XX-01 max 3 -> 4`, or the pack's name and what of its binding is wrong. */
  name: string
  /** The rule that is wrong; null = the pack as a whole. */
  rule: string | null
  /** The law holds only the rules that are wrong: none where the rule was removed. */
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

/** What a value of a rule could wrongly have been; undefined = its key is not there. */
interface Alternative {
  what: string
  value: unknown
}

/** One of them, and where in the rule it goes. */
interface Edit extends Alternative {
  path: readonly (string | number)[]
}

function alternativesOf(key: string, value: unknown): Alternative[] {
  if (typeof value === 'number') return [value - 1, value + 1].map((next) => to(value, next))
  if (typeof value === 'string') return textAlternatives(key, value)
  if (Array.isArray(value)) return listAlternatives(key, value)
  return OPTIONAL.has(key) ? [GONE] : spanAlternatives(key, value)
}

const GONE: Alternative = { what: 'gone', value: undefined }
const OPTIONAL = new Set(['dpd', 'extension', 'wholeContact', 'onlyUnanswered', 'maxAge', 'minAge'])
const OPTIONAL_TEXTS = new Set(['distinct', 'zone', 'from', 'if'])

/** What else a choice could have been; the neighbours, where there is an order. */
const CHOICES: Record<string, Record<string, readonly string[]>> = {
  state: { draft: ['active'], disputed: ['active'], superseded: ['active'] },
  counts: {
    attempt: ['connected'],
    connected: ['attempt', 'answered'],
    answered: ['connected', 'conversation'],
    conversation: ['answered'],
  },
  split: { each: ['one'], one: ['each'] },
  dayOne: { event: ['next'], next: ['event'] },
  calendar: { day: ['week', 'month'], week: ['day', 'month'], month: ['week', 'day'] },
  when: { first: ['each', 'later'], later: ['each', 'first'], each: ['first', 'later'] },
  event: { attempt: ['conversation'], conversation: ['attempt'] },
  weekStart: { mon: ['sun'], sun: ['mon'] },
  scope: {
    point: ['person'],
    channel: ['person'],
    place: ['person'],
    account: ['person'],
    person: ['account'],
    household: ['account'],
  },
}

function textAlternatives(key: string, text: string): Alternative[] {
  if (isDay(text)) return [-1, 1].map((days) => to(text, addDays(text, days)))
  if (/^\d\d:\d\d$/.test(text)) return nudgedTime(text).map((time) => to(text, time))
  if (key === 'days') return otherDays(text).map((days) => to(text, days))
  if (key === 'per') return text === 'channel' ? [GONE] : []
  if (key === 'zone' && text === 'debtor') return [to(text, 'UTC')]
  const others = CHOICES[key]?.[text]?.map((other) => to(text, other)) ?? []
  if (key === 'zone') others.push(to(text, 'debtor'))
  return OPTIONAL_TEXTS.has(key) ? [...others, GONE] : others
}

function listAlternatives(key: string, list: readonly unknown[]): Alternative[] {
  if (key === 'hours') return []
  const [only] = list
  if (list.length === 1) {
    if (key === 'until')
      return only === 'never' ? [] : [{ what: `without ${nameOf(only)}`, value: ['never'] }]
    if (key === 'per') return [to(only, only === 'person' ? ['account'] : ['person'])]
    return [{ what: SAYS.has(key) ? `without ${nameOf(only)}` : 'any', value: undefined }]
  }
  const shorter = list.map((item, index): Alternative => {
    return { what: `without ${nameOf(item)}`, value: list.filter((_, at) => at !== index) }
  })
  return SAYS.has(key) ? shorter : [...shorter, { what: 'any', value: undefined }]
}
/** Lists whose absence says nothing; that of the others says any. */
const SAYS = new Set(['unless', 'not', 'allows', 'must', 'never', 'all', 'any', 'until', 'open', 'per'])

function spanAlternatives(key: string, value: unknown): Alternative[] {
  const forLife = key === 'span' && typeof value === 'object' && value !== null && 'lifetime' in value
  return forLife ? [{ what: 'lifetime -> 365 days', value: { days: 365 } }] : []
}

function to(from: unknown, value: unknown): Alternative {
  return { what: `${nameOf(from)} -> ${nameOf(value)}`, value }
}

function nameOf(item: unknown): string {
  if (Array.isArray(item) && item.length === 1) return nameOf(item[0])
  if (typeof item === 'string' || typeof item === 'number') return String(item)
  if (typeof item === 'object' && item !== null && 'evidence' in item) return String(item.evidence)
  return JSON.stringify(item).replaceAll('"', '')
}

function nudgedTime(text: string): string[] {
  const [hours = 0, minutes = 0] = text.split(':').map(Number)
  return [-1, 1]
    .map((minute) => hours * 60 + minutes + minute)
    .filter((time) => time >= 0 && time <= 24 * 60)
    .map((time) => `${two(Math.floor(time / 60))}:${two(time % 60)}`)
}

function two(number: number): string {
  return String(number).padStart(2, '0')
}

const WEEK = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

function otherDays(days: string): string[] {
  if (days === 'daily') return ['mon-sat']
  if (days === 'workday') return ['mon-fri', 'daily']
  if (days === 'restday') return ['sat-sun']
  const [from = '', until = from] = days.split('-')
  if (!WEEK.includes(from)) return []
  const range = [
    [shifted(from, -1), until],
    [shifted(from, 1), until],
    [from, shifted(until, -1)],
    [from, shifted(until, 1)],
  ]
  if (from === until) return [shifted(from, -1), shifted(from, 1)]
  return range.map(([first, last]) => (first === last ? String(first) : `${first}-${last}`))
}

function shifted(day: string, by: number): string {
  return WEEK[(WEEK.indexOf(day) + by + 7) % 7] ?? day
}
