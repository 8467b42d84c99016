import type { Problem } from '../../core/base/problem.ts'
import {
  DIALLED_CHANNELS,
  isMessage,
  type MessageChannel,
  MESSAGE_CHANNELS,
} from '../../core/channel/channel.ts'
import type { Schedules } from '../../core/config/schedules.ts'
import type { DialerFile } from '../../core/model/dialer.ts'
import type { ProviderFile } from '../../core/model/provider.ts'
import { envNameOf, namesIn } from '../../providers/http/placeholders.ts'
import type { AdapterUse } from '../../providers/kind.ts'
import { envNamesFor, isAsked } from '../../providers/registry.ts'

/** A value of the environment that a worker needs for somebody whom the schedules name. */
export interface NeededValue {
  worker: string
  what: 'provider' | 'dialer'
  /** The provider, or the dialer. */
  name: string
  /** The name of the value. */
  value: string
}

type Environment = Readonly<Record<string, string | undefined>>
type Named = Pick<Schedules, 'providers' | 'routes' | 'dialers'>
type Needs = Omit<NeededValue, 'worker'>

/** The values that a worker needs for the providers that some route names, and for the dialers. What no route names carries nothing, and needs nothing. */
export function neededValues(worker: string, schedules: Named): NeededValue[] {
  return needsOf(worker, schedules).map((needs) => ({ worker, ...needs }))
}

function needsOf(worker: string, schedules: Named): Needs[] {
  const dialers = schedules.dialers ?? []
  if (worker === 'api') {
    return [
      ...routed(schedules).flatMap((file) => ofProvider(file, 'hear')),
      ...dialers.flatMap((file) => ofDialer(file, [file.tells.secret])),
    ]
  }
  if (worker === 'ticks') {
    const asked = routed(schedules).filter((file) => understood(() => isAsked(file), false))
    return asked.flatMap((file) => ofProvider(file, 'carry'))
  }
  if (isMessage(worker)) {
    return routed(schedules, worker).flatMap((file) => ofProvider(file, 'carry'))
  }
  if (!DIALLED_CHANNELS.some((channel) => channel === worker)) return []
  return dialers.flatMap((file) =>
    ofDialer(file, [file.out.directory, file.out.http?.url, file.out.http?.secret]),
  )
}

/** The workers that need any. */
export const NEEDING: readonly string[] = ['api', 'ticks', ...MESSAGE_CHANNELS, ...DIALLED_CHANNELS]

/** What somebody who publishes the schedules should know of each value: who needs it, and whether it is set where this runs. */
export function valueNotes(schedules: Named, environment: Environment): Problem[] {
  const all = NEEDING.flatMap((worker) => neededValues(worker, schedules))
  return [...new Set(all.map(({ value }) => value))].map((value): Problem => {
    const uses = all.filter((one) => one.value === value)
    const [whom, workers] = [
      new Set(uses.map(({ what, name }) => `${what} ${name}`)),
      new Set(uses.map(({ worker }) => worker)),
    ]
    const message = `${value} must be set for ${[...workers].join(', ')} (${[...whom].join(', ')}); here it is ${environment[value] ? 'set' : 'not set'}`
    return { code: 'needed_value', message }
  })
}

/** Absent a channel, those of every route. */
function routed({ providers = [], routes }: Named, channel?: MessageChannel): ProviderFile[] {
  const those = (routes?.routes ?? []).filter((route) => channel === undefined || route.channel === channel)
  const named = new Set(those.flatMap((route) => route.providers.map(({ provider }) => provider)))
  return providers.filter(({ provider }) => named.has(provider))
}

function ofProvider(file: ProviderFile, use: AdapterUse): Needs[] {
  const values = understood(() => envNamesFor(file, use), [])
  return values.map((value) => ({ what: 'provider', name: file.provider, value }))
}

/** A file of a newer version is told by whoever opens it; a sign of life does not end for it. */
function understood<T>(read: () => T, otherwise: T): T {
  try {
    return read()
  } catch {
    return otherwise
  }
}

function ofDialer({ dialer: name }: DialerFile, texts: readonly (string | undefined)[]): Needs[] {
  const values = texts.flatMap((text = '') => namesIn(text).flatMap((one) => envNameOf(one) ?? []))
  return [...new Set(values)].map((value) => ({ what: 'dialer', name, value }))
}
