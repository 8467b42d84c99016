import type { ContactRef } from '../../../src/flow/ports/deliver.ts'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHash } from 'node:crypto'
import { type BatchDeps, handOverDue, type HandedOver } from '../../../src/shell/letter/hand-over.ts'
import { type ProofDeps, recordProofs } from '../../../src/shell/letter/proofs.ts'
import type { Database } from '../../../src/shell/pg/base/database.ts'
import { messageJob } from '../../../src/shell/provider/message-job.ts'
import { batchDeps, deliverDeps } from '../../../src/shell/run/wire.ts'
import { type RealEngine, realEngine } from '../../support/real-engine.ts'
import { storySchedules } from '../../support/story-engine.ts'

/** The ladder begins with a letter, and a print house takes letters at two in the afternoon, every day. */
const HOUSE = (sent: string, place: string): string => `provider: post
kind: print
channels: [letter]
sender: { name: Acme, lines: [1 Long Street, "10115 Berlin"] }
handOver: { at: "14:00", zone: UTC, days: [mon, tue, wed, thu, fri, sat, sun], ${place} }
sent: { when: ${sent}, within: { days: 5 } }
`
const NOTICE = `template: notice
locale: en
channel: letter
carries: [optout_instruction]
proves: [notice.warning_letter]
subject: "Account {account}"
text: "Dear {name}, {amount} on account {account} was due on {due}. Please pay. Reply STOP to opt out."
`

export interface LetterStage {
  real: RealEngine
  folder: string
  /** Facts of a debtor who has a name and an address, and owes since 1 March 2026. */
  debtor(number: number, name?: string, dueOn?: string): Promise<void>
  /** What is queued is sent: letters are kept. */
  send(): Promise<void>
  /** `through`: a database in between. */
  handOver(through?: Database, machineNow?: () => number): Promise<HandedOver[]>
  /** What posted letters prove is recorded; the answer holds the accounts about which something is. */
  proven(record?: ProofDeps['record']): Promise<string[]>
  /** Whoever worked on a batch is gone. */
  die(): Promise<void>
  /** The state of each account's letter, by account. */
  states(): Promise<Record<string, string>>
  seen(): string[]
  /** What stands where the print house does not look. */
  staged(): string[]
  manifest(batch: string): Manifest
  close(): Promise<void>
}

export interface Manifest {
  batch: string
  letters: number
  pages: number
  files: { reference: string; file: string; sha256: string; region: string; paper: string }[]
}

const DIRECTORY = 'directory: "{env.PROVIDER_POST_DIR}"'
const OVER_HTTP =
  'http: { url: "{env.PROVIDER_POST_URL}", headers: { authorization: "Bearer {env.PROVIDER_POST_TOKEN}" } }'

/** `url`: of a house that takes files over HTTP. */
export async function letterStage(sent = 'handed_over', url?: string): Promise<LetterStage> {
  const folder = mkdtempSync(join(tmpdir(), 'arrears-post-'))
  const real = await realEngine({}, schedules(sent, url ? OVER_HTTP : DIRECTORY))
  const environment = {
    PROVIDER_POST_DIR: folder,
    ...(url && { PROVIDER_POST_URL: url, PROVIDER_POST_TOKEN: 'secret' }),
  }
  const deps: BatchDeps & ProofDeps = { ...batchDeps(real.engine), environment }
  const delivering = deliverDeps(real.engine)
  const send = messageJob(delivering)
  return {
    real,
    folder,
    debtor: (number, name, dueOn) =>
      real.take(...factsOf(number, name ?? `Lin Doe ${number}`, dueOn ?? '2026-03-01')),
    send: async () => {
      const queued = await real.db.query<ContactRef>(
        `select id as contact, person_id as person from contact where state = 'queued' and channel = 'letter'`,
      )
      await Promise.all(queued.map((one) => send(one)))
    },
    handOver: async (through, machineNow) => {
      const with_ = { ...deps, ...(through && { db: through }), ...(machineNow && { machineNow }) }
      const { handed, failed } = await handOverDue(with_)
      if (failed[0]) throw failed[0].error
      return handed
    },
    proven: async (record) => {
      await recordProofs(record ? { ...deps, record } : deps)
      const rows = await real.db.query<{ account: string }>(
        `select a.external_id as account from evidence e join account a on a.person_id = e.person_id and a.id = e.account_id
         where e.key = 'notice.warning_letter' order by a.id`,
      )
      return rows.map(({ account }) => account)
    },
    die: async () => void (await real.owner.query(`update letter_batch set lease_until = null`)),
    states: async () => {
      const contacts = await real.contacts()
      return Object.fromEntries(contacts.map(({ account, state }) => [account, state]))
    },
    seen: () => readdirSync(folder).filter((name) => name !== '.arrears'),
    staged: () => readdirSync(join(folder, '.arrears')),
    manifest: (batch) => manifestIn(join(folder, batch)),
    close: async () => {
      delivering.close()
      await real.close()
      rmSync(folder, { recursive: true })
    },
  }
}

function schedules(sent: string, place: string): ReturnType<typeof storySchedules> {
  return storySchedules(
    (strategy) => strategy.replace('channel: sms, template: friendly', 'channel: letter, template: notice'),
    {
      'ticks.yaml': `ticks:
  - { tick: detect, cron: "5 * * * *", zone: UTC }
  - { tick: review, every: { minutes: 1 } }
  - { tick: relay, every: { seconds: 15 } }
  - { tick: sweep, every: { seconds: 15 } }
rates: { sms: { perHour: 3600 }, letter: { perHour: 3600 }, call: { perHour: 600 } }
`,
      'templates/en/notice.yaml': NOTICE,
      'providers/post.yaml': HOUSE(sent, place),
      'providers.yaml':
        'routes:\n  - { channel: letter, providers: [{ provider: post }] }\n  - { channel: sms, providers: [{ provider: gateway }] }\nunresolved: { role: mail-room }\n',
    },
  )
}

function factsOf(number: number, name: string, dueOn: string): Record<string, unknown>[] {
  const at = '2026-01-05T09:00:00Z'
  const [account, debtor] = [`A${number}`, `D${number}`]
  return [
    {
      type: 'account.opened',
      at,
      account,
      debtor,
      name,
      creditor: 'acme',
      actor: 'first_party',
      product: 'consumer_loan',
      currency: 'USD',
      region: 'US-NY',
      zone: 'UTC',
      locale: 'en',
      score: 0.3,
    },
    { type: 'point.added', at, debtor, kind: 'address', value: `${number} Hidden Street, Albany NY 12207` },
    { type: 'obligation.billed', at, account, obligation: 'first', dueOn, amount: '200.00' },
  ]
}

/** A batch as whoever prints it reads it: every file is there and is what the manifest says, and nothing else is. */
function manifestIn(batch: string): Manifest {
  const manifest = JSON.parse(readFileSync(join(batch, 'manifest.json'), 'utf8')) as Manifest
  const files = manifest.files.map(({ file }) => file)
  const there = readdirSync(batch).filter((name) => !name.startsWith('manifest.'))
  if (there.toSorted().join() !== files.toSorted().join())
    throw new Error('other files than the manifest says')
  for (const { file, sha256 } of manifest.files) {
    const pdf = readFileSync(join(batch, file))
    if (createHash('sha256').update(pdf).digest('hex') !== sha256) throw new Error(`${file} is another`)
  }
  if (!existsSync(join(batch, 'manifest.csv'))) throw new Error('there is no CSV')
  return manifest
}
