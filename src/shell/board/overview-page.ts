import type { StageCount } from '../pg/read-cases.ts'
import { html, type Html } from './page.ts'

export interface Overview {
  cases: StageCount[]
  stuck: number
  /** Business now, `2026-03-01T09:00:00Z`. */
  businessNow: string
  virtualClock: boolean
}

export function overviewPage({ cases, stuck, businessNow, virtualClock }: Overview): Html {
  const total = cases.reduce((sum, row) => sum + row.cases, 0)
  return html`<p>Business time ${businessNow}${virtualClock ? ' (virtual)' : ''}; ${total} open cases; stuck: ${stuck}.</p>
<h2>Open cases by stage</h2>
<table><tr><th>state</th><th>stage</th><th class="number">cases</th></tr>
${cases.map((row) => html`<tr><td>${row.state}</td><td>${row.stage ?? ''}</td><td class="number">${row.cases}</td></tr>`)}
</table>
<h2>A case</h2>
<form action="/cases" method="get"><label>Id, or account/number: <input name="case" required maxlength="200"></label> <button>Show</button></form>`
}
