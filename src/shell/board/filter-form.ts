import type { Filter, Filters } from './list-query.ts'
import { html, type Html } from './page.ts'

export interface FilterForm {
  /** The path of the list. */
  path: string
  filters: readonly Filter[]
  /** The names of those that are always shown. */
  often: readonly string[]
  /** What was asked for. */
  asked: Filters
}

/** The filters of a list: those that are asked for often, and the rest behind a summary. */
export function filterForm({ path, filters, often, asked }: FilterForm): Html {
  const rare = filters.filter(({ name }) => !often.includes(name))
  const isRare = rare.some(({ name }) => name in asked)
  return html`<form action="${path}" method="get" aria-label="Filter the list">${filters.filter(({ name }) => often.includes(name)).map((filter) => field(filter, asked))}
<details${isRare ? html` open` : ''}><summary>More filters</summary><div class="fields">${rare.map((filter) => field(filter, asked))}</div></details>
<button>Filter</button></form>`
}

/** A link to the page after this one, under the same filters. */
export function nextPage(path: string, asked: Filters, next: string | null): Html | string {
  if (next === null) return ''
  return html`<p><a href="${path}?${new URLSearchParams({ ...asked, cursor: next }).toString()}">Next page</a></p>`
}

function field({ name, label, words, help, example }: Filter, asked: Filters): Html {
  const value = asked[name] ?? ''
  if (words === null || value.includes(','))
    return html`<label>${label} <input name="${name}" value="${value}" title="${help}" placeholder="${example}" maxlength="200" autocomplete="off"></label> `
  const options = words.map(
    (word) =>
      html`<option value="${word}"${word === value ? html` selected` : ''}>${name === 'open' ? OPEN[word] : word}</option>`,
  )
  return html`<label>${label} <select name="${name}" title="${help}"><option value="">any</option>${options}</select></label> `
}

const OPEN: Record<string, string> = { true: 'open', false: 'closed' }
