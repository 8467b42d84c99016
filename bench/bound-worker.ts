import { HOUR } from '../src/core/base/time.ts'
import type { ContactRef } from '../src/flow/ports/deliver.ts'
import { GATEWAY } from '../src/core/model/routes.ts'
import type { GatewayAddress } from '../src/providers/gateway/gateway.ts'
import { gatewayAdapter } from '../src/providers/gateway/gateway.ts'
import type { InSlot } from '../src/shell/batch/in-slots.ts'
import { JOBS, openBatches } from '../src/shell/batch/in-batches.ts'
import type { SqlTransaction } from '../src/shell/pg/base/database.ts'
import type { HttpClient } from '../src/shell/provider/http-client.ts'
import type { Engine } from '../src/shell/run/engine.ts'
import type { Running } from '../src/shell/run/process.ts'
import { startContacts } from '../src/shell/run/queue-start.ts'

/** What no engine can do without, whatever it promises: the jobs of the queue, a page redeemed, one request, and what became of it. A page waits for the network twice, and settles the one before. */
export function startBound(engine: Engine, bound: Bound): Running {
  return startContacts(engine, 'sms', boundJob(engine, bound))
}

export interface Bound {
  gateway: GatewayAddress
  client: HttpClient
  /** How a page is redeemed. */
  redeem: (engine: Engine) => RedeemPage
}

/** Who may be sent now, with the text. `settling` writes the answers to those before in the same transaction. */
export type RedeemPage = (refs: readonly ContactRef[], settling: Settling) => Promise<Sending[]>

/** Null = no answer waits. */
export type Settling = (tx: SqlTransaction) => Promise<unknown> | null

export interface Sending extends ContactRef {
  reference: string
  token: string
  text: string
  number: string
}

interface Answered extends ContactRef {
  token: string
  providerRef: string
}

/** How long a contact is held, in milliseconds. */
export const LEASE = 60_000

function boundJob(engine: Engine, { gateway, client, redeem: redeeming }: Bound): InSlot<ContactRef> {
  const adapter = gatewayAdapter(gateway)
  const redeemPage = redeeming(engine)
  const settles = openBatches(
    async (answers: Answered[]) => {
      await engine.db.transactionAtOnce(async (tx) => {
        const settled = settle(tx, answers)
        tx.commit()
        await settled
      })
      return answers.map(() => null)
    },
    { ...JOBS, beside: () => redeems.isBusy() },
    () => redeems.hurry(),
  )
  const size = Math.ceil(engine.settings.CHANNEL_CONCURRENCY / 2)
  const redeems = openBatches(redeem, { ...JOBS, size })
  let sending = 0
  async function redeem(refs: ContactRef[]): Promise<(Sending | null)[]> {
    const riders = settles.board()
    const page = redeemPage(refs, (tx) => (riders ? settle(tx, riders.items) : null))
    riders?.answer(page.then(() => riders.items.map(() => null)))
    const byId = new Map((await page).map((one) => [one.contact, one]))
    return refs.map(({ contact }) => byId.get(contact) ?? null)
  }
  const goAlone = (): void => {
    if (sending > 0 || redeems.isBusy()) return
    redeems.go()
    if (!redeems.isBusy()) settles.go()
  }
  return async (ref, free) => {
    const page = redeems.take([ref])
    if (sending === 0) setImmediate(goAlone)
    const [one] = await page
    if (!one) throw new Error('it was not permitted')
    sending++
    const { reference, number: to, text } = one
    const at = Date.now()
    const parcel = {
      channel: 'sms',
      provider: GATEWAY,
      reference,
      to,
      text,
      at,
      validUntil: at + HOUR,
    } as const
    const reply = await client.exchange(adapter.request(parcel, { now: at }), 10_000)
    sending--
    if (reply.kind !== 'answered' || reply.status !== 202) throw new Error('it was not accepted')
    const { id: providerRef } = reply.body as { id: string }
    const settled = settles.take([
      { contact: ref.contact, person: ref.person, token: one.token, providerRef },
    ])
    free()
    if (sending === 0) setImmediate(goAlone)
    await settled
  }
}

const SETTLE = `
  update contact c set state = 'sent', outcome = 'sent', provider_ref = u.provider_ref, lease_token = null, lease_until = null,
    changed_at = business_now()
  from unnest($1::bigint[], $2::bigint[], $3::uuid[], $4::text[]) as u (person, id, token, provider_ref)
  where c.person_id = u.person and c.id = u.id and c.lease_token = u.token and c.state = $5`

function settle(tx: SqlTransaction, answers: readonly Answered[]): Promise<unknown[]> {
  return tx.query(
    SETTLE,
    [
      answers.map(({ person }) => person),
      answers.map(({ contact }) => contact),
      answers.map(({ token }) => token),
      answers.map(({ providerRef }) => providerRef),
      'sending',
    ],
    'bound-settle',
  )
}
