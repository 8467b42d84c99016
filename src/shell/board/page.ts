import { may, type Role } from '../access/rights.ts'
import { type Place, PLACES } from './places.ts'

/** Text that is HTML already; everything else is escaped. */
export class Html {
  constructor(readonly text: string) {}
}

export type Part = Html | string | number | null | undefined | readonly Part[]

/** HTML with every value escaped. */
export function html(strings: TemplateStringsArray, ...values: Part[]): Html {
  return new Html(strings.reduce((text, string, index) => `${text}${string}${written(values[index])}`, ''))
}

function written(part: Part): string {
  if (part === null || part === undefined) return ''
  if (part instanceof Html) return part.text
  if (typeof part === 'object') return part.map(written).join('')
  return String(part).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

/** A sentence in which commands stand between backticks. */
export function codeWords(sentence: string): Html[] {
  return sentence
    .split('`')
    .map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`))
}

export interface PageOptions {
  title: string
  environment: string
  apiUrl: string
  /** The path that was asked for: its entry in the navigation is marked. */
  path?: string
  /** Who is logged in, with the roles; absent = nobody. */
  who?: Who | null | undefined
}

interface Who {
  name: string
  roles: readonly Role[]
}

interface Link {
  path: string
  name: string
}

/** Nobody is led anywhere before the login; afterwards a page is shown to whoever may open it. The API asks for no login of the board (a key, or nothing), so everybody is shown its page. */
function linksFor(who: Who | null | undefined, apiUrl: string): Link[] {
  if (!who) return []
  const pages = Object.entries<Place>(PLACES).filter(([, { right }]) =>
    may({ roles: who.roles, scopes: [] }, right),
  )
  return [...pages.map(([path, { name }]) => ({ path, name })), { path: `${apiUrl}/docs`, name: 'API' }]
}

function whoIs({ name, roles }: Who): Html {
  return html`<form class="logout" method="post" action="/logout" aria-label="End the session"><span class="quiet">${roles.join(', ')}</span> <button>Log out ${name}</button></form> `
}

export function page({ title, environment, apiUrl, path = '', who }: PageOptions, body: Html): string {
  const places = linksFor(who, apiUrl).map(
    (place) =>
      html`<li><a href="${place.path}"${place.path === path ? html` aria-current="page"` : ''}>${place.name}</a></li>`,
  )
  return `<!doctype html>${
    html`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} - Arrears ${environment}</title><link rel="stylesheet" href="/style.css"></head><body>
<a class="skip" href="#content">Skip to the content</a>
<header>${places.length === 0 ? '' : html`<nav aria-label="Pages"><ul>${places}</ul></nav>`}
<span class="who">${who ? whoIs(who) : ''}<span class="badge">${environment}</span></span></header>
<main id="content" tabindex="-1"><h1>${title}</h1>
${body}</main>
<footer>Ids, amounts, days and rules; what people wrote is shown only to those who may read it.</footer></body></html>`
      .text
  }`
}
