import { isoOf } from '../../../src/core/base/time.ts'
import { settleBatch } from '../../../src/flow/deliver.ts'
import type { Permitted } from '../../../src/flow/ports/redeem.ts'
import type { Made } from '../law-oracle/journal.ts'
import type { Run } from './run.ts'
import { OUTCOME, SENT, sendingOf, type Telling, tellingsOf } from './outcome.ts'
import type { Line } from './queue.ts'
import { tellAll, type World } from './world.ts'

const HOUR = 3_600_000

interface Contacted {
  run: Run
  line: Line
  made: Made
}
export type Settling = Contacted & { permitted: Permitted }

/** What will be told of a contact that was made; its line goes on with the next attempt. */
export function foresee({ run, line, made }: Contacted): void {
  const { channel, point } = line.slot
  const isWrong = point === run.people.wrong && made.at >= run.wrongFrom
  const tellings = tellingsOf(channel, isWrong, made.number, made.at)
  willBeTold(run, made, run.always ? [{ afterHours: 0, disposition: run.always }] : tellings)
  goOn(line)
}

/** Messages are settled by what their provider answers; those that never left are no contacts. */
export async function settleAll(world: World, settling: readonly Settling[], at: number): Promise<void> {
  if (settling.length === 0) return
  const answers = settling.map(({ permitted, run, line, made }) => {
    const { answer, outcome, later } = run.always ? SENT : sendingOf(made.number, made.account, at)
    if (outcome === 'back') {
      run.referee.journal.splice(run.referee.journal.indexOf(made), 1)
    } else {
      if (outcome !== null) made.told.push({ at, outcome })
      willBeTold(run, made, later)
      goOn(line)
    }
    return { permitted, answer }
  })
  await settleBatch(world.deliver, answers)
}

function willBeTold(run: Run, made: Made, tellings: readonly Telling[]): void {
  for (const telling of tellings) run.due.push({ at: made.at + telling.afterHours * HOUR, made, telling })
}

function goOn(line: Line): void {
  line.contact = null
  line.attempt++
}

/** What has come in since the last hour is recorded. */
export async function tellDue(world: World, runs: readonly Run[], at: number): Promise<void> {
  const told = runs.flatMap((run) => {
    const now = run.due.filter((due) => due.at <= at)
    if (now.length > 0) run.due = run.due.filter((due) => due.at > at)
    return now
  })
  if (told.length === 0) return
  await tellAll(
    world,
    told.map(({ made, telling: { disposition } }) => ({
      type: 'contact.outcome',
      at: isoOf(at),
      account: `A${made.account}`,
      contact: made.id,
      disposition,
      key: `outcome-${made.id}-${disposition}`,
    })),
  )
  for (const { made, telling } of told) {
    made.told.push({ at, outcome: OUTCOME[telling.disposition] ?? telling.disposition })
  }
}
