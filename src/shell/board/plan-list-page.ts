import type { Page } from '../pg/read/list/page.ts'
import { type PlanLine, PLANS } from '../pg/read/list/plans.ts'
import { filterForm, nextPage } from './filter-form.ts'
import { type Filters, filtersOf } from './list-query.ts'
import { html, type Html } from './page.ts'
import { table } from './table.ts'

const PATH = '/plans'
const FILTERS = filtersOf(PLANS)
const OFTEN = ['state', 'due', 'creditor']

/** Repayment plans, the one whose next rate falls due first at the head: those in arrears, where nothing else was asked. */
export function planListPage(asked: Filters, { lines: plans, next }: Page<PlanLine>): Html {
  return html`${filterForm({ path: PATH, filters: FILTERS, often: OFTEN, asked })}
${table({
  caption: next === null ? `${plans.length} plans` : `${plans.length} plans of this page`,
  none: 'No plan is like that.',
  rows: plans,
  columns: [
    { head: 'Next rate', as: 'time', cell: ({ nextOn }) => nextOn ?? '' },
    { head: 'Plan', cell: ({ plan }) => plan },
    { head: 'Accounts', cell: ({ accounts }) => html`${accounts.map(accountLink)}` },
    { head: 'Still to pay of it', as: 'number', cell: ({ nextAmount }) => nextAmount ?? '' },
    { head: 'Rates', as: 'number', cell: ({ rates }) => String(rates.length) },
    { head: 'In all', as: 'number', cell: ({ sum }) => sum },
    { head: 'Came', as: 'number', cell: ({ paid }) => paid },
    { head: 'Fell away', as: 'number', cell: ({ fell }) => fell },
    { head: 'Currency', cell: ({ currency }) => currency ?? '' },
    { head: 'State', cell: ({ state }) => state ?? 'not looked at yet' },
    { head: 'Missed', cell: ({ missed }) => missed.join(', ') },
    { head: 'Type', cell: ({ kind }) => kind ?? 'standard' },
    { head: 'Takes the place of', cell: ({ replaces }) => replaces ?? '' },
  ],
})}
${nextPage(PATH, asked, next)}`
}

function accountLink(account: string): Html {
  return html`<a href="/cases?account=${encodeURIComponent(account)}">${account}</a> `
}
