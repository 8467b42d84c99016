import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DialerAnswer, DialerSaid } from '../../../src/flow/dialer-word.ts'
import { hearDialer } from '../../../src/flow/dialer-word.ts'
import { offerBatch } from '../../../src/flow/offer.ts'
import { sweep } from '../../../src/flow/sweep.ts'
import { type DialerDeps, turnDialers, type Turned } from '../../../src/shell/dialer/turn.ts'
import type { Database } from '../../../src/shell/pg/base/database.ts'
import { dialerDeps, sweepDeps, taskDeps, wordDeps } from '../../../src/shell/run/wire.ts'
import { type RealEngine, realEngine } from '../../support/real-engine.ts'
import { storySchedules } from '../../support/story-engine.ts'

export interface DialLine {
  entry: string
  rank: number
  to: string
  dialFrom: string
  dialBefore: string
  name: string
  account: string
}
export interface ListFile {
  list: string
  dialer: string
  entries: number
  calls: DialLine[]
}

export interface DialerStage {
  real: RealEngine
  deps: DialerDeps
  folder: string
  /** A debtor who has a phone, and owes since that day. */
  debtor(number: number, dueOn: string, more?: Record<string, unknown>): Promise<void>
  /** The engine plans and offers the calls of that instant. */
  morning(instant: string): Promise<void>
  turn(through?: Database): Promise<Turned & { lapsed: number }>
  hear(said: DialerSaid): Promise<DialerAnswer>
  /** The state of each account's calls, by account; the last one stands. */
  states(): Promise<Record<string, string>>
  sweep(): Promise<void>
  /** Whoever worked on a list is gone. */
  die(): Promise<void>
  seen(): string[]
  list(name: string): ListFile
  withdrawn(name: string): { entry: string; why: string }[]
  close(): Promise<void>
}

export interface StageOptions {
  list?: string
  out?: string
  environment?: Record<string, string>
  tells?: string
  /** More of the step that calls. */
  again?: string
  /** It takes these calls; absent = all. */
  takes?: string
  /** What the strategy says of promises, plans and settlements. */
  agreements?: string
  /** The file of another dialer, which is called beta. */
  beta?: string
}

const DIRECTORY = 'directory: "{env.PROVIDER_ACME_DIR}"'

export async function dialerStage(options: StageOptions = {}): Promise<DialerStage> {
  const {
    list = 'size: 100, every: 30, stands: 120, least: 10',
    out = DIRECTORY,
    tells = 'within: 60',
  } = options
  const folder = mkdtempSync(join(tmpdir(), 'arrears-dialer-'))
  const file = `dialer: acme\nlist: { ${list} }\nout: { ${out} }\ntells: { ${tells} }\ntakes: { ${options.takes ?? ''} }\n`
  const real = await realEngine(
    {},
    storySchedules(
      (strategy) =>
        `${options.agreements ?? ''}${strategy}`
          .replace('channel: sms, template: friendly', 'channel: call, script: call-script')
          .replace('dpd: 1, at: "10:00"', `dpd: 1, at: "10:00"${options.again ?? ''}`),
      {
        'dialers/acme.yaml': file,
        ...(options.beta && { 'dialers/beta.yaml': `dialer: beta\n${options.beta}` }),
      },
    ),
  )
  const deps = {
    ...dialerDeps(real.engine),
    environment: { PROVIDER_ACME_DIR: folder, ...options.environment },
  }
  const tasks = taskDeps(real.engine)
  const words = wordDeps(real.engine)
  const sweeping = { ...sweepDeps(real.engine), relay: async () => ({ queued: 0, more: false }) }
  return {
    real,
    deps,
    folder,
    debtor: (number, dueOn, more) => real.take(...factsOf(number, dueOn, more)),
    morning: async (instant) => {
      await real.morning(instant)
      const queued = await real.db.query<{ contact: never; person: never }>(
        `select id as contact, person_id as person from contact where state = 'queued' and channel = 'call'`,
      )
      await offerBatch(tasks.store, 'call', queued)
    },
    turn: async (through) => {
      const { lapsed, dialers } = await turnDialers(through ? { ...deps, db: through } : deps)
      const [turned] = dialers
      if (!turned) throw new Error('there is no dialer')
      if (turned.error !== undefined) throw turned.error
      return { ...turned, lapsed }
    },
    hear: (said) => hearDialer(words, 'acme', said),
    states: async () => {
      const rows = await real.db.query<{ account: string; state: string }>(
        `select a.external_id as account, c.state from contact c
         join account a on a.person_id = c.person_id and a.id = c.account_id where c.channel = 'call' order by c.id`,
      )
      return Object.fromEntries(rows.map(({ account, state }) => [account, state]))
    },
    sweep: async () => {
      const { failed } = await sweep(sweeping)
      if (failed[0]) throw failed[0].error
    },
    die: async () => void (await real.owner.query(`update dialer_list set lease_until = null`)),
    seen: () => readdirSync(folder).filter((name) => name !== '.arrears'),
    list: (name) => documentIn(join(folder, name), 'list') as ListFile,
    withdrawn: (name) =>
      (documentIn(join(folder, name), 'withdrawn') as { withdrawn: { entry: string; why: string }[] })
        .withdrawn,
    close: async () => {
      deps.close()
      await real.close()
      rmSync(folder, { recursive: true })
    },
  }
}

/** A document as whoever dials reads it: each file is what the sums say. */
function documentIn(folder: string, name: string): unknown {
  const json = readFileSync(join(folder, `${name}.json`), 'utf8')
  for (const line of readFileSync(join(folder, `${name}.sha256`), 'utf8')
    .trim()
    .split('\n')) {
    const [sum, file = ''] = line.split('  ')
    const found = createHash('sha256')
      .update(readFileSync(join(folder, file)))
      .digest('hex')
    if (found !== sum) throw new Error(`${file} is another`)
  }
  return JSON.parse(json)
}

function factsOf(
  number: number,
  dueOn: string,
  more: Record<string, unknown> = {},
): Record<string, unknown>[] {
  const at = '2026-01-05T09:00:00Z'
  const [account, debtor] = [`A${number}`, `D${number}`]
  return [
    {
      type: 'account.opened',
      at,
      account,
      debtor,
      name: `Lin Doe ${number}`,
      creditor: 'acme',
      actor: 'first_party',
      product: 'consumer_loan',
      currency: 'USD',
      region: 'US-NY',
      zone: 'UTC',
      locale: 'en',
      phone: `+1202555${String(100 + number).padStart(4, '0')}`,
      score: 0.3,
      ...more,
    },
    { type: 'obligation.billed', at, account, obligation: 'first', dueOn, amount: `${100 * number}.00` },
  ]
}
