import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ContactId, PersonId } from '../../src/core/base/id.ts'
import { decidePage, decidesOpened } from '../../src/flow/decide.ts'
import { redeemBatch, sendPermitted, settleBatch } from '../../src/flow/deliver.ts'
import { detectPage } from '../../src/flow/detect.ts'
import { offerBatch } from '../../src/flow/offer.ts'
import type { ContactRef } from '../../src/flow/ports/deliver.ts'
import { purgePage } from '../../src/flow/purge.ts'
import { relayPage } from '../../src/flow/relay.ts'
import { sweep } from '../../src/flow/sweep.ts'
import { claimTask, startTask } from '../../src/flow/task.ts'
import { listTasks, releaseTask } from '../../src/flow/task-list.ts'
import { disposeTask } from '../../src/flow/task-outcome.ts'
import { contactsByReference } from '../../src/shell/pg/door/callback.ts'
import { messagesById } from '../../src/shell/pg/door/receipt.ts'
import { type GivenReceipt, settleReceipts } from '../../src/shell/pg/record/receipts.ts'
import { decideStore } from '../../src/shell/pg/decide/decide.ts'
import { detectStore } from '../../src/shell/pg/detect/detect.ts'
import { BOOK_FILTERS } from '../../src/shell/pg/read/list/book.ts'
import { CASES } from '../../src/shell/pg/read/list/cases.ts'
import { CONTACTS } from '../../src/shell/pg/read/list/contacts.ts'
import { HUMAN_TASKS } from '../../src/shell/pg/read/list/human-tasks.ts'
import { OFFERED } from '../../src/shell/pg/read/list/offered.ts'
import { chainHeads } from '../../src/shell/pg/read/chains.ts'
import { readDue } from '../../src/shell/pg/read/due.ts'
import { findPersons, wasExported } from '../../src/shell/pg/read/person.ts'
import { readStory } from '../../src/shell/pg/read/timeline.ts'
import { retentionStore } from '../../src/shell/pg/retention/retention.ts'
import { calmProvider } from '../../src/shell/replay/calm-provider.ts'
import { deliverDeps, relayDeps, sweepDeps, taskDeps } from '../../src/shell/run/wire.ts'
import { NOW, type WatchedEngine, watchedEngine } from './watched-engine.ts'

const BOOK = ['account', 'collection_case', 'contact']
const provider = calmProvider()

describe('no statement of the hot paths reads the book from end to end', () => {
  let watched: WatchedEngine

  beforeAll(async () => {
    watched = await watchedEngine()
  })
  afterAll(() => watched.close())

  /** What was sent to the database meanwhile, and which of it scans the book. */
  async function scansOf(work: () => Promise<unknown>, least = 1): Promise<string[]> {
    const before = watched.seen.length
    await work()
    const sent = watched.seen.slice(before)
    expect(sent.length).toBeGreaterThanOrEqual(least)
    return sent
      .filter(({ scanned }) => scanned.some((table) => BOOK.includes(table)))
      .map(({ scanned, text }) => `${scanned.join(', ')}: ${text}`)
  }

  async function contacts(state: string, channel: string): Promise<ContactRef[]> {
    return watched.test.db.query<ContactRef>(
      'select id as contact, person_id as person from contact where state = $1 and channel = $2 order by id limit 100',
      [state, channel],
    )
  }

  it('detect', async () => {
    const { db, config } = watched.engine
    const page = () => detectPage({ store: detectStore(db), config }, 200)
    expect(await scansOf(async () => expect((await page()).opened).toBeGreaterThan(0), 8)).toEqual([])
  })

  it('detect, deciding what it opens', async () => {
    const { db, config } = watched.engine
    const decider = decidesOpened({ config })
    const page = () => detectPage({ store: detectStore(db), config, decider }, 200)
    const decided = async () => expect((await page()).decided.planned).toBeGreaterThan(0)
    expect(await scansOf(decided, 12)).toEqual([])
  })

  it('decide, for whoever is due and for a page of persons', async () => {
    const { db, config } = watched.engine
    const deps = { store: decideStore(db), config }
    const persons = Array.from({ length: 200 }, (_, index) => PersonId.parse(40 * index + 2))
    expect(await scansOf(() => decidePage(deps, 500, persons), 4)).toEqual([])
    expect(
      await scansOf(async () => expect((await decidePage(deps, 500)).planned).toBeGreaterThan(0), 6),
    ).toEqual([])
  })

  it('relay', async () => {
    const queued = async () => expect((await relayPage(relayDeps(watched.engine), 200)).queued).toBe(200)
    expect(await scansOf(queued)).toEqual([])
  })

  it('redeem and settle', async () => {
    const deps = { ...deliverDeps(watched.engine), provider }
    const refs = await contacts('queued', 'sms')
    const send = async () => {
      const permitted = (await redeemBatch(deps, refs)).flatMap((one) =>
        one.answer === 'send' ? [one.permitted] : [],
      )
      expect(permitted.length).toBeGreaterThan(0)
      const answers = await Promise.all(
        permitted.map(async (one) => ({ permitted: one, answer: await sendPermitted(deps, one) })),
      )
      await settleBatch(deps, answers)
    }
    expect(await scansOf(send, 6)).toEqual([])
    deps.close()
  })

  it('tasks: offered, listed, claimed, released, started, told', async () => {
    const deps = taskDeps(watched.engine)
    const refs = await contacts('queued', 'call')
    const work = async () => {
      await offerBatch(deps.store, 'call', refs)
      await listTasks(deps, 'call', 20)
      for (const told of [false, true]) {
        const claimed = await claimTask(deps, { kind: 'call', agent: 'agent-1' })
        const contact = claimed.ok ? claimed.task?.contact : undefined
        if (contact === undefined) continue
        const task = { kind: 'call', agent: 'agent-1', contact: ContactId.parse(contact) } as const
        if (!told) await releaseTask(deps, { ...task, why: 'break' })
        else if ((await startTask(deps, task)).ok)
          await disposeTask(deps, { ...task, disposition: 'no_answer' })
      }
    }
    expect(await scansOf(work, 8)).toEqual([])
  })

  it('record: money, snapshots, holds, opt-outs, outcomes', async () => {
    const account = (id: number) => ({ at: NOW, account: `A${id}` })
    const [sent] = await contacts('sending', 'sms')
    const facts = [
      { type: 'payment.received', ...account(2), payment: 'P1', amount: '10.00' },
      { type: 'payment.reversed', ...account(2), payment: 'P1' },
      { type: 'obligation.billed', ...account(4), obligation: 'O2', dueOn: '2026-07-01', amount: '5.00' },
      { type: 'score.changed', ...account(6), score: 0.4 },
      { type: 'dispute.opened', ...account(8), dispute: 'D1' },
      { type: 'hold.placed', ...account(10), hold: 'H1', reason: 'hardship' },
      { type: 'optout.received', ...account(12), channel: 'sms', point: 12 },
      { type: 'account.closed', ...account(14), reason: 'settled' },
      {
        type: 'contact.outcome',
        ...account(sent?.person ?? 0),
        contact: sent?.contact ?? 0,
        disposition: 'delivered',
      },
    ] as const
    const record = async () => {
      const { taken, rejected } = await watched.engine.record(
        facts.map((fact) => ({ fact, source: 'ledger' })),
      )
      expect({ taken, rejected }).toEqual({ taken: facts.length, rejected: [] })
    }
    expect(await scansOf(record, 8)).toEqual([])
  })

  it('sweep', async () => {
    const deps = { ...sweepDeps(watched.engine), provider }
    const run = async () => expect((await sweep(deps)).failed).toEqual([])
    expect(await scansOf(run, 10)).toEqual([])
  })

  it('purge, the file of a person, and the chains', async () => {
    const { db, config } = watched.engine
    const deps = { store: retentionStore(db), config }
    const look = async () => {
      expect((await purgePage(deps, { by: 'test', limit: 200 })).looked).toBe(200)
      await purgePage(deps, { by: 'test', limit: 200, after: 200, dry: true })
      await findPersons(db, '#7')
      await wasExported(db, PersonId.parse(7))
      await chainHeads(db, { after: 0, until: 200 })
    }
    expect(await scansOf(look, 12)).toEqual([])
  })

  it('lists: every filter of every list, alone', async () => {
    const { db } = watched.engine
    const lists = [CASES, CONTACTS, HUMAN_TASKS, ...Object.values(OFFERED)]
    for (const { name, filters, read } of lists) {
      // Few tasks are open: they are found by what waits, whatever is asked of the account.
      const few = name !== CASES.name && name !== CONTACTS.name
      const own = Object.entries(filters).filter(([filter]) => !few || !(filter in BOOK_FILTERS))
      const asked = [{}, ...own.map(([filter, { schema, example }]) => ({ [filter]: schema.parse(example) }))]
      for (const given of asked) {
        const page = () => read(db, { given: { currency: 'CNY', ...given }, limit: 20 })
        expect([name, given, await scansOf(page)]).toEqual([name, given, []])
      }
    }
  })

  async function aReceipt(): Promise<GivenReceipt> {
    const [sent] = await watched.test.db.query<{ reference: string }>(
      'select client_ref as reference from contact order by id limit 1',
    )
    const [at, ms] = [NOW, Date.parse(NOW)]
    const named = { provider: 'sms', key: 'r-1', webhook: 'w-1', named: 'm-1', digest: null }
    return { ...named, reference: sent?.reference ?? '', disposition: 'delivered', at, iso: at, ms }
  }

  it('callbacks, the story of a case, and what is due next', async () => {
    const { db } = watched.engine
    const look = async () => {
      await contactsByReference(db, ['00000000-0000-4000-8000-000000000000'])
      await messagesById(db, 'acme-sms', ['m-1'])
      expect(await settleReceipts(db, [await aReceipt()])).not.toBeNull()
      await readStory(db, 'A2/1')
      await readDue(db)
    }
    expect(await scansOf(look, 8)).toEqual([])
  })
})
