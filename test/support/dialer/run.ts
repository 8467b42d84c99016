import type { Disposition } from '../../../src/core/channel/disposition.ts'
import type { Made } from '../law-oracle/journal.ts'
import type { Telling } from './outcome.ts'
import type { People } from './people.ts'
import type { Line } from './queue.ts'
import type { Referee } from './referee.ts'

/** A word on a contact that will come in then. */
export interface Due {
  at: number
  made: Made
  telling: Telling
}

/** One country's debtors and what was seen of their dialling. */
export interface Run {
  people: People
  referee: Referee
  days: number
  always: Disposition | undefined
  tried: number
  lines: Line[]
  due: Due[]
  /** The instant from which the number at work may turn out to be somebody else's. */
  wrongFrom: number
}
