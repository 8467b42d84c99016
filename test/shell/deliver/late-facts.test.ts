import { afterEach, beforeEach, expect, test } from 'vitest'
import { ContactId, PersonId } from '../../../src/core/base/id.ts'
import { isoOf } from '../../../src/core/base/time.ts'
import type { Disposition } from '../../../src/core/channel/disposition.ts'
import { gatewayAdapter } from '../../../src/providers/gateway/gateway.ts'
import { settleBatch } from '../../../src/flow/deliver.ts'
import { lifeOf } from '../../support/dialer/life.ts'
import { type People, peopleOf } from '../../support/dialer/people.ts'
import { answersTo, type Line, queueLines } from '../../support/dialer/queue.ts'
import { redeemAtOnce } from '../../support/dialer/redeem.ts'
import { seedPeople } from '../../support/dialer/seed-people.ts'
import { countriesFrom } from '../../support/dialer/under-load.ts'
import { dialledWorld, HASH, tell, tellAll, type World } from '../../support/dialer/world.ts'

/** Counts are taken from what is known at that moment: a word that comes late lowers them, or raises them. */

const gateway = gatewayAdapter({ url: 'http://gateway.example', token: 't' })
let world: World
beforeEach(async () => void (world = await dialledWorld({ house: false })))
afterEach(() => world.close())

async function debtorsIn(name: string): Promise<People> {
  const [country] = countriesFrom('2026-03-02', name)
  if (!country) throw new Error('no such country')
  const people = peopleOf(country, 1, null)
  await seedPeople(world.db, world.vault, [people], HASH)
  for (const { at, fact } of lifeOf(people, 60, 'papers')) {
    await world.setNow(at)
    await tell(world, at, fact)
  }
  return people
}

function lineOf(people: People, channel: string, number: number): Line {
  const slot = people.slots.find((one) => one.channel === channel && one.point.number === number)
  if (!slot) throw new Error('no such slot')
  return { slot, household: people.persons[0]?.household ?? null, contact: null, attempt: 1 }
}

/** The contact is tried then: the answer is `passed`, or the rules that forbid it. What passed is settled or told as given. */
async function attempt(
  line: Line,
  local: string,
  outcome: { status: number } | { told: Disposition },
): Promise<{ id: number; answer: string }> {
  const at = Date.parse(local)
  await world.setNow(at)
  await queueLines(world.db, [line], at)
  const id = ContactId.parse(line.contact)
  const ref = { contact: id, person: PersonId.parse(line.slot.account.person) }
  const messages = 'status' in outcome
  const passed = await redeemAtOnce(world.deliver, {
    messages: messages ? [ref] : [],
    others: messages ? [] : [ref],
    seed: 0,
  })
  const permitted = passed.get(id)
  if (permitted === undefined) {
    return { id, answer: (await answersTo(world.db, [line])).get(id)?.rules.join() ?? '' }
  }
  if (permitted && messages) {
    const reply = { kind: 'answered', retryAfterMs: null, body: null, ...outcome } as const
    const answer = gateway.answer(reply, permitted)
    await settleBatch(world.deliver, [{ permitted, answer }])
  }
  if ('told' in outcome) await learn(line, id, local, outcome.told)
  line.contact = null
  line.attempt++
  return { id, answer: 'passed' }
}

async function learn(
  { slot }: Line,
  contact: number,
  local: string,
  disposition: Disposition,
): Promise<void> {
  const at = Date.parse(local)
  await world.setNow(at)
  const account = `A${slot.account.id}`
  const key = `outcome-${contact}-${disposition}`
  await tellAll(world, [{ type: 'contact.outcome', at: isoOf(at), account, contact, disposition, key }])
}

test('calls to a number that turns out to be somebody else’s are not counted any more', async () => {
  const people = await debtorsIn('US-NY')
  const [wrong, right] = [people.wrong, people.shared].map(({ number }) => lineOf(people, 'call', number))
  if (!wrong || !right) throw new Error('two numbers')
  let last = 0
  for (const hour of [14, 15, 16, 17, 18, 19, 20]) {
    const call = await attempt(wrong, `2026-03-03T${hour}:00:00Z`, { told: 'no_answer' })
    expect(call.answer).toBe('passed')
    last = call.id
  }
  expect((await attempt(right, '2026-03-03T21:00:00Z', { told: 'no_answer' })).answer).toBe('US-F-10')
  await learn(wrong, last, '2026-03-03T21:30:00Z', 'wrong_number')
  expect((await attempt(right, '2026-03-03T22:00:00Z', { told: 'no_answer' })).answer).toBe('passed')
})

test('a call without an answer that was a talk after all starts the week without calls', async () => {
  const people = await debtorsIn('US-NY')
  const line = lineOf(people, 'call', people.shared.number)
  const { id } = await attempt(line, '2026-03-03T15:00:00Z', { told: 'no_answer' })
  expect((await attempt(line, '2026-03-04T15:00:00Z', { told: 'no_answer' })).answer).toBe('passed')
  await learn(line, id, '2026-03-04T16:00:00Z', 'rpc_hung_up')
  expect((await attempt(line, '2026-03-09T15:00:00Z', { told: 'no_answer' })).answer).toBe('US-F-11')
  expect((await attempt(line, '2026-03-10T15:00:00Z', { told: 'no_answer' })).answer).toBe('passed')
})

test('texts that failed are counted once their receipts say that they arrived', async () => {
  const people = await debtorsIn('AU')
  const line = lineOf(people, 'sms', people.shared.number)
  const first = await attempt(line, '2026-03-03T00:00:00Z', { status: 422 })
  const second = await attempt(line, '2026-03-03T01:00:00Z', { status: 422 })
  const third = await attempt(line, '2026-03-03T02:00:00Z', { status: 422 })
  expect([first, second, third].map(({ answer }) => answer)).toEqual(['passed', 'passed', 'passed'])
  await learn(line, first.id, '2026-03-03T03:00:00Z', 'delivered')
  await learn(line, second.id, '2026-03-03T03:00:00Z', 'delivered')
  const fourth = await attempt(line, '2026-03-03T04:00:00Z', { status: 422 })
  expect(fourth.answer).toBe('passed')
  await learn(line, third.id, '2026-03-03T05:00:00Z', 'delivered')
  expect((await attempt(line, '2026-03-04T04:00:00Z', { status: 202 })).answer).toBe('AU-04')
  expect((await attempt(line, '2026-03-09T04:00:00Z', { status: 202 })).answer).toBe('passed')
})
