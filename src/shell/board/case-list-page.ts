import type { CaseLine } from '../pg/read/list/cases.ts'
import type { Page } from '../pg/read/list/page.ts'
import { CASE_FILTERS, type CaseFilter, type CaseFilters } from './case-list.ts'
import { instant } from './alarms.ts'
import { html, type Html } from './page.ts'
import { table } from './table.ts'

export function caseListPage(filters: CaseFilters, { lines: cases, next }: Page<CaseLine>): Html {
  return html`<form action="/cases" method="get" role="search" aria-label="Find one case">
<label>Id, or account/number <input name="case" required maxlength="200" autocomplete="off"></label> <button>Show</button></form>
<h2>List</h2>
<form action="/cases" method="get" aria-label="Filter the list">${often(filters)}
<details${isRare(filters) ? html` open` : ''}><summary>More filters</summary><div class="fields">${rare(filters)}</div></details>
<button>Filter</button></form>
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
${next === null ? '' : html`<p><a href="/cases?${new URLSearchParams({ ...filters, cursor: next }).toString()}">Next page</a></p>`}`
}

const OFTEN = ['open', 'state', 'stage', 'strategy', 'creditor']

function often(filters: CaseFilters): Html[] {
  return CASE_FILTERS.filter(({ name }) => OFTEN.includes(name)).map((filter) => field(filter, filters))
}

function rare(filters: CaseFilters): Html[] {
  return CASE_FILTERS.filter(({ name }) => !OFTEN.includes(name)).map((filter) => field(filter, filters))
}

function isRare(filters: CaseFilters): boolean {
  return Object.keys(filters).some((name) => !OFTEN.includes(name))
}

function field({ name, label, words, help, example }: CaseFilter, filters: CaseFilters): Html {
  const value = filters[name] ?? ''
  if (words === null || value.includes(','))
    return html`<label>${label} <input name="${name}" value="${value}" title="${help}" placeholder="${example}" maxlength="200" autocomplete="off"></label> `
  const options = words.map(
    (word) =>
      html`<option value="${word}"${word === value ? html` selected` : ''}>${name === 'open' ? OPEN[word] : word}</option>`,
  )
  return html`<label>${label} <select name="${name}" title="${help}"><option value="">any</option>${options}</select></label> `
}

const OPEN: Record<string, string> = { true: 'open', false: 'closed' }
