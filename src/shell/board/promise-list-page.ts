import type { Page } from '../pg/read/list/page.ts'
import { PROMISES, type PromiseLine } from '../pg/read/list/promises.ts'
import { instant } from './alarms.ts'
import { filterForm, nextPage } from './filter-form.ts'
import { type Filters, filtersOf } from './list-query.ts'
import { html, type Html } from './page.ts'
import { table } from './table.ts'

const PATH = '/promises'
const FILTERS = filtersOf(PROMISES)
const OFTEN = ['due', 'state', 'creditor']

/** Promises to pay, the one that falls due first at the head: those of today, where nothing else was asked. */
export function promiseListPage(asked: Filters, { lines: promises, next }: Page<PromiseLine>): Html {
  return html`${filterForm({ path: PATH, filters: FILTERS, often: OFTEN, asked })}
${table({
  caption: next === null ? `${promises.length} promises` : `${promises.length} promises of this page`,
  none: 'No promise is like that.',
  rows: promises,
  columns: [
    { head: 'By', as: 'time', cell: ({ by }) => by },
    { head: 'Promise', cell: ({ promise }) => promise },
    { head: 'Account', cell: ({ account }) => accountCell(account) },
    { head: 'Promised', as: 'number', cell: ({ amount }) => amount },
    { head: 'Came', as: 'number', cell: ({ paid }) => paid },
    { head: 'Currency', cell: ({ currency }) => currency ?? '' },
    { head: 'State', cell: ({ state }) => state ?? 'not looked at yet' },
    { head: 'Type', cell: ({ kind }) => kind ?? 'standard' },
    { head: 'Made', as: 'time', cell: ({ madeAt }) => instant(madeAt) },
    { head: 'Takes the place of', cell: ({ replaces }) => replaces ?? '' },
  ],
})}
${nextPage(PATH, asked, next)}`
}

/** An account leads to its cases. */
export function accountCell(account: string | null): Html | string {
  if (account === null) return ''
  return html`<a href="/cases?account=${encodeURIComponent(account)}">${account}</a>`
}
