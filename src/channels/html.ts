const ESCAPED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const ADDRESS = /https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]。，；：！？）]/g
const LAYOUT =
  'max-width:36em;margin:0 auto;padding:1em;font:16px/1.5 sans-serif;color:#111;background:#fff;overflow-wrap:break-word'

/** The same words as a page: an empty line begins a paragraph, an address becomes a link that shows where it leads. Nothing in it is fetched from anywhere. */
export function htmlOf(subject: string, text: string): string {
  const paragraphs = text
    .replaceAll('\r\n', '\n')
    .split(/\n{2,}/)
    .map((one) => `<p>${linked(one).replaceAll('\n', '<br>\n')}</p>`)
  return [
    '<!doctype html>',
    '<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    `<title>${escaped(subject)}</title></head>`,
    `<body><div dir="auto" style="${LAYOUT}">`,
    ...paragraphs,
    '</div></body></html>',
    '',
  ].join('\n')
}

function linked(text: string): string {
  let [page, from] = ['', 0]
  for (const { 0: address, index } of text.matchAll(ADDRESS)) {
    page += `${escaped(text.slice(from, index))}<a href="${escaped(address)}">${escaped(address)}</a>`
    from = index + address.length
  }
  return page + escaped(text.slice(from))
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => ESCAPED[sign] ?? sign)
}
