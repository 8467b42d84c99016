import type { Health, Remark } from '../http/health.ts'
import { codeWords, html, type Html } from './page.ts'
import { table } from './table.ts'

/** An instant as `2026-03-01 09:00`; what is none as it is. */
export function instant(told: string): Html | string {
  const [, day, time] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/.exec(told) ?? []
  return day && time ? html`<time datetime="${told}">${day} ${time}</time>` : told
}

/** What makes `/health` fail, then what only warns. */
export function alarmsTable({
  problems,
  warnings,
  alarms,
}: Pick<Health, 'problems' | 'warnings' | 'alarms'>): Html {
  const wayOut = new Map<string, string>(alarms.map((one) => [one.alarm, one.wayOut]))
  const rows = [
    ...problems.map((remark) => ({ ...remark, grave: true })),
    ...warnings.map((remark) => ({ ...remark, grave: false })),
  ]
  return table<Remark & { grave: boolean }>({
    caption: 'What is wrong now, as /health has it',
    none: 'No alarm.',
    rows,
    columns: [
      {
        head: 'Weight',
        cell: ({ grave }) =>
          grave ? html`<strong class="bad">failing</strong>` : html`<span class="watch">warning</span>`,
      },
      { head: 'Code', cell: ({ code }) => html`<code>${code}</code>` },
      { head: 'What', as: 'wide', cell: ({ message }) => codeWords(message) },
      { head: 'What to do', as: 'wide', cell: ({ code }) => codeWords(wayOut.get(code) ?? '') },
    ],
  })
}
