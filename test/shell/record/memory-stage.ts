import type { AccountId, ContactId, PersonId } from '../../../src/core/base/id.ts'
import { ContentHash } from '../../../src/core/base/id.ts'
import { decidePage } from '../../../src/flow/decide.ts'
import { memoryDecideStore } from '../../../src/shell/replay/memory/decide.ts'
import { detectPage } from '../../../src/flow/detect.ts'
import { recordFacts } from '../../../src/flow/record.ts'
import { prepareWith } from '../../../src/shell/feed/prepare.ts'
import { memoryConfig } from '../../../src/shell/replay/memory/config.ts'
import { memoryDetectStore } from '../../../src/shell/replay/memory/detect.ts'
import { memoryDossiers } from '../../../src/shell/replay/memory/dossier.ts'
import { humanTaskStore } from '../../support/memory/human-task.ts'
import { clearVault } from '../../../src/shell/replay/memory/record/vault.ts'
import { memoryRecordStore } from '../../../src/shell/replay/memory/record/record.ts'
import type { AccountRow, World } from '../../../src/shell/replay/memory/world.ts'
import { emptyWorld } from '../../../src/shell/replay/memory/world.ts'
import type { ContactRow } from '../../../src/core/model/contact-row.ts'
import { shippedReplies } from '../../support/shipped-words.ts'
import type { MadeContact, Picture, RecordStage } from './stage.ts'
import { atDoor, brakeLine, HASH, incoming, schedulesOf, strategy } from './stage.ts'

export interface MemoryStage extends RecordStage {
  world: World
}

export function memoryStage(): MemoryStage {
  const world = emptyWorld(Date.parse('2026-03-01T12:00:00Z'))
  const replies = async () => shippedReplies()
  let config = memoryConfig(schedulesOf([strategy('all')]), HASH)
  const store = memoryRecordStore(world, { active: () => config.active() })
  const recording = { store, prepare: prepareWith(clearVault), replies }
  return {
    world,
    at: async (now) => void (world.now = Date.parse(now)),
    record: (...facts) => recordFacts(recording, incoming(facts)),
    door: (...rows) => recordFacts(recording, atDoor(rows)),
    detect: (limit) => detectPage({ store: memoryDetectStore(world, config), config }, limit),
    decide: () => decidePage({ store: memoryDecideStore(world), config }, 1000),
    see: async () => pictureOf(world),
    contact: async (account, made) => addContact(world, account, made),
    rename: async (account, name) => {
      const row = accountOf(world, account)
      world.accounts.delete(row.id)
      world.accounts.set(row.id, { ...row, externalId: name })
    },
    ask: async (account, { contact, ...asked }) => {
      const { id, person } = openCaseOf(world, account)
      const about = { person, account: accountOf(world, account).id, case: id, episode: '2026-02-01' }
      const due = world.now
      return world.humanTasks.push({
        ...about,
        ...asked,
        ...(contact !== undefined && { contact: contact as ContactId }),
        reason: 'why',
        role: 'operations',
        due,
        resolvedAt: null,
      })
    },
    closeCase: async (account, reason, lastAnchor) => {
      const theCase = openCaseOf(world, account)
      Object.assign(theCase, { open: false, state: reason, closedOn: '2026-01-01', closeReason: reason })
      Object.assign(theCase, { nextReviewAt: null, snapshot: { episodes: {}, lastAnchor } })
    },
    publish: async (more) =>
      void (config = memoryConfig(
        { ...schedulesOf([strategy('all')]), ...more },
        ContentHash.parse('b'.repeat(64)),
      )),
    strategies: (strategies) => void (config = memoryConfig(schedulesOf(strategies), HASH)),
    people: { store: humanTaskStore(world), record: (facts) => recordFacts(recording, facts) },
    aside: store,
    dossier: async (debtor) => {
      const person = [...world.persons.values()].find((each) => each.externalId === debtor)
      const [dossier] = memoryDossiers(world, person ? [person.id] : [])
      if (!dossier) throw new Error(`no debtor ${debtor}`)
      return dossier
    },
    brakes: async () => world.brakes.map(brakeLine),
    close: async () => {},
  }
}

function accountOf(world: World, name: string): AccountRow {
  const row = [...world.accounts.values()].find((each) => each.externalId === name)
  if (!row) throw new Error(`no account ${name}`)
  return row
}

function openCaseOf(world: World, name: string) {
  const { id } = accountOf(world, name)
  const theCase = [...world.cases.values()].find((each) => each.account === id && each.open)
  if (!theCase) throw new Error(`no open case of ${name}`)
  return theCase
}

function addContact(world: World, name: string, made: MadeContact): number {
  const account = accountOf(world, name)
  const theCase = openCaseOf(world, name)
  const id = world.nextId++ as ContactId
  const point = [...world.points.values()].find((each) => each.value === made.to)
  world.contacts.set(id, {
    id,
    person: account.person,
    household: null,
    case: theCase.id,
    accounts: [account.id],
    point: point?.id ?? null,
    number: point?.number ?? null,
    channel: made.channel,
    direction: 'out',
    role: 'debtor',
    place: 'home',
    purpose: 'collect',
    creditor: 'acme',
    collector: 'acme',
    stage: 'first',
    step: made.step ?? 'step',
    episode: '2026-02-01',
    attempt: made.attempt ?? 1,
    epoch: 0,
    state: made.state,
    notBefore: made.from === undefined ? null : Date.parse(made.from),
    expiresAt: null,
    at: null,
    outcome: 'pending',
    disposition: null,
  } as unknown as ContactRow)
  if (made.channel !== 'call' && made.channel !== 'visit') return id
  const state = made.state === 'queued' ? 'open' : 'started'
  world.tasks.set(id, { contact: id, kind: made.channel, state, withdrawnWhy: null } as never)
  return id
}

function pictureOf(world: World): Picture {
  const debtor = (id: PersonId): string => world.persons.get(id)?.externalId ?? 'nobody'
  const account = (id: AccountId): string => world.accounts.get(id)?.externalId ?? '?'
  return {
    accounts: Object.fromEntries(
      [...world.accounts.values()].map((row) => [
        row.externalId,
        {
          pastDue: row.pastDue,
          balance: row.balance,
          credit: row.credit,
          anchor: row.anchor,
          bucket: row.bucket,
          lookOn: row.lookOn,
          score: row.score,
          collection: row.collection,
        },
      ]),
    ),
    cases: [...world.cases.values()].map((theCase) => ({
      name: `${account(theCase.account)}/${theCase.number}`,
      state: theCase.state,
      open: theCase.open,
      epoch: theCase.epoch,
      due: theCase.nextReviewAt !== null && theCase.nextReviewAt <= world.now,
      strategy: theCase.strategy,
    })),
    holds: world.holds
      .map(
        (row) => `${debtor(row.person)} ${row.kind} ${row.externalId} ${row.lifted === null ? 'on' : 'off'}`,
      )
      .sort(),
    promises: world.promises
      .map((row) => {
        const end = row.cancelled ? ' cancelled' : ''
        return `${account(row.account)} ${row.externalId} ${row.amount} ${row.by}${end}`
      })
      .sort(),
    evidence: world.evidence.map((row) => `${debtor(row.person)} ${row.key}=${row.value}`).sort(),
    points: [...world.points.values()]
      .map((row) => `${debtor(row.person)} ${row.value || '-'} ${row.valid ? 'valid' : 'invalid'}`)
      .sort(),
    contacts: [...world.contacts.values()].map(({ id, channel, state, outcome, direction }) => ({
      id,
      channel,
      state,
      outcome,
      direction,
    })),
    facts: [...world.facts.values()].map((fact) => fact.kind),
    tasks: world.humanTasks
      .filter((task) => world.accounts.has(task.account))
      .map((task) => `${account(task.account)} ${task.kind}`),
    work: [...world.tasks.values()].map(({ contact, state, withdrawnWhy }) =>
      `${contact} ${state} ${withdrawnWhy ?? ''}`.trim(),
    ),
    zones: Object.fromEntries([...world.accounts.values()].map((row) => [row.externalId, row.zones])),
    regions: Object.fromEntries([...world.persons.values()].map((row) => [row.externalId, row.regions])),
  }
}
