import type { Sql } from '../pg/base/database.ts'
import { countDialled } from '../pg/watch/dialers.ts'

interface Reading {
  name: string
  help: string
  labels: string[]
  read(): Promise<[labels: Record<string, string>, value: number][]>
}

/** What became of the calls that dialers were handed, and which were not made as they were to be. */
export function dialerReadings(db: Sql): Reading[] {
  return [
    {
      name: 'arrears_dialer_calls_last_day',
      help: 'Calls that a dialer was handed in the last business day, by how they stand',
      labels: ['dialer', 'state'],
      read: async () =>
        (await countDialled(db))
          .filter(({ mark }) => mark === null)
          .map(({ dialer, state, calls }) => [{ dialer, state: state ?? '' }, calls]),
    },
    {
      name: 'arrears_dialer_marked_last_day',
      help: 'Those that were dialled when they were not to be, or told too late; anything but 0 is worth a question',
      labels: ['dialer', 'mark'],
      read: async () =>
        (await countDialled(db)).flatMap(({ dialer, mark, calls }) =>
          mark === null ? [] : [[{ dialer, mark }, calls]],
        ),
    },
  ]
}
