import { toldAt } from '../../core/base/told.ts'
import type { DialerWork } from '../pg/watch/dialers.ts'
import type { PrintedLetters, WaitingLetters } from '../pg/watch/letters.ts'
import { instant } from './alarms.ts'
import { html, type Html, type Part } from './page.ts'
import { table } from './table.ts'

interface Outside {
  letters: readonly WaitingLetters[]
  printed: readonly PrintedLetters[]
  dialled: readonly DialerWork[]
}

/** What print houses and dialers have of us; a lender that uses neither sees nothing of it. */
export function outsideTables({ letters, printed, dialled }: Outside): Part {
  return [
    letters.length === 0 ? '' : waitingTable(letters),
    printed.length === 0 ? '' : printedTable(printed),
    dialled.length === 0 ? '' : dialledTable(dialled),
  ]
}

function waitingTable(letters: readonly WaitingLetters[]): Html {
  return html`<h2>Letters that wait</h2>
${table({
  caption: 'Letters that are written and leave at the cut-off of their print house',
  none: 'No letter waits.',
  rows: letters,
  columns: [
    { head: 'Print house', cell: ({ provider }) => provider },
    { head: 'Letters', as: 'number', cell: ({ letters: count }) => count },
    { head: 'Oldest written', as: 'time', cell: ({ since }) => instant(toldAt(since)) },
  ],
})}
`
}

function printedTable(printed: readonly PrintedLetters[]): Html {
  return html`<h2>Letters of the last thirty days</h2>
${table({
  caption: 'Letters that print houses were handed, and what became of them',
  none: 'No letter was handed over.',
  rows: printed,
  columns: [
    { head: 'Print house', cell: ({ provider }) => provider },
    { head: 'Batches', as: 'number', cell: ({ batches }) => batches },
    { head: 'Letters', as: 'number', cell: ({ letters }) => letters },
    { head: 'Not posted yet', as: 'number', cell: ({ open }) => open },
    { head: 'Posted', as: 'number', cell: ({ posted }) => posted },
    { head: 'Came back', as: 'number', cell: ({ returned }) => returned },
  ],
})}
`
}

function dialledTable(dialled: readonly DialerWork[]): Html {
  return html`<h2>Calls of dialers in the last day</h2>
${table({
  caption: 'Calls that dialers were handed as lists, and what became of them',
  none: 'No dialer has calls.',
  rows: dialled,
  columns: [
    { head: 'Dialer', cell: ({ dialer }) => dialer },
    { head: 'Lists', as: 'number', cell: ({ lists }) => lists },
    { head: 'Calls', as: 'number', cell: ({ calls }) => calls },
    { head: 'In hand', as: 'number', cell: ({ open }) => open },
    { head: 'Dialled', as: 'number', cell: ({ dialled: made }) => made },
    { head: 'Withdrawn', as: 'number', cell: ({ withdrawn }) => withdrawn },
    { head: 'Not dialled', as: 'number', cell: ({ notDialled }) => notDialled },
    { head: 'Never told of', as: 'number', cell: ({ lapsed }) => lapsed },
    {
      head: 'Against the list',
      as: 'number',
      cell: ({ marked }) => (marked > 0 ? html`<span class="bad">${marked}</span>` : 0),
    },
  ],
})}
`
}
