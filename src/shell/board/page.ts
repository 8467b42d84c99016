/** Text that is HTML already; everything else is escaped. */
export class Html {
  constructor(readonly text: string) {}
}

type Part = Html | string | number | null | undefined | Part[]

/** HTML with every value escaped. */
export function html(strings: TemplateStringsArray, ...values: Part[]): Html {
  return new Html(strings.reduce((text, string, index) => `${text}${string}${written(values[index])}`, ''))
}

function written(part: Part): string {
  if (part === null || part === undefined) return ''
  if (part instanceof Html) return part.text
  if (Array.isArray(part)) return part.map(written).join('')
  return String(part).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

export const STYLE = `
:root { color-scheme: light dark; --line: #8884; --quiet: #777; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 68rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.05rem; margin-top: 2rem; }
nav a { margin-right: 1.2rem; } .badge { border: 1px solid; border-radius: 1rem; padding: 0 .6rem; font-size: .8rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; border-top: 1px solid var(--line); }
th.number, td.number { text-align: right; font-variant-numeric: tabular-nums; } td.time { white-space: nowrap; font-variant-numeric: tabular-nums; }
.logout { display: inline; margin-left: 1.2rem; }
.quiet { color: var(--quiet); } ul { padding-left: 1.2rem; } li { margin: .15rem 0; }
.fact td.kind { color: #2563eb; } .decision td.kind { color: #9333ea; } .contact td.kind { color: #16803c; } .task td.kind { color: #b45309; }
`

export interface PageOptions {
  title: string
  environment: string
  apiUrl: string
  /** Who is logged in; absent on the login page. */
  user?: string | undefined
}

export function page({ title, environment, apiUrl, user }: PageOptions, body: Html): string {
  return `<!doctype html>${
    html`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><link rel="stylesheet" href="/style.css"></head><body>
<nav><a href="/">Overview</a><a href="/queues">Queues</a><a href="${apiUrl}/docs">API</a><a href="${apiUrl}/health">Health</a><span class="badge">${environment}</span>${user === undefined ? null : html`<form class="logout" method="post" action="/logout"><button>Log out ${user}</button></form>`}</nav>
<h1>${title}</h1>${body}</body></html>`.text
  }`
}
