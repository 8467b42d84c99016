import { addDays, isDay } from '../base/time.ts'

/** What a value of a rule could wrongly have been; undefined = its key is not there. */
export interface Alternative {
  what: string
  value: unknown
}

/** One of them, and where in the rule it goes. */
export interface Edit extends Alternative {
  path: readonly (string | number)[]
}

export function alternativesOf(key: string, value: unknown): Alternative[] {
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
