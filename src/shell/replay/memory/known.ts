import type { PersonId } from '../../../core/base/id.ts'
import { MAY_BE_WRONG } from '../../../core/hindsight/wrong-contact.ts'
import type { ContactRow } from '../../../core/model/contact-row.ts'
import { NOBODY } from '../../../core/model/ledger.ts'
import type { ConfigPort } from '../../../flow/ports/config.ts'
import type { KnownRows } from '../../law/known-then.ts'
import {
  LATE_KINDS,
  OF_SEVERAL,
  type Suspect,
  type WrongContact,
  wrongContacts,
} from '../../law/wrong-contacts.ts'
import { memoryDossiers } from './dossier.ts'
import { tasksOf } from './record/load.ts'
import type { FactRow, World } from './world.ts'
import { indexOf } from './world-index.ts'

const KINDS: ReadonlySet<string> = new Set(LATE_KINDS)

/** Every contact of the world that history now shows as wrong: see pg/read/wrong.ts. */
export async function wrongIn(
  world: World,
  config: Pick<ConfigPort, 'strategyByHash'>,
): Promise<{ contact: ContactRow; found: WrongContact }[]> {
  const facts = factsByPerson(world)
  const all: { contact: ContactRow; found: WrongContact }[] = []
  for (const person of world.persons.keys()) {
    const suspects = indexOf(world)
      .contacts.rowsOf(person)
      .flatMap((row) => suspectOf(world, row, facts))
    const [now] = suspects.length > 0 ? memoryDossiers(world, [person]) : []
    if (!now) continue
    const hashes = [...new Set(suspects.map(({ strategyHash }) => strategyHash))]
    const terms = new Map(
      await Promise.all(hashes.map(async (hash) => [hash, await config.strategyByHash(hash)] as const)),
    )
    const rows = knownIn(world, person)
    const found = await wrongContacts({ rows, now }, suspects, (hash) => terms.get(hash) ?? {})
    for (const [id, one] of found) {
      const contact = world.contacts.get(id)
      if (contact) all.push({ contact, found: one })
    }
  }
  return all
}

function factsByPerson(world: World): Map<PersonId, FactRow[]> {
  const facts = new Map<PersonId, FactRow[]>()
  for (const fact of world.facts.values()) {
    if (fact.source === 'engine' || !KINDS.has(fact.kind)) continue
    const own = facts.get(fact.person)
    if (own) own.push(fact)
    else facts.set(fact.person, [fact])
  }
  return facts
}

function suspectOf(world: World, row: ContactRow, facts: ReadonlyMap<PersonId, FactRow[]>): Suspect[] {
  const theCase = row.case === null ? undefined : world.cases.get(row.case)
  const { at, direction, purpose, state } = row
  const left: readonly string[] = MAY_BE_WRONG.states
  if (!theCase || at === null || direction !== 'out' || purpose !== MAY_BE_WRONG.purpose) return []
  if (!left.includes(state)) return []
  const late = behind(world, row)
    .flatMap((person) => facts.get(person) ?? [])
    .filter(({ account, kind, happenedAt, recordedAt }) => {
      const isOf =
        account === null || row.accounts.includes(account) || OF_SEVERAL.some((one) => one === kind)
      return happenedAt <= at && recordedAt > at && isOf
    })
    .map(({ kind, happenedAt, recordedAt }) => ({ type: kind, at: happenedAt, recordedAt }))
  const { id, person, accounts, channel, point, number } = row
  const { strategyHash } = theCase
  return late.length === 0 ? [] : [{ id, person, accounts, channel, point, number, at, strategyHash, late }]
}

/** The person, and whoever shares the number. */
function behind(world: World, { person, number }: ContactRow): PersonId[] {
  const others = [...world.points.values()].filter((one) => number !== null && one.number === number)
  return [...new Set([person, ...others.map((one) => one.person)])]
}

function knownIn(world: World, person: PersonId): KnownRows {
  const numbers = new Set(
    indexOf(world)
      .points.rowsOf(person)
      .map(({ number }) => number),
  )
  const household = world.persons.get(person)?.household ?? null
  const related = new Set([person])
  for (const point of world.points.values()) if (numbers.has(point.number)) related.add(point.person)
  for (const one of world.persons.values())
    if (household !== null && one.household === household) related.add(one.id)
  const points = [...world.points.values()].filter((one) => related.has(one.person))
  return {
    facts: [...world.facts.values()]
      .filter(({ person: of, source }) => related.has(of) && source !== 'engine')
      .map(({ happenedAt, kind: _kind, ...fact }) => ({ ...fact, at: happenedAt })),
    points: points.map(({ person: of, id, kind, number, line, place, words }) => {
      return { person: of, id, kind, number, line, place, unreadable: words?.unreadable ?? false }
    }),
    households: world.households,
    contacts: [...world.contacts.values()].filter((row) => row.case !== null && related.has(row.person)),
    debts: world.debts,
    tasks: tasksOf(world, related, { tasks: 'all', nobody: { replies: [] } }),
    holds: world.holds.filter(
      ({ person: of, number }) =>
        of === NOBODY && number !== null && points.some((point) => point.number === number),
    ),
  }
}
