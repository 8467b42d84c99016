import type { Outcome } from '../src/core/base/list.ts'
import { DAY_MS, HOUR, type Instant } from '../src/core/base/time.ts'
import { compileLaw } from '../src/core/compliance/law.ts'
import { permit } from '../src/core/compliance/permit.ts'
import type { LegalFile, PastContact, Question } from '../src/core/compliance/question.ts'
import { redeemBatch } from '../src/flow/deliver.ts'
import type { ContactRef } from '../src/flow/ports/deliver.ts'
import { relayPage } from '../src/flow/relay.ts'
import { loadSchedules } from '../src/shell/config/load.ts'
import { deliverDeps, relayDeps } from '../src/shell/run/wire.ts'
import { dropDatabase } from './database.ts'
import { type BenchEngine, engineOn } from './engine.ts'
import { type Figure, timed, type Work } from './harness.ts'
import { plannedBook } from './planned-book.ts'

const CHECKS = 20_000
const ATTEMPTS = 200
const REDEEMS = 6_000
const BATCH = 100
const LANES = 2
/** Ten in the morning in New York. */
const AT = Date.parse('2026-06-10T14:00:00Z')

export const B5: Figure = {
  id: 'B5',
  title: `permit checks with all packs of the card strategy and ${ATTEMPTS} attempts of history`,
  unit: 'a second',
  reach: 5,
  rounds: 3,
  async prepare(servers) {
    const check = checker()
    const template = await plannedBook(servers, REDEEMS)
    return {
      ours: { name: 'permit checks, one process', round: () => timed(async () => check()) },
      against: {
        name: `contacts redeemed, batches of ${BATCH}, ${LANES} at once`,
        round: async () => redeemAll(await engineOn(servers, template)),
      },
      close: () => dropDatabase(servers, template),
    }
  },
}

function checker(): () => number {
  const { schedules } = loadSchedules('schedules')
  const strategy = schedules?.strategies.find((one) => one.strategy === 'us-card')
  if (!schedules || !strategy) throw new Error('the card strategy is not there')
  const law = compileLaw({
    packs: schedules.packs.filter(({ pack }) => strategy.packs.includes(pack)),
    calendars: schedules.calendars,
  })
  const file: LegalFile = {
    regions: ['US-NY'],
    zones: ['America/New_York'],
    closed: [],
    history: Array.from({ length: ATTEMPTS }, (_, index) => attempt(index)),
    statuses: [],
    evidence: ['validation.sent_or_due_within_5d', 'consent.autodial', 'consent.sms'].map((key) => {
      return { key, value: true, at: AT - 30 * DAY_MS, until: null, account: null, point: null }
    }),
  }
  return () => {
    for (let n = 0; n < CHECKS; n++) permit(question(AT + (n % 480) * 60_000), file, law)
    return CHECKS
  }
}

const PARTIES = {
  role: 'debtor',
  place: 'home',
  purpose: 'collect',
  person: 'P1',
  accounts: ['A1'],
  point: 'N1',
  creditor: 'CR1',
  collector: 'CO1',
  household: null,
  tags: [],
} satisfies Partial<Question>

function question(at: Instant): Question {
  return {
    ...PARTIES,
    at,
    durationMinutes: 0,
    channel: 'call',
    automation: 'human',
    line: 'mobile',
    actor: 'third_party',
    product: 'credit_card',
    action: 'contact',
    dpd: 30,
    tokens: null,
    moment: 'redeem',
  }
}

const OUTCOMES: Outcome[] = ['no_answer', 'not_connected', 'no_answer', 'voicemail']

/** One every four days over two years, as a lawful dialer would have made them. */
function attempt(index: number): PastContact {
  return {
    ...PARTIES,
    at: AT - (4 * index + 2) * DAY_MS + (index % 8) * HOUR,
    channel: index % 3 === 0 ? 'sms' : 'call',
    direction: 'out',
    outcome: index % 3 === 0 ? 'delivered' : (OUTCOMES[index % OUTCOMES.length] ?? 'no_answer'),
    bookedTo: 'A1',
  }
}

/** All contacts queued beforehand; only the redeeming is timed. */
async function redeemAll({ engine, copy, close }: BenchEngine): Promise<Work> {
  const deps = deliverDeps(engine)
  try {
    for (let more = true; more; ) more = (await relayPage(relayDeps(engine), 500)).more
    const refs = await copy.db.query<ContactRef>(
      `select id as contact, person_id as person from contact where state = 'queued' order by id`,
    )
    const lane = async (number: number): Promise<number> => {
      let sent = 0
      for (let from = number * BATCH; from < refs.length; from += LANES * BATCH) {
        const answers = await redeemBatch(deps, refs.slice(from, from + BATCH))
        sent += answers.filter(({ answer }) => answer === 'send').length
      }
      return sent
    }
    return await timed(async () => {
      const sent = await Promise.all(Array.from({ length: LANES }, (_, number) => lane(number)))
      return sent.reduce((sum, one) => sum + one, 0)
    })
  } finally {
    deps.close()
    await close()
  }
}
