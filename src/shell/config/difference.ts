import type { Schedules } from '../../core/config/schedules.ts'
import { contentHash } from './content-hash.ts'

export interface Difference {
  /** `strategy`, `pack`, ... as files under schedules/ are called. */
  kind: string
  name: string
  is: 'new' | 'changed' | 'gone'
}

/** What a version of the schedules says otherwise than another; null = there was none before. */
export function differences(before: Schedules | null, after: Schedules): Difference[] {
  const [old, now] = [before === null ? new Map<string, Part>() : partsOf(before), partsOf(after)]
  const gone = [...old].filter(([key]) => !now.has(key)).map(([, part]) => differenceOf(part, 'gone'))
  const rest = [...now].flatMap(([key, part]) => {
    const was = old.get(key)
    if (!was) return [differenceOf(part, 'new')]
    return was.hash === part.hash ? [] : [differenceOf(part, 'changed')]
  })
  return [...rest, ...gone]
}

interface Part {
  kind: string
  name: string
  hash: string
}

function differenceOf({ kind, name }: Part, is: Difference['is']): Difference {
  return { kind, name, is }
}

function partsOf(schedules: Schedules): Map<string, Part> {
  const {
    strategies,
    packs,
    calendars,
    templates,
    wording,
    replies,
    ticks,
    providers = [],
    routes,
    dialers = [],
  } = schedules
  const parts: Part[] = [
    ...strategies.map(({ strategy: name, hash }) => ({ kind: 'strategy', name, hash })),
    ...packs.map(({ pack: name, hash }) => ({ kind: 'pack', name, hash })),
    ...calendars.map((one) => ({ kind: 'calendar', name: one.calendar, hash: contentHash(one) })),
    ...templates.map(({ locale, template, hash }) => {
      return { kind: 'template', name: `${locale}/${template}`, hash }
    }),
    ...wording.map(({ locale: name, hash }) => ({ kind: 'wording', name, hash })),
    ...replies.map(({ language: name, hash }) => ({ kind: 'replies', name, hash })),
    ...providers.map(({ provider: name, hash }) => ({ kind: 'provider', name, hash })),
    ...dialers.map(({ dialer: name, hash }) => ({ kind: 'dialer', name, hash })),
    ...(routes ? [{ kind: 'routes', name: 'providers.yaml', hash: contentHash(routes) }] : []),
    { kind: 'timetable', name: 'ticks.yaml', hash: contentHash(ticks) },
  ]
  return new Map(parts.map((part) => [`${part.kind} ${part.name}`, part]))
}
