import type { DialerWork } from '../src/shell/pg/watch/dialers.ts'
import type { PrintedLetters } from '../src/shell/pg/watch/letters.ts'

/** What others carried in our place: letters of a print house, and calls of a dialer. */
export interface OutsideWork {
  printed: readonly PrintedLetters[]
  dialled: readonly DialerWork[]
}

export function outsideLines({ printed, dialled }: OutsideWork): string[] {
  return [
    ...printed.map(
      ({ provider, batches, letters, pages, posted, returned, open }) =>
        `print house ${provider}: ${counted(letters, 'letter')} (${counted(pages, 'page')}) in ${counted(batches, 'batch', 'batches')}; posted: ${posted}; came back: ${returned}; not posted yet: ${open}`,
    ),
    ...dialled.map(
      ({ dialer, lists, calls, dialled: made, withdrawn, notDialled, lapsed, marked, open }) =>
        `dialer ${dialer}: ${counted(calls, 'call')} in ${counted(lists, 'list')}; dialled: ${made}; withdrawn: ${withdrawn}; not dialled: ${notDialled}; never told of: ${lapsed}; dialled when they were not to be, or told late: ${marked}; in hand: ${open}`,
    ),
  ]
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}
