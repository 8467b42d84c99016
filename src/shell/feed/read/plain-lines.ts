/** Lines of a file before the first quote, without their ends. */
export interface PlainLines {
  lines: string[]
  /** The number of the first of them. */
  first: number
}

/** What a parser of quotes has to go on with. */
export interface Rest {
  text: string
  /** The lines before it. */
  before: number
  /** Null = it has to find out. */
  lineEnd: '\n' | '\r\n' | null
}

/** The reader parts a text into lines for as long as no quote can hold a line end; that takes a tenth of the time of a parser. The last line may have no end. */
export async function* plainLines(chunks: AsyncIterator<string>): AsyncGenerator<PlainLines, Rest | null> {
  let rest = ''
  let before = 0
  let lineEnd: Rest['lineEnd'] = null
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
    const text = rest + next.value
    lineEnd ??= lineEndOf(text)
    if (lineEnd === null && text.includes('\r')) return { text, before, lineEnd }
    const quote = text.indexOf('"', rest.length)
    const end = quote < 0 ? text.lastIndexOf('\n') : text.lastIndexOf('\n', quote)
    if (end >= 0) {
      const lines = text.slice(0, end).split('\n')
      const odd = lines.findIndex((line) => isOdd(line, lineEnd))
      const good = odd < 0 ? lines : lines.slice(0, odd)
      const first = before + 1
      before += good.length
      if (good.length > 0) yield { lines: lineEnd === '\r\n' ? good.map(withoutLast) : good, first }
      if (odd >= 0) return { text: [...lines.slice(odd), text.slice(end + 1)].join('\n'), before, lineEnd }
    }
    rest = text.slice(end + 1)
    if (quote >= 0) return { text: rest, before, lineEnd }
  }
  if (rest.includes('\r')) return { text: rest, before, lineEnd }
  if (rest !== '') yield { lines: [rest], first: before + 1 }
  return null
}

/** A line that ends otherwise than the first one. */
function isOdd(line: string, lineEnd: Rest['lineEnd']): boolean {
  const at = line.indexOf('\r')
  return lineEnd === '\r\n' ? at !== line.length - 1 || at < 0 : at >= 0
}

/** All lines end as the first one does. */
function lineEndOf(text: string): '\n' | '\r\n' | null {
  const end = text.indexOf('\n')
  const other = text.indexOf('\r')
  if (end < 0 || (other >= 0 && other < end - 1)) return null
  return text[end - 1] === '\r' ? '\r\n' : '\n'
}

function withoutLast(line: string): string {
  return line.slice(0, -1)
}
