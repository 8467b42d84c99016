import type { HumanTaskStore } from '../../../src/flow/human-task.ts'
import type {
  HumanTaskView,
  HumanTaskTx,
  Owner,
  UnmatchedMessage,
} from '../../../src/flow/ports/human-task.ts'
import { NOBODY } from '../../../src/core/model/ledger.ts'
import { retryOf } from '../../../src/shell/replay/memory/park.ts'
import type { World } from '../../../src/shell/replay/memory/world.ts'

export function humanTaskStore(world: World): HumanTaskStore {
  return { transaction: (work) => work(humanTaskTx(world)) }
}

function humanTaskTx(world: World): HumanTaskTx {
  return {
    now: world.now,
    openTasks: async ({ kind, role, limit }) =>
      world.humanTasks
        .map((_row, index) => fileOf(world, index))
        .filter((task) => task.resolvedAt === null)
        .filter((task) => (kind ?? task.kind) === task.kind && (role ?? task.role) === task.role)
        .sort((a, b) => a.due - b.due || a.id - b.id)
        .slice(0, limit),
    lockTask: async (id) => (world.humanTasks[id - 1] ? fileOf(world, id - 1) : null),
    async claim(task, by) {
      Object.assign(rowOf(world, task.id), { claimedBy: by })
    },
    textOf: async (task) => world.sealed.get(rowOf(world, task.id).sealed ?? 0)?.text ?? null,
    async messageOf({ id, person, reply }) {
      const { sender = 0 } = rowOf(world, id)
      const fact = [...world.facts.values()].find(
        (one) => one.person === NOBODY && one.key === reply && one.kind === 'contact.recorded',
      )
      if (person !== NOBODY || !fact) return null
      const { channel, disposition, understood = null, sealed } = fact.body as Said
      const text = world.sealed.get(sealed?.id ?? 0)?.text ?? null
      const from = world.sealed.get(sender)?.text ?? null
      return { at: fact.happenedAt, channel, disposition, understood, text, from }
    },
    isKnown: async (named) =>
      'debtor' in named
        ? [...world.persons.values()].some(({ externalId }) => externalId === named.debtor)
        : [...world.accounts.values()].some(({ externalId }) => externalId === named.account),
    async matchTo({ id }, owner) {
      const row = rowOf(world, id)
      const meant = ownerOf(world, owner)
      if (row.matchedPerson != null && row.matchedPerson !== meant) return false
      Object.assign(row, { matchedPerson: meant })
      return true
    },
    async unmatch(id) {
      Object.assign(rowOf(world, id), { matchedPerson: null })
    },
    refusedHolds: async (mark) =>
      world.holds.flatMap((hold, id) => {
        if (hold.reason !== 'data_refused' || hold.lifted !== null || !hold.externalId.endsWith(mark))
          return []
        const account = hold.account === null ? null : (world.accounts.get(hold.account)?.externalId ?? null)
        const debtor = world.persons.get(hold.person)?.externalId ?? ''
        return [{ id, account, debtor, hold: hold.externalId }]
      }),
    async subjectOf({ id }) {
      const { account, person } = rowOf(world, id)
      const name = world.accounts.get(account)?.externalId
      return name === undefined ? { debtor: world.persons.get(person)?.externalId ?? '' } : { account: name }
    },
    async resolve(task, by, resolution) {
      const row = rowOf(world, task.id)
      Object.assign(row, { resolvedAt: world.now, resolution, claimedBy: row.claimedBy ?? by })
      const theCase = row.case === null ? undefined : world.cases.get(row.case)
      retryOf(world, task.id)
      if (theCase?.open) theCase.nextReviewAt = Math.min(theCase.nextReviewAt ?? world.now, world.now)
    },
  }
}

type Said = Pick<UnmatchedMessage, 'channel' | 'disposition'> &
  Partial<Pick<UnmatchedMessage, 'understood'>> & { sealed?: { id: number } }

function ownerOf(world: World, named: Owner): number | undefined {
  return 'debtor' in named
    ? [...world.persons.entries()].find(([, { externalId }]) => externalId === named.debtor)?.[0]
    : [...world.accounts.values()].find(({ externalId }) => externalId === named.account)?.person
}

function rowOf(world: World, id: number): World['humanTasks'][number] {
  const row = world.humanTasks[id - 1]
  if (!row) throw new Error(`no human task ${id}`)
  return row
}

function fileOf(world: World, index: number): HumanTaskView {
  const row = rowOf(world, index + 1)
  const account = world.accounts.get(row.account)?.externalId ?? ''
  const number = row.case === null ? undefined : world.cases.get(row.case)?.number
  return {
    id: index + 1,
    person: row.person,
    case: row.case,
    about: row.counts ? (row.rule ?? '') : number === undefined ? account : `${account}/${number}`,
    contact: row.contact ?? null,
    kind: row.kind,
    rule: row.rule ?? null,
    step: row.step ?? null,
    reason: row.reason,
    reply: row.reply ?? null,
    role: row.role,
    due: row.due,
    createdAt: row.createdAt ?? row.due,
    claimedBy: row.claimedBy ?? null,
    claimedAt: null,
    resolvedAt: row.resolvedAt,
    resolution: row.resolution ?? null,
  }
}
