import { type CaseLine, CASES } from '../pg/read/list/cases.ts'
import type { Page } from '../pg/read/list/page.ts'
import { instant } from './alarms.ts'
import { filterForm, nextPage } from './filter-form.ts'
import { type Filters, filtersOf } from './list-query.ts'
import { html, type Html } from './page.ts'
import { table } from './table.ts'

const PATH = '/cases'
const FILTERS = filtersOf(CASES)
const OFTEN = ['open', 'state', 'stage', 'strategy', 'creditor']

export function caseListPage(asked: Filters, { lines: cases, next }: Page<CaseLine>): Html {
  return html`<form action="/cases" method="get" role="search" aria-label="Find one case">
<label>Id, or account/number <input name="case" required maxlength="200" autocomplete="off"></label> <button>Show</button></form>
<h2>List</h2>
${filterForm({ path: PATH, filters: FILTERS, often: OFTEN, asked })}
${table({
  caption: next === null ? `${cases.length} cases` : `${cases.length} cases of this page`,
  none: 'No case is like that.',
  rows: cases,
  columns: [
    { head: 'Case', cell: ({ id, name }) => html`<a href="/cases/${id}">${name}</a>` },
    { head: 'State', cell: ({ state }) => state },
    { head: 'Stage', cell: ({ stage }) => stage ?? '' },
    { head: 'Strategy', cell: ({ strategy }) => strategy ?? '' },
    { head: 'Days', as: 'number', cell: ({ dpd }) => dpd ?? '' },
    { head: 'Past due', as: 'number', cell: ({ pastDue }) => pastDue ?? '' },
    { head: 'Disputed', as: 'number', cell: ({ disputed }) => disputed ?? '' },
    { head: 'Currency', cell: ({ currency }) => currency ?? '' },
    { head: 'Opened', as: 'time', cell: ({ openedOn }) => openedOn },
    {
      head: 'Closed',
      as: 'time',
      cell: ({ closedOn, closeReason }) => `${closedOn ?? ''} ${closeReason ?? ''}`,
    },
    { head: 'Waits for', cell: ({ waitingFor }) => waitingFor ?? '' },
    { head: 'Held by', cell: ({ holds }) => holds.join(', ') },
    { head: 'Refused by', cell: ({ refusedBy }) => refusedBy.join(', ') },
    {
      head: 'Next review',
      as: 'time',
      cell: ({ nextReviewAt }) => (nextReviewAt ? instant(nextReviewAt) : ''),
    },
  ],
})}
${nextPage(PATH, asked, next)}`
}
