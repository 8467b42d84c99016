import { agreeableWords } from '../../channels/agreeable-words.ts'
import { toldAt } from '../../core/base/told.ts'
import type { Agreeable } from '../../core/deliver/agreeable.ts'
import { answersOf, isHumanTaskKind } from '../../core/model/human-task.ts'
import type { HumanTaskView } from '../../flow/ports/human-task.ts'
import type { OpenTask } from '../../flow/ports/task.ts'
import type { WaitsFor } from '../pg/read/morning.ts'
import { instant } from './alarms.ts'
import { html, type Html } from './page.ts'
import { table } from './table.ts'

export interface TaskList {
  waits: readonly WaitsFor[]
  /** The role whose tasks are listed; null = those of all. */
  role: string | null
  tasks: readonly HumanTaskView[]
  contacts: readonly OpenTask[]
  /** By contact, what may be agreed in it. */
  agreeable: ReadonlyMap<number, Agreeable>
  limit: number
  now: number
}

/** What waits for people, by role: questions that only a human answers, then calls and visits. */
export function taskListPage({ waits, role, tasks, contacts, agreeable, limit, now }: TaskList): Html {
  return html`${roles(waits, role)}
<h2>${role === null ? 'Questions for all roles' : `Questions for ${role}`}</h2>
${table({
  caption: `Soonest due first${tasks.length === limit ? `; only the first ${limit} are shown` : ''}. Answer one with arrears tasks resolve NUMBER --as NAME --resolution WORD`,
  none: 'Nothing waits here.',
  rows: tasks,
  columns: [
    { head: 'Number', as: 'number', cell: ({ id }) => id },
    { head: 'Due', as: 'time', cell: ({ due }) => dueCell(due, now) },
    { head: 'About', cell: aboutCell },
    { head: 'Kind', cell: ({ kind }) => kind },
    { head: 'Role', cell: (task) => task.role },
    { head: 'What', as: 'wide', cell: ({ reason, step }) => `${step ? `${step}: ` : ''}${reason}` },
    { head: 'Taken by', cell: ({ claimedBy }) => claimedBy },
    {
      head: 'Words that answer it',
      cell: ({ kind }) => (isHumanTaskKind(kind) ? (answersOf(kind) ?? []).join(', ') : ''),
    },
  ],
})}
<h2>Calls and visits on offer</h2>
${table({
  caption: `In the order in which they are handed out${contacts.length >= limit ? `; only the first ${limit} are shown` : ''}`,
  none: 'No call and no visit is on offer.',
  rows: contacts,
  columns: [
    { head: 'Channel', cell: ({ channel }) => channel },
    { head: 'Contact', as: 'number', cell: ({ contact }) => contact },
    { head: 'Case', cell: (task) => html`<a href="/cases/${task.case}">${task.account}</a>` },
    {
      head: 'Step',
      cell: ({ step, attempt }) => `${step ?? ''}${attempt === null ? '' : `, attempt ${attempt}`}`,
    },
    { head: 'Days past due', as: 'number', cell: ({ dpd }) => dpd },
    { head: 'Until', as: 'time', cell: ({ expiresAt }) => instant(toldAt(expiresAt)) },
    { head: 'May be agreed', as: 'wide', cell: ({ contact }) => agreeableCell(agreeable.get(contact)) },
  ],
})}`
}

function roles(waits: readonly WaitsFor[], chosen: string | null): Html {
  const counts = new Map<string, number>()
  for (const { role, tasks, due } of waits) {
    if (due !== null) counts.set(role, (counts.get(role) ?? 0) + tasks)
  }
  const items = [...counts].map(
    ([role, tasks]) =>
      html`<li><a href="/tasks?role=${encodeURIComponent(role)}"${role === chosen ? html` aria-current="page"` : ''}>${role} (${tasks})</a></li>`,
  )
  return html`<nav aria-label="Roles"><ul><li><a href="/tasks"${chosen === null ? html` aria-current="page"` : ''}>all roles</a></li>${items}</ul></nav>`
}

function dueCell(due: number, now: number): Html | string {
  const told = instant(toldAt(due))
  return due < now ? html`<strong class="bad">${told} overdue</strong>` : told
}

function aboutCell({ case: file, about }: HumanTaskView): Html | string {
  return file === null ? about : html`<a href="/cases/${file}">${about}</a>`
}

function agreeableCell(agreeable: Agreeable | undefined): Html | string {
  if (!agreeable) return 'nobody knows'
  const { promises, plans, settlement } = agreeableWords(agreeable)
  const lines = [
    promises && `promise: ${promises}`,
    plans && `plan: ${plans}`,
    settlement && `settlement: ${settlement}`,
  ].filter((line) => line !== '')
  return html`${lines.map((line) => html`<div>${line}</div>`)}`
}
