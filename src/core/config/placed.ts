import type { Problem } from '../base/problem.ts'
import type { Calendar } from '../compliance/time/calendar.ts'
import type { Pack } from '../compliance/pack/pack.ts'
import type { Replies } from '../wording/replies.ts'
import type { Wording } from '../wording/wording.ts'
import type { Creditors } from '../model/creditors.ts'
import type { DialerFile } from '../model/dialer.ts'
import type { ProviderFile } from '../model/provider.ts'
import type { Residences } from '../model/residences.ts'
import type { Routes } from '../model/routes.ts'
import type { Strategy } from '../model/strategy.ts'
import type { Template } from '../model/template.ts'
import type { Ticks } from '../model/ticks.ts'

/** A parsed part of `schedules/`, and the file that it stands in. */
export interface Placed<T> {
  file: string
  value: T
}

export interface ScheduleParts {
  strategies: Placed<Strategy>[]
  templates: Placed<Template>[]
  wording: Placed<Wording>[]
  replies: Placed<Replies>[]
  packs: Pack[]
  calendars: Calendar[]
  /** Null where the file could not be read. */
  ticks: Placed<Ticks> | null
  /** The file's content; absent = there is no such file. */
  creditors?: Placed<Creditors>
  residences?: Placed<Residences>
  providers?: Placed<ProviderFile>[]
  routes?: Placed<Routes>
  dialers?: Placed<DialerFile>[]
}

/** The names that stand in a list more than once, with the place of each repetition. */
export function repeated<T>(list: readonly T[], nameOf: (item: T) => string): { item: T; name: string }[] {
  const seen = new Set<string>()
  return list.flatMap((item) => {
    const name = nameOf(item)
    if (seen.has(name)) return [{ item, name }]
    seen.add(name)
    return []
  })
}

/** Files that say a name which another before them says. */
export function saidTwice<T>(
  list: readonly Placed<T>[],
  nameOf: (value: T) => string,
  told: { code: string; path?: string },
): Problem[] {
  return repeated(list, ({ value }) => nameOf(value)).map(({ item: { file }, name }) => {
    return { ...told, file, message: `${name} is there twice` }
  })
}
