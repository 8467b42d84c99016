import { ContactId, PersonId } from '../../../src/core/base/id.ts'
import type { Permitted } from '../../../src/flow/ports/redeem.ts'
import type { Made } from '../law-oracle/journal.ts'
import { instantOf } from '../law-oracle/wall-clock.ts'
import { foresee, type Settling, settleAll, tellDue } from './aftermath.ts'
import { type Happening, lifeOf } from './life.ts'
import { attemptOf } from './people.ts'
import { answersTo, type Line, queueLines } from './queue.ts'
import { redeemAtOnce } from './redeem.ts'
import { type Refused, referee } from './referee.ts'
import type { Run } from './run.ts'
import { dueOnOf, seedPeople } from './seed-people.ts'
import { type Span, timetableOf } from './timetable.ts'
import { HASH, tell, type World } from './world.ts'

/** The debtors of these countries are dialled on every channel every hour and live in between, while the referees watch. */
export async function dial(world: World, spans: readonly Span[]): Promise<Run[]> {
  await seedPeople(
    world.db,
    world.vault,
    spans.map(({ people }) => people),
    HASH,
  )
  const runs = new Map(spans.map((span) => [span.people, runOf(span)]))
  const all = [...runs.values()]
  const happenings = all
    .flatMap((run) =>
      lifeOf(run.people, run.days, run.always && 'papers').map((happening) => ({ run, happening })),
    )
    .sort((a, b) => a.happening.at - b.happening.at)
  for (const [at, there] of timetableOf(spans)) {
    for (let next = happenings[0]; next && next.happening.at <= at; next = happenings[0]) {
      happenings.shift()
      await happen(world, next.run, next.happening)
    }
    await world.setNow(at)
    await tellDue(world, all, at)
    const turns = there.flatMap(({ people, slots }) => {
      const run = runs.get(people)
      return run ? [{ run, lines: run.lines.filter(({ slot }) => slots.includes(slot)) }] : []
    })
    await tryAll(world, turns, at)
  }
  return all
}

function runOf({ people, statutes, days, always }: Span): Run {
  const { country, persons, slots } = people
  const first = instantOf(country.zones[0] ?? 'UTC', `${country.from}T00:00`)
  return {
    people,
    referee: referee(statutes, country.zones, dueOnOf(country.from)),
    tried: 0,
    lines: slots.map((slot) => ({
      slot,
      household: persons.find(({ id }) => id === slot.account.person)?.household ?? null,
      contact: null,
      attempt: 1,
    })),
    due: [],
    days,
    always,
    wrongFrom: first + (days / 4) * 86_400_000,
  }
}

async function happen(
  world: World,
  { referee }: Run,
  { at, fact, event, contact }: Happening,
): Promise<void> {
  await world.setNow(at)
  await tell(world, at, fact)
  if (event) referee.known.events.push(event(at))
  if (contact) referee.journal.push({ ...contact(at), id: 0 })
}

interface Trying {
  run: Run
  lines: Line[]
}

async function tryAll(world: World, turns: readonly Trying[], at: number): Promise<void> {
  const lines = turns.flatMap((turn) => turn.lines)
  await queueLines(world.db, lines, at)
  const refs = lines.map(({ slot, contact }) => ({
    channel: slot.channel,
    contact: ContactId.parse(contact),
    person: PersonId.parse(slot.account.person),
  }))
  const passed = await redeemAtOnce(world.deliver, {
    messages: refs.filter(({ channel }) => channel === 'sms'),
    others: refs.filter(({ channel }) => channel !== 'sms'),
    seed: Math.floor(at / 1000) % 1009,
  })
  const waiting = lines.filter(({ contact }) => !passed.has(ContactId.parse(contact)))
  const refused = await answersTo(world.db, waiting)
  const settling: Settling[] = []
  for (const turn of turns) {
    turn.run.tried += turn.lines.length
    const { made, refusals } = sortOut(turn, at, { passed, refused })
    turn.run.referee.judge(
      made.map((one) => one.made),
      refusals,
    )
    for (const one of made) {
      if (one.permitted) settling.push({ ...one, permitted: one.permitted })
      else foresee(one)
    }
  }
  await settleAll(world, settling, at)
}

interface Answers {
  passed: ReadonlyMap<ContactId, Permitted | null>
  refused: Awaited<ReturnType<typeof answersTo>>
}
interface Sorted {
  made: { run: Run; line: Line; made: Made; permitted: Permitted | null }[]
  refusals: Refused[]
}

function sortOut({ run, lines }: Trying, at: number, { passed, refused }: Answers): Sorted {
  const sorted: Sorted = { made: [], refusals: [] }
  for (const line of lines) {
    const attempt = attemptOf(run.people, line.slot, at)
    const contact = ContactId.parse(line.contact)
    const permitted = passed.get(contact)
    if (permitted !== undefined) {
      const made: Made = { ...attempt, id: contact, direction: 'out', told: [] }
      sorted.made.push({ run, line, made, permitted })
      continue
    }
    const answer = refused.get(contact)
    if (!answer || !REFUSED.has(answer.state)) throw new Error(`${contact} is ${answer?.state}`)
    if (answer.rules.includes('no_valid_point')) continue
    const onlyNow = answer.state !== 'denied'
    sorted.refusals.push({ attempt, rules: answer.rules, onlyNow })
  }
  return sorted
}
const REFUSED = new Set(['planned', 'expired', 'denied'])
