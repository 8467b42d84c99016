import type { AgreedCount, AgreedToday } from '../pg/watch/agreed-count.ts'
import { html, type Html } from './page.ts'
import { table } from './table.ts'

/** What was agreed with debtors: what needs somebody today, and how it is kept by creditor. */
export function agreedPart({
  agreed,
  agreedToday: { due, inArrears, asked },
}: {
  agreed: readonly AgreedCount[]
  agreedToday: AgreedToday
}): Html {
  return html`<p><a href="/promises">${due} promises due today</a>, <a href="/plans">${inArrears} plans in arrears</a>, <a href="/tasks?role=supervisor">${asked} questions to a supervisor</a></p>
${table({
  caption: 'What goes on, what was kept and what was not, by creditor',
  none: 'Nothing was agreed with anybody yet.',
  rows: byCreditor(agreed),
  columns: [
    { head: 'Creditor', cell: ({ creditor }) => creditor },
    { head: 'What', cell: ({ what }) => html`<a href="/${what}s">${what}s</a>` },
    { head: 'Open', as: 'number', cell: ({ open }) => open },
    { head: 'Kept', as: 'number', cell: ({ kept }) => kept },
    { head: 'Broken', as: 'number', cell: ({ broken }) => broken },
    { head: 'Kept of those that ended', as: 'number', cell: shareKept },
  ],
})}`
}

interface Line {
  creditor: string
  what: string
  open: number
  kept: number
  broken: number
}

function byCreditor(agreed: readonly AgreedCount[]): Line[] {
  const lines = new Map<string, Line>()
  for (const { creditor, what, became, agreed: count } of agreed) {
    const key = JSON.stringify([creditor, what])
    const line = lines.get(key) ?? { creditor, what, open: 0, kept: 0, broken: 0 }
    lines.set(key, { ...line, [became]: count })
  }
  return [...lines.values()]
}

function shareKept({ kept, broken }: Line): string {
  return kept + broken === 0 ? '' : `${Math.round((kept / (kept + broken)) * 100)} %`
}
