import { DAY_MS, HOUR, isoOf } from '../src/core/base/time.ts'
import { compileLaw } from '../src/core/compliance/pack/law.ts'
import { permit } from '../src/core/compliance/permit.ts'
import type { Question } from '../src/core/model/question.ts'
import { workedCircumstances, workedQuestion } from '../src/core/worked/case-file.ts'
import { WorkedCaseSchema } from '../src/core/worked/case.ts'
import { redeemBatch } from '../src/flow/deliver.ts'
import type { ContactRef } from '../src/flow/ports/deliver.ts'
import { relayPage } from '../src/flow/relay.ts'
import { loadSchedules } from '../src/shell/config/load.ts'
import { deliverDeps, relayDeps } from '../src/shell/run/wire.ts'
import { dropDatabase } from './database.ts'
import { type BenchEngine, engineOn } from './engine.ts'
import { everyPage } from './every-page.ts'
import type { Figure, Work } from './harness.ts'
import { timed } from './timed.ts'
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
  const { packs } = strategy
  const law = compileLaw({
    packs: schedules.packs.filter(({ pack }) => packs.includes(pack)),
    calendars: schedules.calendars,
  })
  const shown = isoOf(AT - 30 * DAY_MS)
  const worked = WorkedCaseSchema.parse({
    id: 'B5',
    packs,
    regions: ['US-NY'],
    zones: ['America/New_York'],
    intents: [{ at: isoOf(AT), product: 'credit_card', dpd: 30 }],
    history: Array.from({ length: ATTEMPTS }, (_, index) => attempt(index)),
    facts: {
      'validation.sent_or_due_within_5d': shown,
      'consent.autodial': shown,
      'consent.sms': shown,
    },
  })
  const [question] = worked.intents.map(workedQuestion)
  if (!question) throw new Error('nothing is asked')
  const asked: Question = { ...question, household: null, moment: 'redeem' }
  const file = workedCircumstances(worked, law, AT)
  return () => {
    for (let n = 0; n < CHECKS; n++) permit({ ...asked, at: AT + (n % 480) * 60_000 }, file, law)
    return CHECKS
  }
}

const OUTCOMES = ['no_answer', 'not_connected', 'no_answer', 'voicemail']

/** One every four days over two years, as a lawful dialer would have made them. */
function attempt(index: number) {
  const isText = index % 3 === 0
  return {
    at: isoOf(AT - (4 * index + 2) * DAY_MS + (index % 8) * HOUR),
    ch: isText ? 'sms' : 'call',
    outcome: isText ? 'delivered' : OUTCOMES[index % OUTCOMES.length],
    book: 'A1',
  }
}

/** All contacts queued beforehand; only the redeeming is timed. */
async function redeemAll({ engine, copy, close }: BenchEngine): Promise<Work> {
  const deps = deliverDeps(engine)
  try {
    await everyPage(() => relayPage(relayDeps(engine), 500))
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
