import type { Health } from '../http/health.ts'
import type { WaitsInPostgres } from '../pg/read/morning.ts'
import { toldAt } from '../../core/base/told.ts'
import { alarmsTable, instant } from './alarms.ts'
import { html, type Html } from './page.ts'
import { table } from './table.ts'

/** `/health` for people. */
export function healthPage(health: Health, waits: WaitsInPostgres | null): Html {
  const { status, postgres, redis, businessNow, virtualClock, workers, backlog } = health
  return html`<dl class="tiles">
<div><dt>Status</dt><dd class="${status === 'ok' ? 'good' : status === 'failing' ? 'bad' : 'watch'}">${status}</dd></div>
<div><dt>Postgres</dt><dd>${upWord(postgres)}</dd></div>
<div><dt>Redis</dt><dd>${upWord(redis)}</dd></div>
<div><dt>Business time</dt><dd>${businessNow ? instant(businessNow) : '?'}${virtualClock ? html` <small>virtual</small>` : ''}</dd></div>
</dl>
<h2>Alarms</h2>
${alarmsTable(health)}
<h2>Workers</h2>
${table({
  caption:
    'When each kind of worker last did something, in machine time; alive is who works, not who answers',
  none: 'No worker has ever done anything.',
  rows: workers,
  columns: [
    { head: 'Worker', cell: ({ worker }) => worker },
    { head: 'Last work', as: 'time', cell: ({ lastWorkAt }) => instant(lastWorkAt) },
    { head: 'Processes of the last ten minutes', as: 'number', cell: ({ instances }) => instances },
  ],
})}
<h2>Work whose time has come</h2>
${table({
  caption: 'How long the oldest of it has waited, in business time',
  none: 'Nothing waits.',
  rows: backlog,
  columns: [
    { head: 'For', cell: ({ worker }) => worker },
    { head: 'Seconds', as: 'number', cell: ({ seconds }) => Math.round(seconds) },
  ],
})}
<h2>In Postgres</h2>
<p>${waits ? inPostgres(waits) : 'not known: the database does not answer'}</p>`
}

function upWord(answers: boolean): Html {
  return answers ? html`<span class="good">answers</span>` : html`<span class="bad">does not answer</span>`
}

/** What Redis does not show: it carries only what is due now. */
export function inPostgres({
  reviewsDue,
  reviewsLater,
  planned,
  queued,
  unknown,
  next,
}: WaitsInPostgres): string {
  const soon =
    next === null ? 'nothing waits for time' : `next at ${toldAt(next).slice(0, 16).replace('T', ' ')} UTC`
  return `${reviewsDue} reviews due and ${reviewsLater} later, ${planned} contacts planned, ${queued} on the queue, ${unknown} of unknown fate; ${soon}`
}
