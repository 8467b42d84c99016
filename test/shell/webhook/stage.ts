import { expect } from 'vitest'
import { parseFact } from '../../../src/core/fact/parse.ts'
import { fence } from '../../../src/shell/pg/webhook/fence.ts'
import { lease } from '../../../src/shell/pg/webhook/lease.ts'
import {
  awaySubscriptions,
  listSubscriptions,
  removeSubscription,
  replayFrom,
} from '../../../src/shell/pg/webhook/subscription.ts'
import { poster } from '../../../src/shell/webhook/post.ts'
import { rotate, type Rotated, subscribe } from '../../../src/shell/webhook/subscribe.ts'
import { takeTurn, type TurnDeps } from '../../../src/shell/webhook/turn.ts'
import { freshDatabase } from '../../support/database.ts'
import { receiver } from '../../support/receiver.ts'
import { until } from '../../support/until.ts'
import { recorder } from '../http/recorder.ts'

/** Three accounts, one receiver, and turns that a test takes by hand. */
export async function webhookStage() {
  const database = await freshDatabase()
  const { db } = database
  const { record, vault } = recorder(database)
  const hooks = await receiver()
  const post = poster({ isPrivate: true, timeoutMs: 2_000, now: () => Date.now() })
  const sure = fence(db)
  const deps = (retries: readonly number[]): TurnDeps => ({ db, vault, post, retries, leaseSeconds: 30 })
  let payments = 0

  async function take(fact: Record<string, unknown>): Promise<void> {
    const read = parseFact(fact)
    if ('problems' in read) throw new Error(JSON.stringify(read.problems))
    const { rejected } = await record([{ fact: read.fact, source: 'ledger' }])
    expect(rejected).toEqual([])
  }
  async function leased(): Promise<ReturnType<typeof lease>> {
    const [one] = await db.query<{ id: number }>('select id from webhook')
    return lease(db, one?.id ?? 0, 30)
  }
  /** Transactions of other tests on the same server keep a number from being sure for a moment. */
  async function last(): Promise<number> {
    const [row] = await db.query<{ last: number }>(`select pg_sequence_last_value('fact_id_seq') as last`)
    return row?.last ?? 0
  }
  const open = (account: string): Promise<void> =>
    take({
      type: 'account.opened',
      at: '2026-02-01T00:00:00Z',
      account,
      debtor: `D-${account}`,
      creditor: 'acme',
      currency: 'USD',
      region: 'US-NY',
      name: 'Jane Example',
      phone: '+12025550101',
    })
  for (const account of ['A1', 'A2', 'A3']) await open(account)
  return {
    db,
    vault,
    hooks,
    sure,
    deps,
    leased,
    open,
    /** One payment on each account; the answer is the name of the first. */
    async pay(...accounts: string[]): Promise<string> {
      const first = payments + 1
      for (const account of accounts) {
        const payment = `P${++payments}`
        await take({ type: 'payment.received', at: '2026-03-01T00:00:00Z', account, payment, amount: '5.00' })
      }
      return `P${first}`
    },
    async subscribed(more: { kinds?: string[]; bodies?: boolean; from?: number } = {}): Promise<void> {
      const usual = { name: 'hooks', url: hooks.url, kinds: ['payment.received'], bodies: false, from: null }
      const made = await subscribe({ db, vault, isPrivate: true, who: 'test' }, { ...usual, ...more })
      if (made === 'taken' || 'problems' in made) throw new Error(JSON.stringify(made))
      hooks.secrets = [made.secret]
    },
    /** Turns are taken until nothing more is to be done at once; `retries` in seconds. `unsure` = what is not sure to be in order is not waited for. */
    async turns(retries: readonly number[] = [0, 0], { unsure = false } = {}): Promise<void> {
      if (!unsure) await this.settled()
      for (let more = true; more; ) {
        const one = await leased()
        if (!one) return
        more = await takeTurn(deps(retries), one, await sure())
      }
    },
    settled: () => until(async () => (await sure()) >= (await last())),
    async rotated(): Promise<Rotated> {
      const rotated = await rotate({ db, vault, who: 'test' }, 'hooks')
      if (rotated === null) throw new Error('nobody has subscribed')
      return rotated
    },
    /** So many seconds go by for whoever takes nothing; the answer is what the alarm measures. */
    async away(seconds = 0): Promise<{ name: string; seconds: number }[]> {
      await db.query(`update webhook set nothing_since = nothing_since - make_interval(secs => $1)`, [
        seconds,
      ])
      return awaySubscriptions(db)
    },
    async state(): Promise<Record<string, unknown>> {
      const [row] = await listSubscriptions(db)
      return { ...row }
    },
    /** The day is over in which secrets before sign too. */
    async dayOver(): Promise<void> {
      await db.query('update webhook set before_until = clock_timestamp()')
      await database.owner.query('update webhook_secret_before set until = clock_timestamp()')
    },
    replay: (from: number | null) => replayFrom(db, { name: 'hooks', from, who: 'test' }),
    accounts: () => hooks.taken.map(({ account }) => account ?? ''),
    async reset(): Promise<void> {
      await removeSubscription(db, 'hooks', 'test')
      Object.assign(hooks, { taken: [], refused: [], secrets: [], headers: {}, answer: () => 204 })
    },
    async close(): Promise<void> {
      post.close()
      await hooks.stop()
      await database.drop()
    },
  }
}
