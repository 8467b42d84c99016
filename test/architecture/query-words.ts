/** A word between single quotes in the text of a query. */
export interface QueryWord {
  word: string
  /** The column, or the key of a document, that it is compared with or written to; null = nobody can tell. */
  column: string | null
  as: 'compared' | 'list' | 'given'
}

const COLUMN = String.raw`(?:->>\s*'(\w+)'|\.?\b(\w+)\)?)`
const EQUALS = new RegExp(String.raw`${COLUMN}\s*(?:=|<>|!=|\bis (?:not )?distinct from)\s*$`, 'i')
const LISTED = new RegExp(
  String.raw`${COLUMN}\s*(?:\bnot\s+)?(?:\bin\s*\(|(?:=|<>)\s*(?:any|all)\s*\(\s*(?:array\s*)?[[{'(]*)\s*((?:'[\w.]+'\s*,\s*)*)$`,
  'i',
)
const KEYWORD = /\b(set|where|and|or|on|when|having|filter)\b/gi

/** Every word of the text that stands between single quotes, but keys of documents. */
export function wordsOfQuery(text: string): QueryWord[] {
  return [...text.matchAll(/'([\w.]+)'/g)].flatMap(({ 1: word = '', index }) => {
    const before = text.slice(0, index)
    return /->>?\s*$/.test(before) ? [] : [{ word, ...useOf(before, text.slice(index + word.length + 2)) }]
  })
}

function useOf(before: string, after: string): Pick<QueryWord, 'column' | 'as'> {
  const listed = LISTED.exec(before)
  if (listed) {
    const isAlone = (listed[3] ?? '') === '' && !/^\s*,\s*'/.test(after)
    return { column: listed[1] ?? listed[2] ?? null, as: isAlone ? 'compared' : 'list' }
  }
  const equals = EQUALS.exec(before)
  const column = equals?.[1] ?? equals?.[2] ?? null
  if (equals) return { column, as: isWritten(before) ? 'given' : 'compared' }
  const of = /\bcase\s+(?:\w+\.)?(\w+)\s+when\b(?!.*\bend\b)[^]*?$/i.exec(before)
  if (of && /\bwhen\s*$/i.test(before)) return { column: of[1] ?? null, as: 'compared' }
  const to = /\b(\w+)\s*=\s*case\b(?!.*\bend\b)[^]*$/i.exec(before)
  return { column: to?.[1] ?? null, as: 'given' }
}

/** The text follows a `set`, with no condition since. */
function isWritten(before: string): boolean {
  return [...before.matchAll(KEYWORD)].at(-1)?.[1]?.toLowerCase() === 'set'
}
