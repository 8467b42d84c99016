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
  who?: { name: string; roles: readonly string[] } | null | undefined
}

const PLACES = [
  { path: '/', name: 'Overview' },
  { path: '/cases', name: 'Cases' },
  { path: '/promises', name: 'Promises' },
  { path: '/plans', name: 'Plans' },
  { path: '/settlements', name: 'Settlements' },
  { path: '/contacts', name: 'Contacts' },
  { path: '/tasks', name: 'Tasks' },
  { path: '/health', name: 'Health' },
  { path: '/queues', name: 'Queues' },
] as const

function whoIs({ name, roles }: { name: string; roles: readonly string[] }): Html {
  return html`<form class="logout" method="post" action="/logout" aria-label="End the session"><span class="quiet">${roles.join(', ')}</span> <button>Log out ${name}</button></form> `
}

export function page({ title, environment, apiUrl, path = '', who }: PageOptions, body: Html): string {
  const places = PLACES.map(
    (place) =>
      html`<li><a href="${place.path}"${place.path === path ? html` aria-current="page"` : ''}>${place.name}</a></li>`,
  )
  return `<!doctype html>${
    html`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} - Arrears ${environment}</title><link rel="stylesheet" href="/style.css"></head><body>
<a class="skip" href="#content">Skip to the content</a>
<header><nav aria-label="Pages"><ul>${places}<li><a href="${apiUrl}/docs">API</a></li></ul></nav>
<span class="who">${who ? whoIs(who) : ''}<span class="badge">${environment}</span></span></header>
<main id="content" tabindex="-1"><h1>${title}</h1>
${body}</main>
<footer>Ids, amounts, days and rules; what people wrote is shown only to those who may read it.</footer></body></html>`
      .text
  }`
}
