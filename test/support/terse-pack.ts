import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { ContentHash } from '../../src/core/base/id.ts'
import { type Pack, PackSchema } from '../../src/core/compliance/pack.ts'

/** Packs in the terse keys of a research folder, read into the project's own format; the folder is not part of the project, so what needs it is asked for first. */

const FOLDER = process.env.TERSE_PACKS ?? '../shared/compliance'

export function hasTersePacks(): boolean {
  return existsSync(`${FOLDER}/packs`)
}

export function terseVectors(): unknown {
  return JSON.parse(readFileSync(`${FOLDER}/vectors.json`, 'utf8'))
}

export function tersePacks(): Pack[] {
  return readdirSync(`${FOLDER}/packs`)
    .sort()
    .map((file) => JSON.parse(readFileSync(`${FOLDER}/packs/${file}`, 'utf8')) as Json)
    .map(packOf)
}

type Json = Record<string, unknown>

export function packOf(terse: Json): Pack {
  const file = PackSchema.parse(plainPack(terse))
  const hash = createHash('sha256').update(JSON.stringify(file)).digest('hex')
  return { ...file, hash: ContentHash.parse(hash) }
}

/** The same pack with names that explain themselves, nothing parsed yet. */
export function plainPack(terse: Json): Json {
  const clock = terse.clock as Json
  return {
    ...renamed(terse, {
      pack: 'pack',
      ver: 'version',
      title: 'title',
      juris: 'jurisdiction',
      layer: 'layer',
    }),
    clock: {
      zone: clock.zone,
      ...(typeof clock.calendar === 'string' ? { calendar: clock.calendar.toLowerCase() } : {}),
      ...(clock.weekStart ? { weekStart: clock.weekStart } : {}),
    },
    binds: terse.match,
    rules: (terse.rules as Json[]).map(plainRule),
  }
}

function plainRule(rule: Json): Json {
  return {
    rule: rule.id,
    kind: rule.kind,
    title: rule.title,
    appliesTo: selectorOf(rule.on as Json),
    parameters: parametersOf(String(rule.kind), rule.p as Json),
    ...renamed(rule, {
      except: 'unless',
      effect: 'effect',
      state: 'state',
      from: 'inForceFrom',
      until: 'inForceUntil',
      cite: 'citation',
      src: 'sources',
      v: 'evidenceLevel',
      note: 'note',
    }),
  }
}

function selectorOf(on: Json): Json {
  const plain = renamed(on, {
    ch: 'channels',
    role: 'roles',
    place: 'places',
    purpose: 'purposes',
    auto: 'automation',
    line: 'lines',
    actor: 'actors',
    product: 'products',
    action: 'actions',
    dpd: 'dpd',
  })
  return plain.channels ? { ...plain, channels: channelsOf(plain.channels) } : plain
}

const GROUPS: Json = { '@all': 'all', '@remote': 'remote', '@msg': 'messages', '@voice': 'voice' }

function channelsOf(names: unknown): unknown[] {
  return (names as string[]).map((name) => GROUPS[name] ?? name)
}

function parametersOf(kind: string, p: Json): Json {
  switch (kind) {
    case 'window':
      return {
        open: Array.isArray(p.allow)
          ? p.allow.map(({ d, t }: Json) => ({ days: d, hours: t }))
          : 'person_hours',
        ...renamed(p, { zone: 'zone', whole: 'wholeContact' }),
      }
    case 'cap':
      return {
        ...renamed(p, {
          max: 'max',
          per: 'per',
          count: 'counts',
          unanswered: 'onlyUnanswered',
          split: 'split',
          not: 'not',
        }),
        span: renamed(p.span as Json, { days: 'days', hours: 'hours', cal: 'calendar', life: 'lifetime' }),
        ...(p.distinct ? { distinct: 'channel' } : {}),
      }
    case 'gap': {
      const after = p.after as Json
      return {
        after: { event: after.ev, ...(after.ch ? { channels: channelsOf(after.ch) } : {}) },
        atLeast: durationOf(p.min),
        ...(p.day1 ? { dayOne: p.day1 === 'anchor' ? 'event' : 'next' } : {}),
        per: p.per,
      }
    }
    case 'hold':
      return {
        ...renamed(p, { when: 'while', scope: 'scope', stops: 'stops', allow: 'allows' }),
        lasts: lengthOf(p.len as Json),
        ...(p.limit ? { limit: renamed(p.limit as Json, { max: 'max', per_months: 'perMonths' }) } : {}),
      }
    case 'require':
      return Object.fromEntries(Object.entries(p).map(([key, needs]) => [key, (needs as Json[]).map(needOf)]))
    case 'retain':
      return { ...p, ...timesOf(p, ['min', 'max']) }
    default:
      return p
  }
}

function lengthOf(len: Json): Json {
  const extend = len.extend as Json | undefined
  return {
    ...renamed(len, { from: 'from', until: 'until' }),
    ...timesOf(len, ['for']),
    ...(extend ? { extension: { ...extend, ...timesOf(extend, ['within', 'by']) } } : {}),
  }
}

function needOf(need: Json): Json {
  return {
    ...renamed(need, { fact: 'evidence', per: 'per', min: 'min' }),
    ...timesOf(need, ['minAge', 'maxAge']),
  }
}

function timesOf(from: Json, keys: string[]): Json {
  return Object.fromEntries(keys.filter((key) => from[key]).map((key) => [key, durationOf(from[key])]))
}

function durationOf(duration: unknown): unknown {
  const { bdays, ...rest } = duration as Json
  return bdays === undefined ? rest : { businessDays: bdays }
}

function renamed(from: Json, names: Record<string, string>): Json {
  return Object.fromEntries(
    Object.entries(names).flatMap(([old, name]) => (from[old] === undefined ? [] : [[name, from[old]]])),
  )
}
