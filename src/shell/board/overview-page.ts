import type { StageCount } from '../pg/read/cases.ts'
import { isoOf } from '../../core/base/time.ts'
import { brakeScope } from '../../core/deliver/brake.ts'
import type { BrakeRow } from '../pg/door/brake.ts'
import type { FiguresAge } from '../pg/watch/figures.ts'
import { html, type Html } from './page.ts'

export interface Overview {
  cases: StageCount[]
  stuck: number
  brakes: BrakeRow[]
  figures: FiguresAge[]
  /** Questions about law that is on no file. */
  gaps: string[]
  /** Business now, `2026-03-01T09:00:00Z`. */
  businessNow: string
  virtualClock: boolean
}

export function overviewPage(overview: Overview): Html {
  const { cases, stuck, figures, gaps, brakes, businessNow, virtualClock } = overview
  const total = cases.reduce((sum, row) => sum + row.cases, 0)
  return html`<p>Business time ${businessNow}${virtualClock ? ' (virtual)' : ''}; ${total} open cases; stuck: ${stuck}.</p>
${stopped(brakes)}
<h2>Open cases by stage</h2>
<table><tr><th>state</th><th>stage</th><th class="number">cases</th></tr>
${cases.map((row) => html`<tr><td>${row.state}</td><td>${row.stage ?? ''}</td><td class="number">${row.cases}</td></tr>`)}
</table>
<h2>Figures by creditor</h2>
<table><tr><th>creditor</th><th>as of</th><th>age</th><th class="number">accounts held</th></tr>
${figures.map((row) => html`<tr><td>${row.creditor}</td><td>${row.asOf ?? ''}</td><td>${ageWords(row)}</td><td class="number">${row.held}</td></tr>`)}
</table>
${
  gaps.length === 0
    ? ''
    : html`<h2>No law on file</h2>
<ul>${gaps.map((gap) => html`<li>${gap}</li>`)}</ul>
`
}<h2>A case</h2>
<form action="/cases" method="get"><label>Id, or account/number: <input name="case" required maxlength="200"></label> <button>Show</button></form>`
}

/** The brakes come first of all: while one is on, silence is no fault. */
function stopped(brakes: readonly BrakeRow[]): Html {
  if (brakes.length === 0) return html`<p>Nothing is stopped by hand.</p>`
  return html`<h2>Stopped by hand</h2>
<table><tr><th>what</th><th>since</th><th>by</th><th>why</th></tr>
${brakes.map((brake) => html`<tr><td>${brakeScope(brake)}</td><td>${isoOf(brake.stoppedAt)}</td><td>${brake.stoppedBy}</td><td>${brake.why}</td></tr>`)}
</table>
<p>Lift a brake with <code>arrears resume</code>.</p>`
}

function ageWords({ isStale, staleAfter }: FiguresAge): string {
  if (staleAfter === null) return 'age unknown'
  return isStale ? 'STALE: nobody is contacted' : `stale after ${staleAfter} days`
}
