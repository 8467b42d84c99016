import { expect, test } from 'vitest'
import { saysStarted } from '../../src/shell/run/children.ts'
import { subscribe } from '../../src/shell/webhook/subscribe.ts'
import { compiled } from '../support/compiled.ts'
import { realEngine } from '../support/real-engine.ts'
import { receiver } from '../support/receiver.ts'
import { until } from '../support/until.ts'

const ACCOUNTS = 12
const ROUNDS = 30

test('a receiver hears of every payment in the order of its account, and once by its id, although whoever tells it is killed again and again', async () => {
  const hooks = await receiver()
  const real = await realEngine({ WEBHOOK_PRIVATE: 'true', WEBHOOK_RETRIES: '0,0,1,1,1', LEASE_SECONDS: '1' })
  const built = await compiled()
  const worker = () =>
    built.start({
      name: 'webhooks',
      module: 'workers/webhooks',
      args: [],
      env: real.env,
      ready: saysStarted,
    })
  const names = Array.from({ length: ACCOUNTS }, (_, index) => `A${index}`)
  const opened = {
    type: 'account.opened',
    at: '2026-02-01T00:00:00Z',
    creditor: 'acme',
    currency: 'USD',
    region: 'US-NY',
  }
  const payment = { type: 'payment.received', at: '2026-03-01T00:00:00Z', amount: '5.00' }
  try {
    await real.at('2026-03-02T09:00:00Z')
    await real.take(...names.map((account) => ({ ...opened, account, debtor: `D${account}` })))
    const { db, vault } = real.engine
    const wanted = { name: 'ledger', url: hooks.url, kinds: ['payment.received'], bodies: false, from: null }
    const made = await subscribe({ db, vault, isPrivate: true, who: 'test' }, wanted)
    if (typeof made === 'string' || !('secret' in made)) throw new Error(JSON.stringify(made))
    hooks.secrets = [made.secret]
    // Every seventh message is refused at first.
    hooks.answer = ({ data }, tries) => (tries === 1 && data.position % 7 === 0 ? 500 : 204)
    for (let round = 0; round < ROUNDS; round++)
      await real.take(...names.map((account) => ({ ...payment, account, payment: `${account}-${round}` })))

    for (const heard of [40, 200]) {
      const child = await worker()
      await until(async () => hooks.taken.length >= heard)
      process.kill(child.pid, 'SIGKILL')
      await child.died.catch(() => {})
    }
    const last = await worker()
    await until(async () => new Set(hooks.taken.map(({ id }) => id)).size === ACCOUNTS * ROUNDS)
    await last.stop()

    const first = hooks.taken.filter(({ id }, at) => hooks.taken.findIndex((one) => one.id === id) === at)
    expect(first).toHaveLength(ACCOUNTS * ROUNDS)
    for (const account of names) {
      const ids = first
        .filter((one) => one.account === account)
        .map(({ body }) => JSON.stringify(body.data['ids']))
      expect(ids).toEqual(Array.from({ length: ROUNDS }, (_, round) => `{"payment":"${account}-${round}"}`))
    }
  } finally {
    await real.close()
    await hooks.stop()
  }
})
