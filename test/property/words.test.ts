import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isoOf } from '../../src/core/base/time.ts'
import type { DossierHold } from '../../src/core/model/dossier.ts'
import { DISPOSITIONS } from '../../src/core/channel/disposition.ts'
import { HOLD_REASONS } from '../../src/core/model/hold-reason.ts'
import { memoryStage } from '../shell/record/memory-stage.ts'
import { drawn, LONG_ENOUGH } from './drawn.ts'

type Given = Record<string, unknown>

const NUMBER = '+12025550100'
const at = fc
  .record({ day: fc.integer({ min: 1, max: 27 }), hour: fc.integer({ min: 8, max: 17 }) })
  .map(({ day, hour }) => `2026-02-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00Z`)
const where = fc.constantFrom({ account: 'A1' }, { account: 'A2' }, { debtor: 'D1' })
const account = fc.constantFrom('A1', 'A2')

/** Any word in a contact, outbound or inbound, with or without its number. */
const said = fc
  .record({
    at,
    where,
    disposition: fc.constantFrom(...DISPOSITIONS),
    direction: fc.constantFrom('out', 'in'),
    named: fc.boolean(),
  })
  .map(({ at: when, where: about, named, ...word }): Given => {
    const point = named ? { point: NUMBER } : {}
    return { type: 'contact.recorded', at: when, channel: 'call', ...about, ...word, ...point }
  })

/** A name is of one reason, as in a ledger. */
const placed = fc.record({ at, where, reason: fc.constantFrom(...HOLD_REASONS) }).map(
  ({ at: when, where: about, reason }): Given => ({
    type: 'hold.placed',
    at: when,
    ...about,
    hold: `H-${reason}`,
    reason,
  }),
)
const lifted = fc
  .record({
    at,
    where,
    hold: fc.constantFrom(
      'rpc_attorney',
      'rpc_hardship',
      'third_deceased',
      'H-deceased',
      'H-fraud',
      'H-other',
    ),
  })
  .map(({ at: when, where: about, hold }): Given => ({ type: 'hold.lifted', at: when, ...about, hold }))
const dispute = fc.constantFrom('rpc_dispute', 'X1')
const decided = fc
  .record({ at, account, dispute, outcome: fc.constantFrom('upheld', 'rejected', 'withdrawn') })
  .map((fact): Given => ({ type: 'dispute.resolved', ...fact }))
const closed = fc
  .record({ at, account, dispute, reason: fc.constantFrom('corrected', 'stays_owed') })
  .map((fact): Given => ({ type: 'dispute.closed', ...fact }))
const others = fc
  .record({ at, where, type: fc.constantFrom('cease.received', 'cease.withdrawn', 'optout.withdrawn') })
  .map(({ at: when, where: about, type }): Given => {
    return { type, at: when, ...about, ...(type === 'optout.withdrawn' && { point: NUMBER }) }
  })
const money = fc
  .record({ at, account, payment: fc.constantFrom('p1', 'p2', 'p3'), bounced: fc.boolean() })
  .map(({ bounced, at: when, account: on, payment }): Given => {
    if (bounced) return { type: 'payment.reversed', at: when, account: on, payment }
    return { type: 'payment.received', at: when, account: on, payment, amount: '10.00' }
  })

const facts = fc
  .array(fc.oneof(said, said, placed, lifted, decided, closed, others, money), {
    minLength: 1,
    maxLength: 12,
  })
  .map((made) => made.map((fact, index): Given => (onceOnly(fact) ? fact : { ...fact, key: `k${index}` })))
  .map((made) => made.filter((fact, index) => !onceOnly(fact) || index === firstOf(made, fact)))

/** A payment comes once, and bounces once. */
function onceOnly({ type }: Given): boolean {
  return type === 'payment.received' || type === 'payment.reversed'
}

function firstOf(made: Given[], fact: Given): number {
  return made.findIndex((other) => ['type', 'account', 'payment'].every((key) => other[key] === fact[key]))
}

const known: Given[] = [
  ...['A1', 'A2'].map((name) => ({
    type: 'account.opened',
    at: '2026-01-01T00:00:00Z',
    account: name,
    debtor: 'D1',
    creditor: 'acme',
    currency: 'USD',
    zone: 'UTC',
    phone: NUMBER,
  })),
  ...['A1', 'A2'].map((name) => ({
    type: 'obligation.billed',
    at: '2026-01-01T00:00:00Z',
    account: name,
    obligation: 'o1',
    dueOn: '2026-02-01',
    amount: '100.00',
  })),
]

/** A last day that comes after the lifting says nothing any more. */
function asItHolds<H extends Pick<DossierHold, 'until' | 'lifted'>>(hold: H): H {
  if (hold.lifted === null || hold.until === null) return hold
  return hold.until < isoOf(hold.lifted).slice(0, 10) ? hold : { ...hold, until: null }
}

async function endOf(pages: Given[][]) {
  const stage = memoryStage()
  await stage.record(...known)
  for (const page of pages) expect((await stage.record(...page)).rejected).toEqual([])
  const { holds } = await stage.dossier('D1')
  const { points, promises, accounts } = await stage.see()
  return { points, promises, accounts, holds: holds.map((hold) => JSON.stringify(asItHolds(hold))).sort() }
}

test(
  'whatever is said, in any order and doubled, ends like telling it live',
  async () => {
    const arrival = facts.chain((inOrder) =>
      fc.record({
        inOrder: fc.constant(inOrder),
        order: fc.shuffledSubarray(inOrder, { minLength: inOrder.length }),
        again: fc.subarray(inOrder),
        size: fc.integer({ min: 1, max: 5 }),
      }),
    )
    await fc.assert(
      fc.asyncProperty(arrival, async ({ inOrder, order, again, size }) => {
        const arrived = [...order, ...again]
        const pages = Array.from({ length: Math.ceil(arrived.length / size) }, (_, index) =>
          arrived.slice(index * size, (index + 1) * size),
        )
        const live = [...inOrder].sort((a, b) => (String(a['at']) < String(b['at']) ? -1 : 1))
        expect(await endOf(pages)).toEqual(await endOf(live.map((fact) => [fact])))
      }),
      drawn(200),
    )
  },
  LONG_ENOUGH,
)
