import { brakeScope } from '../../core/deliver/brake.ts'
import { toldAt } from '../../core/base/told.ts'
import type { Health } from '../http/health.ts'
import type { BrakeRow } from '../pg/door/brake.ts'
import type { OpenMoney, ParkedRowTold, RefusedByRule, TodaysContacts, WaitsFor } from '../pg/read/morning.ts'
import type { DialerWork } from '../pg/watch/dialers.ts'
import type { PrintedLetters, WaitingLetters } from '../pg/watch/letters.ts'
import type { AgreedCount, AgreedToday } from '../pg/watch/agreed-count.ts'
import type { FiguresAge } from '../pg/watch/figures.ts'
import { wayOut } from '../story/way-out.ts'
import { agreedPart } from './agreed-part.ts'
import { alarmsTable, instant } from './alarms.ts'
import { codeWords, html, type Html } from './page.ts'
import { table } from './table.ts'
import { outsideTables } from './outside.ts'
import { contactsToday, moneyIn, openByPlace } from './totals.ts'

export interface Overview {
  open: OpenMoney[]
  contacts: TodaysContacts[]
  waits: WaitsFor[]
  refused: RefusedByRule[]
  parked: ParkedRowTold[]
  stuck: number
  agreed: AgreedCount[]
  agreedToday: AgreedToday
  brakes: BrakeRow[]
  figures: FiguresAge[]
  letters: WaitingLetters[]
  printed: PrintedLetters[]
  dialled: DialerWork[]
  /** Questions about law that is on no file. */
  gaps: string[]
  /** Null = nobody could ask. */
  health: Health | null
  /** Business now, `2026-03-01T09:00:00Z`. */
  businessNow: string
  virtualClock: boolean
  /** Whoever looks may open the page of the health. */
  mayReadHealth: boolean
}

/** A letter takes longer than a day until it is posted, or back. */
export const PRINTED_DAYS = 30

/** What an operator wants to know in the morning, what needs somebody first. */
export function overviewPage(overview: Overview): Html {
  const { open, contacts, waits, refused, parked, figures, gaps, brakes, health } = overview
  return html`${tiles(overview)}
<h2>Alarms</h2>
${health ? alarmsTable(health) : html`<p class="bad">The health of the engine cannot be told.</p>`}
<h2>Stopped by hand</h2>
${stopped(brakes)}
<h2>Open cases and money</h2>
${openByPlace(open)}
<h2>Contacts of today</h2>
${contactsToday(contacts)}
<h2>Promises, plans and settlements</h2>
${agreedPart(overview)}
<h2>What waits for people</h2>
${waitsTable(waits)}
${outsideTables(overview)}<h2>Refusals of the last seven days</h2>
${refusedTable(refused)}
<h2>Rows put aside</h2>
${parkedTable(parked)}
<h2>Figures by creditor</h2>
${figuresTable(figures)}
${gaps.length === 0 ? '' : html`<h2>No law on file</h2>\n<ul>${gaps.map((gap) => html`<li>${gap}</li>`)}</ul>`}`
}

function tiles(overview: Overview): Html {
  const { open, contacts, waits, parked, stuck, health, businessNow, virtualClock, mayReadHealth } = overview
  const cases = open.reduce((sum, row) => sum + row.cases, 0)
  const made = contacts.reduce((sum, row) => sum + row.contacts, 0)
  const tasks = waits.reduce((sum, row) => sum + row.tasks, 0)
  const overdue = waits.reduce((sum, row) => sum + row.overdue, 0)
  const alarms = health === null ? null : health.problems.length + health.warnings.length
  return html`<dl class="tiles">
<div><dt>Business time</dt><dd>${instant(businessNow)}${virtualClock ? html` <small>virtual</small>` : ''}</dd></div>
<div><dt>Open cases</dt><dd><a href="/cases?open=true">${cases}</a></dd></div>
<div><dt>Past due in them</dt><dd>${moneyIn(open)}</dd></div>
<div><dt>Contacts of today</dt><dd>${made}</dd></div>
<div><dt>Tasks for people</dt><dd><a href="/tasks">${tasks}</a>${overdue > 0 ? html`<small class="bad">${overdue} overdue</small>` : ''}</dd></div>
<div><dt>Alarms</dt><dd>${alarms === null ? '?' : mayReadHealth ? html`<a href="/health">${alarms}</a>` : alarms}</dd></div>
<div><dt>Put aside or stuck</dt><dd class="${stuck > 0 ? 'bad' : 'good'}">${stuck}${parked.length > 0 ? html`<small>${parked.length} rows put aside</small>` : ''}</dd></div>
</dl>`
}

/** While a brake is on, silence is no fault. */
function stopped(brakes: readonly BrakeRow[]): Html {
  return table({
    caption: 'Brakes that are on; lift one with arrears resume',
    none: 'Nothing is stopped by hand.',
    rows: brakes,
    columns: [
      { head: 'What', cell: brakeScope },
      { head: 'Since', as: 'time', cell: ({ stoppedAt }) => instant(toldAt(stoppedAt)) },
      { head: 'By', cell: ({ stoppedBy }) => stoppedBy },
      { head: 'Why', as: 'wide', cell: ({ why }) => why },
    ],
  })
}

function waitsTable(waits: readonly WaitsFor[]): Html {
  return table({
    caption: 'Open tasks by role and kind; calls and visits by their list',
    none: 'Nothing waits for people.',
    rows: waits,
    columns: [
      {
        head: 'Role',
        cell: ({ role, due }) =>
          html`<a href="/tasks${due === null ? '' : `?role=${encodeURIComponent(role)}`}">${role}</a>`,
      },
      { head: 'Kind', cell: ({ kind }) => kind },
      { head: 'Open', as: 'number', cell: ({ tasks }) => tasks },
      { head: 'In hand', as: 'number', cell: ({ claimed }) => claimed },
      {
        head: 'Overdue',
        as: 'number',
        cell: ({ overdue }) => (overdue > 0 ? html`<span class="bad">${overdue}</span>` : 0),
      },
      { head: 'First due', as: 'time', cell: ({ due }) => (due === null ? '' : instant(toldAt(due))) },
    ],
  })
}

function refusedTable(refused: readonly RefusedByRule[]): Html {
  return table({
    caption: 'Refusals by rule, most frequent first; several rules of one refusal count each',
    none: 'Nothing was refused.',
    rows: refused,
    columns: [
      { head: 'Rule', cell: ({ rule, pack }) => html`${rule}${pack ? html` <small>${pack}</small>` : ''}` },
      { head: 'Refusals', as: 'number', cell: ({ refusals }) => refusals },
      { head: 'Cases', as: 'number', cell: ({ cases }) => cases },
      { head: 'What it says', as: 'wide', cell: ({ title, cite }) => `${title}${cite ? ` [${cite}]` : ''}` },
      { head: 'What would lift it', as: 'wide', cell: (row) => codeWords(wayOut(row)) },
    ],
  })
}

function parkedTable(parked: readonly ParkedRowTold[]): Html {
  return table({
    caption: 'Rows that spoilt their page; mend the cause, answer the task, and it is tried at once',
    none: 'No row is put aside.',
    rows: parked,
    columns: [
      { head: 'Loop', cell: ({ loop }) => loop },
      { head: 'Row', cell: ({ kind, id }) => `${kind} ${id}` },
      { head: 'Why', cell: ({ code }) => code },
      { head: 'Since', as: 'time', cell: ({ since }) => instant(toldAt(since)) },
      { head: 'Tries', as: 'number', cell: ({ attempts }) => attempts },
      { head: 'Next try', as: 'time', cell: ({ retryAt }) => instant(toldAt(retryAt)) },
      { head: 'Task', as: 'number', cell: ({ task }) => task },
    ],
  })
}

function figuresTable(figures: readonly FiguresAge[]): Html {
  return table({
    caption: 'How old the figures of each creditor are',
    none: 'No creditor has an account that owes something.',
    rows: figures,
    columns: [
      { head: 'Creditor', cell: ({ creditor }) => creditor },
      { head: 'As of', as: 'time', cell: ({ asOf }) => asOf ?? 'events only' },
      { head: 'Age', cell: ageWords },
      { head: 'Accounts held', as: 'number', cell: ({ held }) => held },
    ],
  })
}

function ageWords({ isStale, staleAfter }: FiguresAge): Html | string {
  if (staleAfter === null) return 'age unknown'
  return isStale
    ? html`<strong class="bad">stale: nobody is contacted</strong>`
    : `stale after ${staleAfter} days`
}
