import { linesUnder, localTime, sentenceOf, waitingSentence } from '../story/sentence.ts'
import type { Story, StoryEntry } from '../story/story.ts'
import { headLines, zoneOf } from '../story/text.ts'
import { toldOnce } from '../story/told-once.ts'
import { codeWords, html, type Html } from './page.ts'
import { table } from './table.ts'

/** What an agent wrote down, or a debtor wrote; the text is null where it was erased or cannot be opened. */
export interface Note {
  at: string
  type: string
  agent: string | null
  contact: string | null
  text: string | null
}

/** What the page knows about texts that are sealed: how many there are, whether whoever looks may read them, and the texts where they were asked for. */
export interface Notes {
  count: number
  mayRead: boolean
  opened: readonly Note[] | null
}

/** The story of a case as a page: ids, dates, amounts and rules. */
export function casePage(story: Story, notes: Notes): Html {
  const zone = zoneOf(story.case)
  const waiting = story.waiting.for.map((one) => html`<li>${codeWords(waitingSentence(one, zone))}</li>`)
  return html`<ul class="quiet">${headLines(story.case).map((line) => html`<li>${line.trim()}</li>`)}</ul>
<h2>Waiting for</h2>
<ul>${waiting.length > 0 ? waiting : html`<li class="bad">nothing that is known: this case is stuck</li>`}</ul>
<h2>Notes</h2>
${notesPart(story, notes)}
<h2>What happened</h2>
${story.truncated ? html`<p class="quiet">Only the latest entries are shown.</p>` : ''}
${table({
  caption: `Facts, decisions, contacts and tasks in order; times are those of ${zone}`,
  none: 'Nothing is recorded.',
  rows: toldOnce(story.entries),
  rowClass: ({ entry }) => entry,
  columns: [
    { head: 'When', as: 'time', cell: ({ at }) => localTime(at, zone) },
    { head: 'Kind', as: 'kind', cell: ({ entry }) => entry },
    { head: 'What', as: 'wide', cell: (entry) => lines(entry, zone) },
  ],
})}`
}

function lines(entry: StoryEntry, zone: string): Html {
  return html`${sentenceOf(entry, zone)}${linesUnder(entry, zone).map((line) => html`<div class="quiet">${line}</div>`)}`
}

function notesPart({ case: head }: Story, { count, mayRead, opened }: Notes): Html {
  if (count === 0) return html`<p class="quiet">Nobody has written anything down.</p>`
  const words = `${count} text${count === 1 ? '' : 's'} of agents or of the debtor`
  if (!mayRead) return html`<p class="quiet">${words}, sealed: your role does not read them.</p>`
  if (opened === null)
    return html`<p><a href="/cases/${head.id}/notes">Read ${words}</a> <span class="quiet">(the audit says who read them)</span></p>`
  return html`<ul>${opened.map((note) => noteItem(note, zoneOf(head)))}</ul>`
}

function noteItem({ at, type, agent, contact, text }: Note, zone: string): Html {
  const by = [localTime(at, zone), type, agent && `by ${agent}`, contact && `contact ${contact}`]
  return html`<li>${by.filter((part) => part).join(', ')}
<blockquote>${text ?? '(erased, or it cannot be opened)'}</blockquote></li>`
}
