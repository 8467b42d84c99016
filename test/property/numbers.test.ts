import fc from 'fast-check'
import { expect, test } from 'vitest'
import { memoryStage } from '../shell/record/memory-stage.ts'
import { SPELLINGS } from '../shell/record/numbers.contract.ts'
import { drawn, LONG_ENOUGH } from './drawn.ts'

type Given = Record<string, unknown>

const OLD = '+4915112345671'
const NEW = '+4915112345699'
const day = (of: number) => `2026-02-${String(of).padStart(2, '0')}T09:00:00Z`
const phones = fc.constantFrom(OLD, NEW, undefined)

const line = (account: string, on: number, phone: string | undefined): Given => ({
  type: 'account.opened',
  at: day(on),
  account,
  debtor: 'D1',
  creditor: 'acme',
  currency: 'EUR',
  region: 'DE',
  phone,
})

/** What the ledger and others say of the debtor's numbers, each word on a day of its own. */
const words = fc
  .uniqueArray(
    fc.record({
      on: fc.integer({ min: 1, max: 28 }),
      what: fc.oneof(
        fc.record({ account: fc.constantFrom('A1', 'A2'), phone: phones }),
        fc.record({ added: fc.constantFrom(OLD, NEW, '0151 12345671') }),
        fc.record({ dead: fc.constantFrom(OLD, NEW) }),
        fc.record({ wrote: fc.constantFrom('4915112345671', NEW) }),
      ),
    }),
    { selector: (each) => each.on, minLength: 1, maxLength: 8 },
  )
  .map((all) =>
    all.map(({ on, what }): Given => {
      const about = { at: day(on), debtor: 'D1' }
      if ('account' in what) return line(what.account, on, what.phone)
      if ('added' in what) return { type: 'point.added', ...about, kind: 'phone', value: what.added }
      if ('dead' in what) return { type: 'point.invalid', ...about, point: what.dead }
      const message = { channel: 'sms', direction: 'in', disposition: 'replied', text: 'hello' }
      return { type: 'contact.recorded', ...about, ...message, point: what.wrote }
    }),
  )

test(
  'an opt-out at any place among the facts that name the number, in any spelling, ends in the same silence',
  async () => {
    const saying = fc.record({
      said: words,
      at: fc.nat(8),
      spelling: fc.constantFrom(...SPELLINGS),
      about: fc.constantFrom<Given>({ account: 'A1' }, { debtor: 'D1' }, {}),
    })
    await fc.assert(
      fc.asyncProperty(saying, async ({ said, at, spelling, about }) => {
        const stage = memoryStage()
        const optout = { type: 'optout.received', at: day(14), point: spelling, ...about }
        const facts: Given[] = [...said]
        facts.splice(at, 0, optout)
        for (const fact of facts) {
          const { rejected } = await stage.record(fact)
          expect(rejected.filter(({ code }) => !code.startsWith('unknown_'))).toEqual([])
        }
        await stage.record({ ...line('A1', 1, OLD), at: '2026-03-01T09:00:00Z' })
        const { holds } = await stage.dossier('D1')
        const old = [...stage.world.points.values()].find(({ value }) => value === OLD)?.number
        expect(old).toBeDefined()
        // Nobody may know yet where the debtor lives: then the whole of him is left alone until a human has read it.
        const held = holds.filter(({ kind, lifted }) => kind === 'optout' && lifted === null)
        expect(held.some(({ number }) => number === old || number === null)).toBe(true)
      }),
      drawn(40),
    )
  },
  LONG_ENOUGH,
)

test(
  'words on numbers end the same in any order, told once or twice',
  async () => {
    const told = words.chain((said) =>
      fc.record({
        said: fc.constant(said),
        order: fc.shuffledSubarray(said, { minLength: said.length }),
        again: fc.subarray(said),
      }),
    )
    await fc.assert(
      fc.asyncProperty(told, async ({ said, order, again }) => {
        const sorted = [...said].sort((a, b) => (String(a['at']) < String(b['at']) ? -1 : 1))
        expect(await endOf([...order, ...again])).toEqual(await endOf(sorted))
      }),
      drawn(50),
    )
  },
  LONG_ENOUGH,
)

async function endOf(facts: readonly Given[]): Promise<string[]> {
  const stage = memoryStage()
  const known = ['A1', 'A2'].map((account) => ({
    ...line(account, 1, '+4930901820'),
    at: '2026-01-15T09:00:00Z',
  }))
  await stage.record(...known)
  for (const fact of facts) expect((await stage.record(fact)).rejected).toEqual([])
  return [...stage.world.points.values()]
    .map(({ value, valid, former, line: kind }) => `${value} ${valid} ${former} ${kind}`)
    .sort()
}
