import { isIP } from 'node:net'
import { z } from 'zod'
import { ProblemError } from '../../core/base/problem.ts'
import { MESSAGE_CHANNELS } from '../../core/channel/channel.ts'
import { ROLE_NAMES } from '../access/rights.ts'
import { type ProviderSetting, tokenSetting, urlSetting } from './providers.ts'

interface Setting<T> {
  schema: z.ZodType<T>
  /** The text that the environment would hold; absent = must be given, or may be missing if the schema says so. */
  default?: string
  about: string
  secret?: true
}

const text = z.string().min(1)
const count = z.coerce.number().int().min(1)
const seconds = z.coerce.number().min(0)
const port = z.coerce.number().int().min(1).max(65_535)
const networks = z
  .string()
  .refine((list) => list.split(',').every(isNetwork), 'is no list such as 10.0.0.2,10.1.0.0/16')
const WHSEC = 'whsec_'
/** What is meant as base64 is base64: read otherwise it would be another key. */
const webhookSecrets = text.refine(
  (list) => list.split(',').every((one) => isSecret(one.trim())),
  'holds an empty secret, or one that begins with whsec_ and goes on with no base64 of 16 bytes or more',
)
const delays = z
  .string()
  .regex(/^\d{1,7}(\.\d+)?(,\d{1,7}(\.\d+)?)*$/, 'is no list of seconds')
  .transform((list) => list.split(',').map(Number))
const flag = z.enum(['0', '1', 'false', 'true']).transform((word) => word === '1' || word === 'true')

function isNetwork(written: string): boolean {
  const [address = '', bits, ...more] = written.trim().split('/')
  const version = isIP(address)
  if (version === 0 || more.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
}

function isSecret(secret: string): boolean {
  if (!secret.startsWith(WHSEC)) return secret !== ''
  const key = secret.slice(WHSEC.length)
  return /^[A-Za-z0-9+/]+={0,2}$/.test(key) && key.length % 4 === 0 && Buffer.from(key, 'base64').length >= 16
}

function setting<T>(schema: z.ZodType<T>, about: string, given?: string): Setting<T> {
  return { schema, about, ...(given !== undefined && { default: given }) }
}

function secret<T>(schema: z.ZodType<T>, about: string): Setting<T> {
  return { schema, about, secret: true }
}

/** A provider for each channel that sends messages. */
function providerSettings(): Record<ProviderSetting, Setting<string | undefined>> {
  const rows = MESSAGE_CHANNELS.flatMap((channel): [ProviderSetting, Setting<string | undefined>][] => [
    [urlSetting(channel), setting(text.optional(), `base address of the ${channel.toUpperCase()} provider`)],
    [tokenSetting(channel), secret(text.optional(), 'bearer token for it')],
  ])
  return Object.fromEntries(rows) as Record<ProviderSetting, Setting<string | undefined>>
}

/** Every setting of every process: read once from the environment, parsed by zod, listed in docs/settings.md. */
export const SETTINGS = {
  DATABASE_URL: secret(text, 'Postgres, as the engine (arrears_engine)'),
  DATABASE_OWNER_URL: secret(
    text.optional(),
    'Postgres, as the owner of the tables: for what migrates, purges, erases and makes keys, and nothing else',
  ),
  DATABASE_POOL: setting(count, 'connections to Postgres per process, at most', '8'),
  REDIS_URL: secret(text, 'Redis or Valkey that carries the queues'),
  REDIS_CA: setting(
    text.optional(),
    'file of the private authority that signed for Redis under rediss://; for Postgres: DATABASE_URL with ?sslmode=verify-full&sslrootcert=FILE',
  ),
  QUEUE_PREFIX: setting(
    text,
    'of all keys in Redis; in braces, so that Redis Cluster keeps them in one slot',
    '{arrears}',
  ),
  ARREARS_SEAL_KEYS: secret(
    text.optional(),
    '<id>:<32 bytes in base64>[,<older id>:<...>]: seals names, numbers, addresses, texts; for the API, what sends messages, and commands',
  ),
  ARREARS_HASH_KEY: secret(
    text.optional(),
    '32 bytes in base64: finds two people behind one number; for the same',
  ),
  ARREARS_SEAL_KEY_IDS: setting(
    text.optional(),
    'ids of the keys that are there, joined by commas: for ticks, which opens nothing',
  ),
  REQUIRE_SEPARATION: setting(flag, 'refuse to start where the engine could change facts or tables', 'false'),
  LOG_LEVEL: setting(
    z.enum(['debug', 'info', 'warn', 'error', 'silent']),
    'of the JSON log on standard output',
    'info',
  ),
  LOG_FILE: setting(text.optional(), 'write the log there instead'),
  DRAIN_SECONDS: setting(count, 'SIGTERM: longest wait for the work in hand', '20'),
  LOCK_SECONDS: setting(count, 'how long a job of a killed worker stays locked', '30'),
  SWEEP_SECONDS: setting(count, 'machine time between two sweeps of a ticks process', '15'),
  DETECT_PAGE: setting(count, 'accounts per page', '500'),
  DECIDE_PAGE: setting(count, 'persons per page', '500'),
  RELAY_PAGE: setting(count, 'contacts per page', '200'),
  PURGE_PAGE: setting(count, 'persons per page', '200'),
  DETECT_CONCURRENCY: setting(count, 'pages at once in a detect process', '2'),
  DECIDE_CONCURRENCY: setting(count, 'pages at once in a decide process', '2'),
  CHANNEL_CONCURRENCY: setting(count, 'contacts in flight in a channel process', '100'),
  LEASE_SECONDS: setting(count, 'how long a worker may hold a contact that it sends', '30'),
  REQUEST_SECONDS: setting(seconds, 'longest request to a provider; well below the lease', '10'),
  SEND_WITHIN_SECONDS: setting(
    seconds,
    'a send that would start later than this after its last check is checked again instead',
    '2',
  ),
  QUIET_SECONDS: setting(
    seconds,
    'business time after which an unknown send is asked about at the provider',
    '900',
  ),
  RING_AFTER_SECONDS: setting(
    seconds,
    'business time that a queued contact waits before it is enqueued again',
    '60',
  ),
  ...providerSettings(),
  SECOND_PERSON_ABOVE: setting(
    z.coerce.number().int().min(0),
    'cases, contacts or values that one person alone may release, re-plan or purge at once',
    '1000',
  ),
  SECOND_PERSON_HOURS: setting(
    count,
    'hours in which what one person releases alone, brake after brake, counts together',
    '24',
  ),
  CALLBACK_SECRETS: secret(
    webhookSecrets.optional(),
    'of provider callbacks, joined by commas: two while rotating; whsec_ and base64, or any other text as it stands',
  ),
  WEBHOOK_PRIVATE: setting(
    flag,
    'webhooks may go to private networks, and without TLS: for a receiver beside the engine',
    'false',
  ),
  WEBHOOK_RETRIES: setting(
    delays,
    'seconds before each further try to tell a subscription; then it is given up, with an alarm',
    '5,30,120,600,1800,7200,18000,36000,50400,72000',
  ),
  CALLBACK_PHONE: setting(text, 'what texts say for {callback}', '+12025550199'),
  PAYLINK: setting(text, 'what texts say for {paylink}', 'https://pay.example/a'),
  OPTOUT_WORD: setting(text, 'what texts say for {optout}', 'STOP'),
  OPTOUT_URL: setting(
    z.url({ protocol: /^https?$/ }).optional(),
    'public address of the API, for the one click in e-mails that opts out; not set: API_URL',
  ),
  API_HOST: setting(text, 'address that the HTTP API listens on', '127.0.0.1'),
  API_PORT: setting(port, 'its port', '8460'),
  KEYS_REQUIRED: setting(
    flag,
    'commands refuse to touch the book without a key of their own in ARREARS_KEY',
    'false',
  ),
  API_OPEN: setting(
    flag.optional(),
    '/metrics, /docs and the details of /health are open to all; not set: where API_HOST is this machine alone',
  ),
  BOARD_HOST: setting(text, 'address that Bull Board listens on', '127.0.0.1'),
  BOARD_PORT: setting(port, 'its port', '8461'),
  BOARD_USERS: secret(
    text.optional(),
    `<name>:<password or scrypt hash>:<role>, joined by commas; roles, joined by +: ${ROLE_NAMES.join(', ')}`,
  ),
  TRUSTED_PROXIES: setting(
    networks.optional(),
    'addresses or networks of proxies before the board, joined by commas: only they may say for whom they ask',
  ),
  BOARD_IDLE_MINUTES: setting(count, 'a session on the board ends after so long without a request', '30'),
  BOARD_SESSION_HOURS: setting(count, 'and in any case so long after its login', '12'),
  BOARD_TITLE: setting(text, 'badge that tells one environment from another', 'demo'),
  API_URL: setting(text, 'where people reach the API, for links', 'http://127.0.0.1:8460'),
} as const

type Table = typeof SETTINGS
export type SettingName = keyof Table
export type Settings = { [Name in SettingName]: z.infer<Table[Name]['schema']> }

/** The environment is parsed; every problem is told at once, and never the value of a secret. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const problems: { name: string; message: string; about: string }[] = []
  const read: Record<string, unknown> = {}
  for (const [name, row] of Object.entries(SETTINGS) as [SettingName, Setting<unknown>][]) {
    const result = row.schema.safeParse(env[name] || row.default)
    if (result.success) read[name] = result.data
    else
      problems.push({
        name,
        message: env[name] ? (result.error.issues[0]?.message ?? 'bad') : 'is not set',
        about: row.about,
      })
  }
  if (problems.length > 0) {
    throw new ProblemError(
      problems.map(({ name, message, about }) => ({
        code: 'bad_setting',
        path: name,
        message: `${name} ${message}`,
        suggestion: about,
      })),
    )
  }
  return read as Settings
}

/** One setting alone, for a command that needs no other. */
export function readSetting<Name extends SettingName>(name: Name, env: NodeJS.ProcessEnv): Settings[Name] {
  const row: Setting<unknown> = SETTINGS[name]
  const { success, data, error } = row.schema.safeParse(env[name] || row.default)
  if (success) return data as Settings[Name]
  const message = `${name} ${error.issues[0]?.message ?? 'bad'}`
  throw new ProblemError([{ code: 'bad_setting', path: name, message, suggestion: row.about }])
}

/** One line each, for --help and docs/settings.md. */
export function settingRows(): { name: string; default: string; about: string }[] {
  return (Object.entries(SETTINGS) as [SettingName, Setting<unknown>][]).map(([name, row]) => ({
    name,
    default: row.default ?? (row.schema.safeParse(undefined).success ? '' : 'must be set'),
    about: row.about,
  }))
}
