import { UNKNOWN_KIND } from '../../../src/core/model/contact-kind.ts'
import { AccountId, CaseId, ContactId, NumberId, PersonId, PointId } from '../../../src/core/base/id.ts'
import { HOUR } from '../../../src/core/base/time.ts'
import { memoryDeliverStore } from '../../../src/shell/replay/memory/deliver.ts'
import { memoryDossiers } from '../../../src/shell/replay/memory/dossier.ts'
import { memoryRelayStore } from '../../../src/shell/replay/memory/relay.ts'
import { memorySweepStore } from '../../../src/shell/replay/memory/sweep.ts'
import { memoryTaskStore } from '../../../src/shell/replay/memory/task.ts'
import { emptyWorld, type World } from '../../../src/shell/replay/memory/world.ts'
import { type Account, ACCOUNTS, caseOf, type ContactSeed, HASH, NOW, type Stage } from './stage.ts'

export async function memoryStage(): Promise<Stage> {
  const world = emptyWorld(NOW)
  for (const seed of ACCOUNTS) putAccount(world, seed)
  const dossiers = (persons: PersonId[]) => memoryDossiers(world, persons)
  return {
    deliver: memoryDeliverStore(world, dossiers),
    relay: memoryRelayStore(world),
    task: memoryTaskStore(world, dossiers),
    sweep: memorySweepStore(world),
    setNow: async (now) => void (world.now = now),
    contacts: async (seeds) => {
      for (const seed of seeds) putContact(world, seed)
    },
    contact: async (id) => {
      const row = world.contacts.get(ContactId.parse(id))
      if (!row) throw new Error(`no contact ${id}`)
      return { ...row, rules: row.reasons.map((reason) => reason.rule) }
    },
    raiseEpoch: async (account) => void fileOf(world, account).epoch++,
    requeue: async (id) => {
      const row = world.contacts.get(ContactId.parse(id))
      if (row) Object.assign(row, { state: 'queued', ring: row.ring + 1, at: null, agent: null })
    },
    brake: async (channel) => {
      const brake = {
        channel,
        strategy: null,
        creditor: null,
        from: 0,
        to: null,
        by: 'test',
        releasedBy: null,
      }
      world.brakes.push({ ...brake, id: world.brakes.length + 1 })
    },
    resume: async () => void (world.brakes.length = 0),
    nextReview: async (account) => fileOf(world, account).nextReviewAt,
    decisions: async () =>
      world.decisions.map(({ kind, to, reasons }) => ({ kind, to, rules: reasons.map((one) => one.rule) })),
    humanTasks: async () => world.humanTasks.map((task) => task.kind),
    close: async () => {},
  }
}

function fileOf(world: World, account: Account) {
  const theCase = world.cases.get(caseOf(account))
  if (!theCase) throw new Error(`no case of ${account}`)
  return theCase
}

function putAccount(world: World, { account, person, number }: (typeof ACCOUNTS)[number]): void {
  const [id, personId] = [AccountId.parse(account), PersonId.parse(person)]
  world.persons.set(personId, {
    id: personId,
    externalId: `D${person}`,
    household: null,
    locale: 'en',
    regions: ['US-NY'],
    zones: ['UTC'],
    closed: [],
  })
  const point = PointId.parse(person + 1000)
  world.points.set(point, {
    id: point,
    person: personId,
    kind: 'phone',
    number: NumberId.parse(number),
    line: 'mobile',
    place: 'home',
    role: 'debtor',
    valid: true,
    value: `+1202555${String(number).padStart(4, '0')}`,
  })
  world.accounts.set(id, {
    id,
    externalId: `A${account}`,
    person: personId,
    creditor: 'acme',
    collector: 'acme',
    actor: 'first_party',
    product: 'invoice',
    currency: 'USD',
    pastDue: 5594,
    balance: null,
    anchor: '2026-02-01',
    score: 0.3,
    collection: 'active',
    endedReason: null,
    zones: ['UTC'],
    feed: 'ledger',
    snapshotAt: null,
    credit: 0,
    bucket: 1,
    lookOn: null,
    curedAt: null,
  })
  world.cases.set(caseOf(account), {
    id: CaseId.parse(account + 100),
    person: personId,
    account: id,
    number: 1,
    open: true,
    state: 'working',
    stage: 'reminder',
    snapshot: { episodes: {}, lastAnchor: '2026-02-01' },
    epoch: 0,
    version: 0,
    strategy: 'test',
    strategyHash: HASH,
    openedOn: '2026-02-02',
    closedOn: null,
    closeReason: null,
    nextReviewAt: NOW + 1000 * HOUR,
    openedAt: NOW,
    closedAt: null,
  })
}

function putContact(world: World, seed: ContactSeed): void {
  const { person, number } = ACCOUNTS.find((one) => one.account === seed.account) ?? ACCOUNTS[0]
  const channel = seed.channel ?? 'sms'
  const id = ContactId.parse(seed.id)
  world.contacts.set(id, {
    id,
    person: PersonId.parse(person),
    household: null,
    case: caseOf(seed.account),
    accounts: [AccountId.parse(seed.account)],
    point: PointId.parse(person + 1000),
    number: NumberId.parse(number),
    channel,
    direction: 'out',
    role: 'debtor',
    place: 'home',
    purpose: 'collect',
    creditor: 'acme',
    collector: 'acme',
    stage: 'reminder',
    step: `step-${seed.id}`,
    episode: '2026-02-01',
    attempt: seed.attempt ?? 1,
    mandatory: false,
    dueOn: '2026-03-02',
    epoch: seed.epoch ?? 0,
    state: seed.state ?? 'queued',
    notBefore: seed.notBefore ?? NOW,
    expiresAt: seed.expiresAt ?? NOW + 8 * HOUR,
    at: null,
    outcome: 'pending',
    disposition: null,
    ...UNKNOWN_KIND,
    dpd: 29,
    template: `${channel}-text`,
    durationMinutes: 0,
    ring: 0,
    tries: 0,
    clientRef: `00000000-0000-4000-8000-${String(seed.id).padStart(12, '0')}`,
    leaseToken: null,
    leaseUntil: null,
    agent: null,
    provider: null,
    passedOver: [],
    providerRef: null,
    providerCode: null,
    reasons: [],
    createdAt: NOW,
    changedAt: NOW,
  })
}
