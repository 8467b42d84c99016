import { parentPort, workerData } from 'node:worker_threads'
import { type Problem, ProblemError } from '../../../core/base/problem.ts'
import type { IncomingFact, IncomingRefusal, Prepare } from '../../../flow/ports/record.ts'
import { connect } from '../../pg/base/database.ts'
import { keepMinorUnits } from '../../pg/base/minor-units.ts'
import { openVault } from '../../pg/base/vault.ts'
import { stagedPageAt } from '../../pg/feed/staging.ts'
import { newcomerStore } from '../../pg/record/newcomer/store.ts'
import { recordStore } from '../../pg/record/record.ts'
import { prepareWith } from '../prepare.ts'
import { newCount } from '../read/lines.ts'
import { readWritten } from '../read/written.ts'
import { recordLines } from '../record-lines.ts'
import { linesInHand } from '../staged-lines.ts'
import { tellPage, type ToldPage } from '../tell.ts'
import { toldAgain } from '../told-again.ts'
import type { Validate } from '../validate.ts'
import type { AgainTold, Answer, Failure, Order, StoredPage, ThreadSetup, WrittenFresh } from './order.ts'

/** A thread of an import: it tells lines and stores staged pages, as it is asked, until it is ended. */

const setup = workerData as ThreadSetup
const { run, file, format, kind, history, holds } = setup
const vault = openVault(setup.keys)
const prepareOne = prepareWith(vault)
const prepare: Prepare = Object.assign((incoming: IncomingFact) => prepareOne(incoming, setup.lists), {
  refused: (row: IncomingRefusal) => prepareOne.refused(row),
})
const how: Validate = { kind, asOf: setup.asOf, source: 'ledger', prepare, vault, holds }
const db = connect({ url: setup.url, max: 2, applicationName: setup.applicationName })
const store = recordStore(db, setup.enough)
const newcomers = newcomerStore(db)
const counting = keepMinorUnits(db)

parentPort?.on('message', (order: Order) => {
  void answered(order).then((answer) => {
    // The pages go over as they stand, and are nobody's here any more.
    const moved =
      'told' in answer
        ? answer.told.pages.flatMap(({ buffer }) => (buffer instanceof ArrayBuffer ? buffer : []))
        : []
    parentPort?.postMessage(answer, moved)
  })
})

async function answered(order: Order): Promise<Answer> {
  const { id } = order
  try {
    await counting
    return 'lines' in order ? { id, told: await told(order.lines) } : { id, stored: await stored(order.page) }
  } catch (error) {
    return { id, failed: failureOf(error) }
  }
}

function told(lines: readonly WrittenFresh[]): Promise<ToldPage> {
  const untold = lines.map(({ line, mark, described }) => ({
    line,
    mark,
    described,
    read: () => readWritten(line),
  }))
  return tellPage(untold, { run, file, how })
}

async function stored(first: number): Promise<StoredPage> {
  const { page, unread } = linesInHand(await stagedPageAt(db, run, first))
  const once: AgainTold = { rejected: 0, problems: [], warnings: [] }
  const count = newCount()
  const reject = async (problems: readonly Problem[]): Promise<void> => void once.problems.push(...problems)
  const reading = { file, format, how, reject }
  const again = (line: number) => toldAgain({ db, vault, run, reading, count }, line)
  const recorded = await recordLines({ store, file, kind, history, again, newcomers, many: setup.many }, page)
  const { rejected, warnings } = count
  // Who is affected is looked for by nobody here, and may be a long list.
  return {
    lines: page.count,
    unread,
    recorded: { ...recorded, affected: [] },
    again: { ...once, rejected, warnings },
  }
}

function failureOf(error: unknown): Failure {
  const { message = String(error), stack, code } = (error ?? {}) as Partial<Failure>
  return { message, stack, code, problems: error instanceof ProblemError ? error.problems : null }
}
