import { formatAmount } from '../../core/base/money.ts'
import type { OpenMoney, TodaysContacts } from '../pg/read/morning.ts'
import { html, type Html } from './page.ts'
import { type Column, table } from './table.ts'

/** Sums by currency: amounts of two currencies are never added. */
export function moneyIn(rows: readonly OpenMoney[]): Html[] {
  const sums = new Map<string, number>()
  for (const { currency, pastDue } of rows) sums.set(currency, (sums.get(currency) ?? 0) + pastDue)
  if (sums.size === 0) return [html`0`]
  return [...sums].map(([currency, sum]) => html`<span>${grouped(sum, currency)} ${currency}</span><br>`)
}

/** Thousands apart, for people who look; `formatAmount` is for machines. */
function grouped(minor: number, currency: string): string {
  return formatAmount(minor, currency).replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ' ')
}

/** Open cases by strategy, state and stage, each line with its list. */
export function openByPlace(open: readonly OpenMoney[]): Html {
  return table({
    caption: 'Open cases and what is past due in them, by strategy, state and stage',
    none: 'No case is open.',
    rows: open,
    columns: [
      { head: 'Strategy', cell: ({ strategy }) => strategy },
      { head: 'State', cell: ({ state }) => state },
      { head: 'Stage', cell: ({ stage }) => stage ?? '' },
      {
        head: 'Cases',
        as: 'number',
        cell: (row) => html`<a href="${casesOf(row)}" aria-label="${labelOf(row)}">${row.cases}</a>`,
      },
      { head: 'Past due', as: 'number', cell: ({ pastDue, currency }) => grouped(pastDue, currency) },
      { head: 'Currency', cell: ({ currency }) => currency },
    ],
  })
}

function casesOf({ strategy, state, stage }: OpenMoney): string {
  const query = new URLSearchParams({ open: 'true', strategy, state, ...(stage !== null && { stage }) })
  return `/cases?${query.toString()}`
}

function labelOf({ strategy, state, stage, cases }: OpenMoney): string {
  return `${cases} cases of ${strategy} in ${state}${stage === null ? '' : `, stage ${stage}`}`
}

interface ChannelLine {
  channel: string
  counts: ReadonlyMap<string, number>
}

/** A line for each channel and a column for each state that occurs. */
export function contactsToday(contacts: readonly TodaysContacts[]): Html {
  const states = [...new Set(contacts.map(({ state }) => state))]
  const channels = [...new Set(contacts.map(({ channel }) => channel))]
  const rows = channels.map((channel): ChannelLine => {
    const own = contacts.filter((one) => one.channel === channel)
    return { channel, counts: new Map(own.map(({ state, contacts: count }) => [state, count])) }
  })
  const byState = states.map((state): Column<ChannelLine> => {
    return { head: state, as: 'number', cell: ({ counts }) => counts.get(state) ?? 0 }
  })
  return table({
    caption: 'Due, in hand, made or ended today (UTC), by channel and state',
    none: 'No contact is due, made or ended today.',
    rows,
    columns: [{ head: 'Channel', cell: ({ channel }) => channel }, ...byState],
  })
}
