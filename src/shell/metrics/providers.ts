import { GATEWAY } from '../../core/model/routes.ts'
import type { ConfigPort } from '../../flow/ports/config.ts'
import type { ProviderClass } from '../../providers/class.ts'
import { classOf } from '../../providers/class.ts'
import { GATEWAY_CAN } from '../../providers/gateway/gateway.ts'
import { classOfFile } from '../../providers/registry.ts'
import type { Sql } from '../pg/base/database.ts'
import { countByProvider, type ProviderCount } from '../pg/watch/providers.ts'

const FIGURES = {
  arrears_provider_messages_last_day: [
    'Messages of the last business day that a provider was given',
    'given',
  ],
  arrears_provider_unresolved: [
    'Messages of which nobody knows whether the provider accepted them, and which are asked about or wait for a human',
    'unresolved',
  ],
  arrears_provider_accepted_twice: ['Messages that receipts of the provider call by two names', 'twice'],
} as const satisfies Record<string, readonly [string, keyof ProviderCount]>

interface Reading {
  name: string
  help: string
  labels: string[]
  read(): Promise<[labels: Record<string, string>, value: number][]>
}

/** What each provider keeps of the promise that a message is accepted once, beside the class that says how far it can. */
export function providerReadings(db: Sql, active: ConfigPort['active']): Reading[] {
  return Object.entries(FIGURES).map(([name, [help, figure]]) => ({
    name,
    help,
    labels: ['provider', 'class'],
    read: async () => {
      const [counts, classes] = await Promise.all([countByProvider(db), classesIn(active)])
      return counts.map((one): [Record<string, string>, number] => [
        { provider: one.provider, class: classes.get(one.provider) ?? '' },
        one[figure],
      ])
    },
  }))
}

async function classesIn(active: ConfigPort['active']): Promise<Map<string, ProviderClass | null>> {
  const { schedules } = await active()
  const files = schedules.providers ?? []
  return new Map([
    [GATEWAY, classOf(GATEWAY_CAN)],
    ...files.map((file) => [file.provider, classOfFile(file)] as const),
  ])
}
