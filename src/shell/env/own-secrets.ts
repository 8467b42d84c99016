import { DIALLED_CHANNELS, isMessage, MESSAGE_CHANNELS } from '../../core/channel/channel.ts'
import { tokenSetting } from './providers.ts'
import { SETTINGS, type SettingName } from './settings.ts'

/** What every process connects with; which role that is tells what it may do. */
const EVERY: readonly SettingName[] = ['DATABASE_URL', 'REDIS_URL']
const KEYS: readonly SettingName[] = ['ARREARS_SEAL_KEYS', 'ARREARS_HASH_KEY']

/** The secrets of the services that need more than that. */
const MORE: Readonly<Record<string, readonly SettingName[]>> = {
  api: [...KEYS, 'CALLBACK_SECRETS'],
  // A board that has keys of its own opens notes for those who may read them.
  board: [...KEYS, 'BOARD_USERS'],
  // What a subscription is signed with is sealed.
  webhooks: KEYS,
  ticks: MESSAGE_CHANNELS.map(tokenSetting),
  purge: ['DATABASE_OWNER_URL'],
  // Lists of dialers hold numbers.
  ...Object.fromEntries(DIALLED_CHANNELS.map((channel) => [channel, KEYS])),
}

/** The secrets that a worker reads: none other may be in its environment. */
export function secretsOf(worker: string): readonly SettingName[] {
  const sending = isMessage(worker) ? [...KEYS, tokenSetting(worker)] : []
  return [...EVERY, ...(MORE[worker] ?? []), ...sending]
}

/** Secrets in the environment of a process that none of its workers reads: they can only be lost there. */
export function foreignSecrets(workers: readonly string[], env: NodeJS.ProcessEnv): SettingName[] {
  const own = new Set(workers.flatMap(secretsOf))
  return SECRETS.filter((name) => env[name] && !own.has(name))
}

export const SECRETS: readonly SettingName[] = (Object.keys(SETTINGS) as SettingName[]).filter(
  (name) => 'secret' in SETTINGS[name],
)
