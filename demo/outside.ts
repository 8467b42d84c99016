import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Schedules } from '../src/core/config/schedules.ts'
import { type DialerFile, DialerSchema } from '../src/core/model/dialer.ts'
import { isOnPaper, MESSAGE_CHANNELS, type MessageChannel } from '../src/core/channel/channel.ts'
import { GATEWAY, type Route } from '../src/core/model/routes.ts'
import { type ProviderFile, ProviderHeadSchema } from '../src/core/model/provider.ts'
import { PrintHouseSchema } from '../src/providers/print/schema.ts'
import { contentHash } from '../src/shell/config/content-hash.ts'
import type { LocalFolder } from '../src/shell/local/folder.ts'
import type { Secrets } from '../src/shell/local/secrets.ts'
import { DIALER, PRINT_HOUSE } from './provider/names.ts'

/** The print house of the demo: letters leave at two in the afternoon of a working day, and only its own word makes them posted. */
export const DEMO_PRINT_HOUSE = PrintHouseSchema.parse({
  provider: PRINT_HOUSE,
  title: 'A simulated print house on this machine',
  kind: 'print',
  channels: ['letter'],
  sender: { name: 'Demo Finance', lines: ['1 Example Street', 'Example Town'] },
  creditors: {
    'demo-card-bank': { name: 'Demo Agency for Demo Card Bank', lines: ['PO Box 100', 'Example Town'] },
    'demo-wholesale': { name: 'Demo Wholesale', lines: ['2 Example Yard', 'London'] },
  },
  handOver: { at: '14:00', zone: 'UTC', directory: '{env.PROVIDER_DEMO_PRINT_DIR}' },
  sent: { when: 'posted', within: { days: 5 } },
  callback: {
    check: { bearer: { token: '{env.PROVIDER_DEMO_PRINT_TOKEN}' } },
    each: '/letters',
    receipt: {
      reference: '/reference',
      id: '/item',
      time: { at: '/at' },
      status: '/state',
      statuses: {
        sent: ['posted'],
        returned_moved: ['moved'],
        returned_unknown: ['unknown_addressee'],
        returned_refused: ['refused'],
      },
    },
  },
})

/** The dialer of the demo takes the calls of the American book; the others stay with agents. */
export const DEMO_DIALER = DialerSchema.parse({
  dialer: DIALER,
  title: 'A simulated dialer on this machine',
  takes: { creditor: ['demo-card-bank'] },
  list: { size: 200, every: 30, stands: 120, least: 10 },
  out: { directory: '{env.PROVIDER_DEMO_DIALER_DIR}' },
  tells: { within: 60, secret: '{env.PROVIDER_DEMO_DIALER_SECRET}' },
})

/** Letters go to the print house and calls to the dialer, unless the folder says itself who has them. */
export function withOutside(schedules: Schedules): Schedules {
  const { providers = [], dialers = [], routes } = schedules
  const house: ProviderFile = {
    ...ProviderHeadSchema.parse(DEMO_PRINT_HOUSE),
    hash: contentHash(DEMO_PRINT_HOUSE),
  }
  const dialer: DialerFile = { ...DEMO_DIALER, hash: contentHash(DEMO_DIALER) }
  const saysNothing = (routes?.routes ?? []).length === 0
  return {
    ...schedules,
    ...(saysNothing && {
      providers: [...providers, house],
      routes: { ...routes, routes: MESSAGE_CHANNELS.map(usualRoute) },
    }),
    ...(dialers.length === 0 && { dialers: [dialer] }),
  }
}

/** A folder that names one route names all: what is not on paper goes to the simulated gateway, as it does without any route. */
function usualRoute(channel: MessageChannel): Route {
  return { channel, providers: [{ provider: isOnPaper(channel) ? PRINT_HOUSE : GATEWAY, share: 1 }] }
}

/** The two find what is theirs there. */
export function outsideFolders({ path }: Pick<LocalFolder, 'path'>): { print: string; dialer: string } {
  return { print: join(path, 'print'), dialer: join(path, 'dialer') }
}

/** What the engine needs of the environment to reach both and to hear them. */
export function outsideEnv(folder: Pick<LocalFolder, 'path'>, secrets: Secrets): Record<string, string> {
  const { print, dialer } = outsideFolders(folder)
  return {
    PROVIDER_DEMO_PRINT_DIR: print,
    PROVIDER_DEMO_PRINT_TOKEN: secrets.provider,
    PROVIDER_DEMO_DIALER_DIR: dialer,
    PROVIDER_DEMO_DIALER_SECRET: secrets.webhook,
  }
}

/** The folders are there; a new book begins with empty ones. */
export function layOutside(env: Readonly<Record<string, string>>, isNew: boolean): void {
  for (const name of ['PROVIDER_DEMO_PRINT_DIR', 'PROVIDER_DEMO_DIALER_DIR']) {
    const folder = env[name]
    if (folder === undefined) continue
    if (isNew) rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
  }
}
