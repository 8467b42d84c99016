import { CONTACTS, type ContactLine } from '../pg/read/list/contacts.ts'
import type { Page } from '../pg/read/list/page.ts'
import { instant } from './alarms.ts'
import { filterForm, nextPage } from './filter-form.ts'
import { type Filters, filtersOf } from './list-query.ts'
import { html, type Html } from './page.ts'
import { table } from './table.ts'

const PATH = '/contacts'
const FILTERS = filtersOf(CONTACTS)
const OFTEN = ['wrong', 'state', 'channel', 'creditor', 'since']

/** Contacts, the newest first: without a number, an address or a text. */
export function contactListPage(asked: Filters, { lines: contacts, next }: Page<ContactLine>): Html {
  return html`${filterForm({ path: PATH, filters: FILTERS, often: OFTEN, asked })}
${table({
  caption: next === null ? `${contacts.length} contacts` : `${contacts.length} contacts of this page`,
  none: 'No contact is like that.',
  rows: contacts,
  columns: [
    { head: 'When', as: 'time', cell: ({ at, notBefore }) => instantOf(at ?? notBefore) },
    { head: 'Contact', as: 'number', cell: ({ id }) => id },
    { head: 'Case', cell: ({ case: name }) => caseCell(name) },
    { head: 'Channel', cell: ({ channel }) => channel },
    { head: 'Step', cell: ({ step }) => step ?? '' },
    { head: 'State', cell: ({ state }) => state },
    { head: 'Came of it', cell: ({ disposition }) => disposition ?? '' },
    { head: 'Wrong', cell: ({ wrong }) => wrong.join(', ') },
    { head: 'Told late', cell: ({ toldLate }) => toldLate.join(', ') },
    { head: 'Known since', as: 'time', cell: ({ wrongSince }) => instantOf(wrongSince) },
  ],
})}
${nextPage(PATH, asked, next)}`
}

function instantOf(at: string | null): string | Html {
  return at === null ? '' : instant(at)
}

function caseCell(name: string | null): Html | string {
  return name === null ? '' : html`<a href="/cases/${encodeURIComponent(name)}">${name}</a>`
}
