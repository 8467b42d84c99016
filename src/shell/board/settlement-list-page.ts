import type { Page } from '../pg/read/list/page.ts'
import { SETTLEMENTS, type SettlementLine } from '../pg/read/list/settlements.ts'
import { instant } from './alarms.ts'
import { filterForm, nextPage } from './filter-form.ts'
import { type Filters, filtersOf } from './list-query.ts'
import { html, type Html } from './page.ts'
import { accountCell } from './promise-list-page.ts'
import { table } from './table.ts'

const PATH = '/settlements'
const FILTERS = filtersOf(SETTLEMENTS)
const OFTEN = ['state', 'due', 'creditor']

/** Settlements, the one that falls due first at the head: those that wait for a second person or for the money, where nothing else was asked. */
export function settlementListPage(asked: Filters, { lines: settlements, next }: Page<SettlementLine>): Html {
  return html`${filterForm({ path: PATH, filters: FILTERS, often: OFTEN, asked })}
${table({
  caption:
    next === null ? `${settlements.length} settlements` : `${settlements.length} settlements of this page`,
  none: 'No settlement is like that.',
  rows: settlements,
  columns: [
    { head: 'Until', as: 'time', cell: ({ until }) => until },
    { head: 'Pay by', as: 'time', cell: ({ payBy }) => payBy },
    { head: 'Settlement', cell: ({ settlement }) => settlement },
    { head: 'Account', cell: ({ account }) => accountCell(account) },
    {
      head: 'To pay',
      as: 'number',
      cell: ({ amount, discount }) => amount ?? `less ${(discount ?? 0) * 100} %`,
    },
    { head: 'Came', as: 'number', cell: ({ paid }) => paid },
    { head: 'Forgiven', as: 'number', cell: ({ forgiven }) => forgiven },
    { head: 'Currency', cell: ({ currency }) => currency ?? '' },
    { head: 'State', cell: ({ state }) => state ?? 'not looked at yet' },
    { head: 'Proposed by', cell: ({ by }) => by ?? '' },
    { head: 'Offered', as: 'time', cell: ({ offeredAt }) => instant(offeredAt) },
  ],
})}
${nextPage(PATH, asked, next)}`
}
