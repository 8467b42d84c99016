import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ArgsDef, CommandDef } from 'citty'
import { vi } from 'vitest'
import { runLine } from '../../../src/cli/command-line.ts'
import type { Problem } from '../../../src/core/base/problem.ts'
import { ProblemError } from '../../../src/core/base/problem.ts'
import { redeemBatch, sendPermitted, settleBatch } from '../../../src/flow/deliver.ts'
import { calmProvider } from '../../../src/shell/replay/calm-provider.ts'
import { deliverDeps } from '../../../src/shell/run/wire.ts'
import { type Canary, canaryOf } from '../../fault/canary.ts'
import { type RealEngine, realEngine } from '../../support/real-engine.ts'

/** A person of whom everything is known: called on the first, texted, answered, disputed, paid, and left alone. */
export const ann = canaryOf('ann', 41)
/** Somebody who shares her number. */
export const bob = { ...canaryOf('bob', 42), phone: ann.phone }

export interface PersonStage {
  engine: RealEngine
  /** A new file in a folder of its own, gone at the end. */
  file(name: string): string
  read(name: string): string
  /** A command runs as a user would run it; the answer is what it said, and its exit code. */
  run<T extends ArgsDef>(command: CommandDef<T>, ...rawArgs: string[]): Promise<Told>
  close(): Promise<void>
}

export interface Told {
  said: string[]
  code: number
  problems: readonly Problem[]
}

export async function personStage(): Promise<PersonStage> {
  const engine = await realEngine()
  const folder = mkdtempSync(join(tmpdir(), 'arrears-person-test-'))
  await live(engine)
  for (const [name, value] of Object.entries(engine.env)) vi.stubEnv(name, value)
  return {
    engine,
    file: (name) => join(folder, name),
    read: (name) => readFileSync(join(folder, name), 'utf8'),
    run,
    close: async () => {
      vi.unstubAllEnvs()
      rmSync(folder, { recursive: true })
      await engine.close()
    },
  }
}

async function run<T extends ArgsDef>(command: CommandDef<T>, ...rawArgs: string[]): Promise<Told> {
  const said: string[] = []
  const log = vi.spyOn(console, 'log').mockImplementation((text: string) => void said.push(text))
  const error = vi.spyOn(console, 'error').mockImplementation((text: string) => void said.push(text))
  process.exitCode = undefined
  try {
    await runLine(command, 'a command', rawArgs)
    return { said, code: exitCode(), problems: [] }
  } catch (failed) {
    if (failed instanceof ProblemError) return { said, code: 2, problems: failed.problems }
    throw failed
  } finally {
    process.exitCode = undefined
    log.mockRestore()
    error.mockRestore()
  }
}

/** The exit code that a command left. */
function exitCode(): number {
  return Number(process.exitCode ?? 0)
}

async function live(engine: RealEngine): Promise<void> {
  await engine.at('2026-02-01T09:00:00Z')
  await engine.take(...opened(ann), ...opened(bob), ...said(ann), ...said(bob))
  await engine.take(bill(ann))
  await engine.morning('2026-03-02T00:05:00Z')
  await engine.morning('2026-03-02T10:00:00Z')
  await sendQueued(engine)
  await engine.at('2026-03-03T09:00:00Z')
  const at = '2026-03-03T08:00:00Z'
  await engine.take({ type: 'payment.received', at, account: 'ann', payment: 'p1', amount: '200.00' })
  await engine.decide()
  await engine.take({ type: 'account.closed', at: '2026-03-03T08:30:00Z', account: 'ann', reason: 'settled' })
  await engine.decide()
}

function opened(one: Canary): Record<string, unknown>[] {
  return [
    {
      type: 'account.opened',
      at: '2026-01-05T09:00:00Z',
      account: one.account,
      debtor: `D-${one.account}`,
      creditor: 'acme',
      actor: 'first_party',
      product: 'consumer_loan',
      currency: 'USD',
      region: 'ES',
      zone: 'UTC',
      locale: 'en',
      score: 0.3,
      name: one.name,
      phone: one.phone,
      points: [
        { kind: 'address', value: one.address },
        { kind: 'email', value: one.email },
      ],
    },
  ]
}

function bill({ account }: Canary): Record<string, unknown> {
  const [at, dueOn] = ['2026-01-05T09:00:00Z', '2026-03-01']
  return { type: 'obligation.billed', at, account, obligation: 'o', dueOn, amount: '200.00' }
}

function said({ account, phone, note }: Canary): Record<string, unknown>[] {
  const debtor = `D-${account}`
  return [
    { type: 'dispute.opened', at: '2026-01-06T09:00:00Z', account, dispute: 'x', reason: note },
    { type: 'dispute.resolved', at: '2026-01-07T09:00:00Z', account, dispute: 'x', outcome: 'rejected' },
    {
      type: 'contact.recorded',
      at: '2026-01-08T15:00:00Z',
      debtor,
      point: phone,
      channel: 'sms',
      direction: 'in',
      disposition: 'replied',
      text: note,
    },
    { type: 'consent.given', at: '2026-01-08T16:00:00Z', debtor, point: phone, consent: 'sms' },
    {
      type: 'preference.set',
      at: '2026-01-08T16:00:00Z',
      debtor,
      closed: [{ days: 'sat', hours: null }],
    },
  ]
}

/** What is queued goes out through a provider that takes everything. */
async function sendQueued({ engine, db }: RealEngine): Promise<void> {
  const deps = { ...deliverDeps(engine), provider: calmProvider() }
  const refs = await db.query<Parameters<typeof redeemBatch>[1][number]>(
    `select id as contact, person_id as person from contact where state = 'queued' order by id`,
  )
  const permitted = (await redeemBatch(deps, refs)).flatMap((one) =>
    one.answer === 'send' ? [one.permitted] : [],
  )
  const answers = await Promise.all(
    permitted.map(async (one) => ({ permitted: one, answer: await sendPermitted(deps, one) })),
  )
  await settleBatch(deps, answers)
  deps.close()
}
