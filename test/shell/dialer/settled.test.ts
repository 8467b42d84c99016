import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ContactId } from '../../../src/core/base/id.ts'
import { parseFact } from '../../../src/core/fact/parse.ts'
import type { IncomingRow } from '../../../src/flow/ports/record.ts'
import { claimTask, startTask } from '../../../src/flow/task.ts'
import { disposeTask } from '../../../src/flow/task-outcome.ts'
import { signing } from '../../../src/shell/access/at-door.ts'
import { takeDispositionFile } from '../../../src/shell/dialer/disposition-file.ts'
import { checkInvariants } from '../../../src/shell/pg/watch/invariants.ts'
import { taskDeps } from '../../../src/shell/run/wire.ts'
import { dialerStage, type DialerStage } from './stage.ts'

const AGREEMENTS = `settlements: { alone: { discount: 0.2 }, most: { discount: 0.5 }, longest: { days: 30 }, fromDpd: 1, onBounce: lost }
`

let stage: DialerStage
beforeAll(async () => {
  stage = await dialerStage({ agreements: AGREEMENTS })
  await stage.real.at('2026-02-01T09:00:00Z')
  for (const number of [1, 2, 3, 4, 5]) await stage.debtor(number, '2026-03-01')
  await stage.morning('2026-03-02T00:05:00Z')
  await stage.morning('2026-03-02T10:00:00Z')
})
afterAll(() => stage.close())

async function contactOf(account: string): Promise<ContactId> {
  const [row] = await stage.real.db.query<{ id: ContactId }>(
    `select c.id from contact c join account a on a.person_id = c.person_id and a.id = c.account_id
     where c.channel = 'call' and a.external_id = $1`,
    [account],
  )
  if (!row) throw new Error(`no call of ${account}`)
  return row.id
}

async function settlements(account: string): Promise<Record<string, unknown>[]> {
  return stage.real.db.query(
    `select s.external_id as name, s.amount, s.by_whom as by, s.told_by as "toldBy", s.told as state, s.offered_at is not null as offered,
       s.accepted_at is not null as accepted
     from settlement s join account a on a.person_id = s.person_id and a.id = s.account_id where a.external_id = $1`,
    [account],
  )
}

async function tasks(): Promise<unknown[]> {
  return stage.real.db.query(
    `select a.external_id as account, t.kind, t.resolved_at is null as open from human_task t
     join account a on a.person_id = t.person_id and a.id = t.account_id where t.kind like 'settlement%' order by t.id`,
  )
}

/** An agent's call, told by a key of another name. */
async function calls(account: string, said: Record<string, unknown>) {
  const deps = taskDeps(stage.real.engine)
  const record = (rows: IncomingRow[]) => stage.real.engine.record(rows)
  const contact = await contactOf(account)
  const by = { contact, agent: 'amy' }
  await claimTask(deps, { kind: 'call', ...by })
  await startTask(deps, by)
  const told = { ...deps, record: signing({ by: 'phone-app' }, record) }
  return disposeTask(told, { ...by, disposition: 'rpc_settlement', ...said })
}

describe('a settlement that is agreed in a call', () => {
  it('an agent offers within his limit, and it is in force at once', async () => {
    const settlement = { amount: '250.00', payBy: '2026-03-20' }
    expect(await calls('A3', { settlement })).toMatchObject({ ok: true })
    await stage.real.morning('2026-03-02T10:10:00Z')
    expect(await settlements('A3')).toMatchObject([
      {
        name: `contact-${await contactOf('A3')}`,
        amount: 25000,
        by: 'amy',
        toldBy: 'phone-app',
        state: 'accepted',
      },
    ])
    expect(await tasks()).toEqual([])
  })

  it('beyond the limit it waits for a second person, who is neither the agent nor whoever told it', async () => {
    const settlement = { discount: 0.4, payBy: '2026-03-20' }
    expect(await calls('A2', { settlement })).toMatchObject({ ok: true })
    await stage.real.morning('2026-03-02T10:20:00Z')
    expect(await settlements('A2')).toMatchObject([{ state: 'asked', accepted: true }])
    expect(await tasks()).toEqual([{ account: 'A2', kind: 'settlement_grant', open: true }])
    const name = `contact-${await contactOf('A2')}`
    const approved = (by: string) => {
      const at = '2026-03-02T10:25:00Z'
      const read = parseFact({ type: 'settlement.approved', at, account: 'A2', settlement: name, by })
      if ('problems' in read) throw new Error(JSON.stringify(read.problems))
      return stage.real.engine.record([{ fact: read.fact, source: 'test' }])
    }
    for (const own of ['amy', 'phone-app'])
      expect((await approved(own)).rejected).toMatchObject([{ code: 'own_request' }])
    await stage.real.at('2026-03-02T10:26:00Z')
    expect((await approved('sue')).rejected).toEqual([])
    await stage.real.morning('2026-03-02T10:30:00Z')
    expect(await settlements('A2')).toMatchObject([{ state: 'accepted' }])
  })

  it('a word without its terms asks for them, and the offer closes the question', async () => {
    await stage.real.at('2026-03-02T10:32:00Z')
    expect(await calls('A1', {})).toMatchObject({ ok: true })
    expect(await tasks()).toContainEqual({ account: 'A1', kind: 'settlement_terms', open: true })
    await stage.real.take(
      ...[
        { type: 'settlement.offered', amount: '90.00', until: '2026-03-20', by: 'amy' },
        { type: 'settlement.accepted' },
      ].map((one) => ({ ...one, at: '2026-03-02T10:33:00Z', account: 'A1', settlement: 'S1' })),
    )
    expect(await tasks()).toContainEqual({ account: 'A1', kind: 'settlement_terms', open: false })
    expect((await checkInvariants(stage.real.db)).filter(({ count }) => count > 0)).toEqual([])
  })

  it('a dialer tells one by message and by file, also one that the debtor has not answered', async () => {
    await stage.turn()
    const [list = ''] = stage.seen()
    const entryOf = (account: string) =>
      stage.list(list).calls.find((one) => one.account === account)?.entry ?? ''
    const offered = { amount: '350.00', payBy: '2026-03-20', accepted: false }
    const said = { entry: entryOf('A4'), result: 'rpc_settlement', settlement: offered } as const
    expect(await stage.hear(said)).toEqual({ outcome: 'taken', marks: [] })
    expect(await stage.hear(said)).toEqual({ outcome: 'seen' })
    const line = `entry,result,settlement_amount,settlement_first,settlement_every,settlement_number\n${entryOf('A5')},rpc_settlement,450.00,2026-03-10,week,2\n`
    const problems: unknown[] = []
    const file = { input: Readable.from([line]), file: 'calls.csv' }
    const reject = async (some: readonly unknown[]) => void problems.push(...some)
    await takeDispositionFile((one) => stage.hear(one), { ...file, reject })
    expect(problems).toEqual([])
    await stage.real.morning('2026-03-02T10:40:00Z')
    expect(await settlements('A4')).toMatchObject([{ by: 'dialer-acme', state: 'offered', accepted: false }])
    expect(await settlements('A5')).toMatchObject([{ amount: 45000, state: 'beyond' }])
  })
})

describe('what is wrong with a settlement of a contact', () => {
  const outcome = {
    type: 'contact.outcome',
    at: '2026-03-02T10:00:00Z',
    account: 'A1',
    contact: 1,
    disposition: 'rpc_settlement',
    agent: 'amy',
  }
  it.each([
    [{ disposition: 'no_answer', settlement: { amount: '5.00', payBy: '2026-03-20' } }, 'settlement'],
    [{ settlement: {} }, 'settlement'],
    [{ settlement: { settlement: 'S1', accepted: false } }, 'settlement.accepted'],
    [{ settlement: { amount: '5.00' } }, 'settlement.payBy'],
    [{ settlement: { amount: '5.00', discount: 0.2, payBy: '2026-03-20' } }, 'settlement.amount'],
    [{ agent: undefined, settlement: { amount: '5.00', payBy: '2026-03-20' } }, 'agent'],
  ])('%j is refused at %s', (more, path) => {
    const said = Object.fromEntries(
      Object.entries({ ...outcome, ...more }).filter(([, one]) => one !== undefined),
    )
    expect(parseFact(said)).toMatchObject({ problems: [{ code: 'bad_settlement', path }] })
  })
})
