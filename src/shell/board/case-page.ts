import { localTime, reasonLine, sentenceOf, waitingSentence } from '../story/sentence.ts'
import type { Story, StoryEntry } from '../story/story.ts'
import { headLines, zoneOf } from '../story/text.ts'
import { html, type Html } from './page.ts'

/** The story of a case as a page: ids, dates, amounts and rules. */
export function casePage(story: Story): Html {
  const zone = zoneOf(story.case)
  const waiting = story.waiting.for.map((one) => html`<li>${waitingSentence(one, zone)}</li>`)
  return html`<ul class="quiet">${headLines(story.case).map((line) => html`<li>${line.trim()}</li>`)}</ul>
<h2>Waiting for</h2>
<ul>${waiting.length > 0 ? waiting : html`<li>nothing that is known: this case is stuck</li>`}</ul>
<h2>What happened</h2>
${story.truncated ? html`<p class="quiet">Only the latest entries are shown.</p>` : ''}
<table><tr><th>${zone}</th><th></th><th></th></tr>${story.entries.map((entry) => row(entry, zone))}</table>`
}

function row(entry: StoryEntry, zone: string): Html {
  const reasons = 'reasons' in entry ? entry.reasons : []
  return html`<tr class="${entry.entry}"><td class="time">${localTime(entry.at, zone)}</td><td class="kind">${entry.entry}</td>
<td>${sentenceOf(entry, zone)}${reasons.map((reason) => html`<div class="quiet">${reasonLine(reason, zone)}</div>`)}</td></tr>`
}
