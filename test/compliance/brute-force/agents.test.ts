import { expect, test } from 'vitest'
import { ContactId, PersonId } from '../../../src/core/base/id.ts'
import type { Disposition } from '../../../src/core/channel/disposition.ts'
import type { TaskKind } from '../../../src/core/model/task-row.ts'
import { offerBatch } from '../../../src/flow/offer.ts'
import { claimTask, startTask } from '../../../src/flow/task.ts'
import { releaseTask } from '../../../src/flow/task-list.ts'
import { disposeTask } from '../../../src/flow/task-outcome.ts'
import { statutesOf } from '../../support/dialer/country.ts'
import { dice } from '../../support/dialer/dice.ts'
import { lifeOf } from '../../support/dialer/life.ts'
import { OUTCOME } from '../../support/dialer/outcome.ts'
import { attemptOf, peopleOf } from '../../support/dialer/people.ts'
import { type Line, queueLines } from '../../support/dialer/queue.ts'
import { referee } from '../../support/dialer/referee.ts'
import { dueOnOf, seedPeople } from '../../support/dialer/seed-people.ts'
import { countriesFrom } from '../../support/dialer/under-load.ts'
import { dialledWorld, HASH, tell, type World } from '../../support/dialer/world.ts'
import type { Made } from '../../support/law-oracle/journal.ts'

const HOUR = 3_600_000
const MINUTE = 60_000
const TALKED: Record<string, Disposition> = { call: 'rpc_hung_up', visit: 'met' }
const MISSED: Record<string, Disposition> = { call: 'no_answer', visit: 'no_one_home' }
const START = Date.parse('2026-03-02T03:00:00Z')

/** The agent takes whatever there is to be had. */
async function claimAll(world: World, kind: TaskKind, agent: string): Promise<ContactId[]> {
  const claimed: ContactId[] = []
  for (;;) {
    const answer = await claimTask(world.tasks, { kind, agent })
    if (!answer.ok || answer.task === null) return claimed
    claimed.push(ContactId.parse(answer.task.contact))
  }
}

/** The agent dials or arrives, or after all does not. */
async function startOrRelease(world: World, hand: Hand): Promise<boolean> {
  if (dice('release', ...hand.words) < 0.2) {
    await releaseTask(world.tasks, hand)
    return false
  }
  return (await startTask(world.tasks, hand)).ok
}

/** What an agent has in his hands. Chance goes by the try, not by the row: whoever is first is all that varies. */
interface Hand {
  contact: ContactId
  agent: string
  line: Line
  words: number[]
}

test('four agents who claim, start and give back at once make no call and no visit too many', async () => {
  const world = await dialledWorld({ house: false })
  const [russia] = countriesFrom('2026-03-02', 'RU')
  if (!russia) throw new Error('no such country')
  const people = peopleOf(russia, 1, ['call', 'visit'])
  const watched = referee(statutesOf(russia, false), russia.zones, dueOnOf(russia.from))
  await seedPeople(world.db, world.vault, [people], HASH)
  for (const { at, fact, event } of lifeOf(people, 60, 'papers')) {
    await world.setNow(at)
    await tell(world, at, fact)
    if (event) watched.known.events.push(event(at))
  }
  const lines = people.slots.map((slot): Line => {
    const household = people.persons.find(({ id }) => id === slot.account.person)?.household ?? null
    return { slot, household, contact: null, attempt: 1 }
  })
  const agents: [TaskKind, string][] = [
    ['call', 'anna'],
    ['call', 'bert'],
    ['call', 'carl'],
    ['visit', 'dora'],
  ]
  for (let hour = 0; hour < 3 * 24; hour++) {
    if (hour % 24 > 14) continue
    const at = START + hour * HOUR
    await world.setNow(at)
    await queueLines(world.db, lines, at)
    for (const kind of ['call', 'visit'] as const) {
      const refs = lines
        .filter(({ slot }) => slot.channel === kind)
        .map(({ slot, contact }) => ({
          contact: ContactId.parse(contact),
          person: PersonId.parse(slot.account.person),
        }))
      await offerBatch(world.tasks.store, kind, refs)
    }
    const claims = await Promise.all(agents.map(([kind, agent]) => claimAll(world, kind, agent)))
    await world.setNow(at + MINUTE)
    const hands = claims.flatMap((claimed, index) =>
      claimed.map((contact): Hand => {
        const line = lines.find((one) => one.contact === contact)
        if (!line) throw new Error('a task of no line')
        return { contact, agent: agents[index]?.[1] ?? '', line, words: [line.slot.id, line.attempt, hour] }
      }),
    )
    const started = await Promise.all(hands.map((hand) => startOrRelease(world, hand)))
    const dialled = hands
      .filter((_, index) => started[index])
      .map((hand) => {
        const attempt = attemptOf(people, hand.line.slot, at + MINUTE)
        const made: Made = { ...attempt, id: hand.contact, direction: 'out', told: [] }
        return { hand, made }
      })
    watched.judge(
      dialled.map(({ made }) => made),
      [],
    )
    for (const { hand, made } of dialled) {
      const { contact, agent, line, words } = hand
      const answers = dice('talk', ...words) < 0.4 ? TALKED : MISSED
      const disposition = answers[made.channel] ?? 'no_answer'
      const done = await disposeTask(world.tasks, { contact, agent, disposition })
      expect(done).toMatchObject({ ok: true })
      made.told.push({ at: at + MINUTE, outcome: OUTCOME[disposition] ?? disposition })
      line.contact = null
      line.attempt++
    }
  }
  expect(watched.breaches).toEqual([])
  const talks = watched.journal.filter(({ told }) => told.some(({ outcome }) => outcome === 'talked'))
  expect(talks.length).toBeGreaterThan(5)
  expect(watched.journal.length).toBeGreaterThan(talks.length)
  await world.close()
}, 300_000)
