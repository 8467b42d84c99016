import { z } from 'zod'
import type { ContentHash } from '../base/id.ts'
import { DIALLED_CHANNELS, taskKind } from '../channel/channel.ts'
import type { Disposition } from '../channel/disposition.ts'
import { addressText, secretText } from './open-text.ts'
import { Place, ProviderName } from './routes.ts'

/** A list begins with the account at which most is at stake, or with the call of which least time is left. */
export const DIAL_ORDERS = ['rank', 'time_left'] as const
export type DialOrder = (typeof DIAL_ORDERS)[number]

const minutes = (least: number, most: number) => z.number().int().min(least).max(most)
const secret = secretText(200).describe('such as {env.PROVIDER_ACME_SECRET}')

/** A dialer that is not ours, by one file under `schedules/dialers/`: which calls it is handed, how, and how it tells what came of them. */
export const DialerSchema = z.strictObject({
  dialer: ProviderName.describe('the name by which its lists, and its door, are called'),
  title: z.string().min(1).max(200).optional(),
  takes: z
    .strictObject({
      creditor: z.array(z.string().min(1)).min(1).optional().describe('of these creditors; absent = of all'),
      region: z
        .array(Place)
        .min(1)
        .optional()
        .describe('of debtors who live there, or in it; absent = anywhere'),
    })
    .default({})
    .describe('the calls that it is handed; the others stay with agents'),
  list: z
    .strictObject({
      size: z.number().int().min(1).max(2000).default(500).describe('the most calls of one list'),
      every: minutes(1, 1440).default(30).describe('minutes from one list to the next'),
      stands: minutes(5, 480)
        .default(120)
        .describe('minutes in which a call may be dialled; never beyond the hours of the law'),
      least: minutes(1, 240)
        .default(10)
        .describe('a call of which fewer minutes are left is not handed over'),
      order: z.enum(DIAL_ORDERS).default('rank'),
    })
    .prefault({}),
  out: z
    .strictObject({
      directory: z
        .string()
        .min(1)
        .max(1000)
        .optional()
        .describe('where lists are put, such as {env.PROVIDER_ACME_DIR}'),
      http: z
        .strictObject({
          url: addressText(1000).describe('https, or this machine: lists and withdrawals are posted there'),
          secret: secret.describe('signs them, as Standard Webhooks say; such as {env.PROVIDER_ACME_SECRET}'),
        })
        .optional(),
    })
    .refine(
      ({ directory, http }) => (directory === undefined) !== (http === undefined),
      'is one of directory, http',
    ),
  tells: z
    .strictObject({
      within: minutes(1, 180)
        .default(60)
        .describe(
          'minutes after the last moment of a call; then nobody knows what became of it, and a human is asked',
        ),
      secret: secret.optional().describe('what it posts is signed with it; absent = it tells by file alone'),
    })
    .prefault({}),
})
export type Dialer = z.infer<typeof DialerSchema>
export type DialerFile = Dialer & { hash: ContentHash }

/** The agent by whose name a dialer claims: what the law wants an agent to show is recorded of it. */
export function agentOf({ dialer }: Pick<Dialer, 'dialer'>): string {
  return `dialer-${dialer}`
}

/** Nobody dialled it, and nobody will: its slot is free again. */
export const NOT_DIALLED = 'not_dialled'

const SAID: readonly Disposition[] = DIALLED_CHANNELS.flatMap((channel) => taskKind(channel).dispositions)
/** A dialer may say of a call what an agent may say, and that there was none. */
export const DIALER_WORDS = [NOT_DIALLED, ...SAID] as const
export type DialerWord = (typeof DIALER_WORDS)[number]

/** What was not as it was to be: dialled before it was handed over, after its time, after a withdrawal that the dialer had; told when nobody waited for it any more. */
export const DIAL_MARKS = ['early', 'late', 'withdrawn', 'told_late'] as const
export type DialMark = (typeof DIAL_MARKS)[number]

/** Why the dialer is to leave a call alone; never what was learnt of the debtor. */
export const WITHDRAWN_WHYS = ['superseded', 'closed', 'stopped', 'told_elsewhere'] as const
