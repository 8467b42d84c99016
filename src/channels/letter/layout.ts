import LineBreaker from 'linebreak'
import { addressLines } from './address.ts'
import { MARGIN, type Paper, type Window } from './paper.ts'

/** One letter, before it has pages. */
export interface Letter {
  /** Who writes: a name, and the lines below it. */
  sender: { name: string; lines: readonly string[] }
  name: string | null
  address: string
  /** The day, as it is printed. */
  day: string
  subject: string
  text: string
  /** What whoever answers may quote. */
  quote: string
}

export interface Style {
  size: number
  bold?: true
}

/** One line of one style, at its base line. */
export interface Line extends Style {
  x: number
  y: number
  text: string
}

export interface Page {
  lines: Line[]
  /** Marks at the left edge. */
  marks: readonly number[]
}

export type Measure = (text: string, style: Style) => number

export type LaidOut =
  | { ok: true; pages: Page[] }
  | { ok: false; why: 'address_does_not_fit' | 'too_many_pages' }

const BODY: Style & { leading: number } = { size: 10.5, leading: 15 }
const TITLE: Style & { leading: number } = { size: 11.5, leading: 16, bold: true }
const SMALL: Style & { leading: number } = { size: 8.5, leading: 11 }
/** A letter of more sheets is a mistake in a template. */
const MOST_PAGES = 10

/** Every line of a letter gets its place. This looks at nothing but widths, so that the same letter has the same pages. */
export function layOut(letter: Letter, on: { paper: Paper; window: Window; measure: Measure }): LaidOut {
  const { paper, window, measure } = on
  const { address } = window
  const fits = (line: string): boolean => measure(line, address) <= address.width
  const to = addressLines(letter.name, letter.address, { lines: address.lines, fits })
  if (!to) return { ok: false, why: 'address_does_not_fit' }
  const first = [
    ...headOf(letter, on),
    ...to.map((text, at): Line => {
      return { x: address.x, y: address.y + address.size + at * address.leading, size: address.size, text }
    }),
  ]
  const width = paper.width - MARGIN.left - MARGIN.right
  const flow = [
    ...wrapped(letter.subject, { width, style: TITLE, measure }),
    { ...BODY, text: '' },
    ...wrapped(letter.text, { width, style: BODY, measure }),
  ]
  const pages = paged(flow, { first, top: window.subjectY, paper, marks: window.folds })
  if (pages.length > MOST_PAGES) return { ok: false, why: 'too_many_pages' }
  return { ok: true, pages: pages.length > 1 ? numbered(pages, letter, on) : pages }
}

function headOf(
  letter: Letter,
  { paper, window, measure }: { paper: Paper; window: Window; measure: Measure },
): Line[] {
  const { sender, day, quote } = letter
  const { head, dateY } = window
  const named = wrapped(sender.name, { width: head.width, style: TITLE, measure })
  const below = sender.lines.flatMap((text) => wrapped(text, { width: head.width, style: SMALL, measure }))
  let y = head.y
  const lines = [...named, ...below].map(({ leading, ...line }): Line => {
    y += leading
    return { ...line, x: head.x, y }
  })
  const onRight = (text: string, at: number, style: Style): Line => {
    return { ...style, x: paper.width - MARGIN.right - measure(text, style), y: at, text }
  }
  const back = [sender.name, ...sender.lines].join(' · ')
  return [
    ...lines,
    ...(window.sender ? [shortened(back, { ...window.sender, measure })] : []),
    onRight(day, dateY, { size: BODY.size }),
    onRight(quote, dateY + SMALL.leading, { size: SMALL.size }),
  ]
}

/** Its end is left off where it is too wide: it is no part of the letter. */
function shortened(
  text: string,
  { x, y, width, size, measure }: { x: number; y: number; width: number; size: number; measure: Measure },
): Line {
  let shown = text
  while (shown.length > 1 && measure(shown, { size }) > width)
    shown = `${Array.from(shown).slice(0, -2).join('')}…`
  return { x, y, size, text: shown }
}

interface Flowing extends Style {
  text: string
  leading: number
}

/** Lines as wide as they may be: broken where Unicode lets a line end, and inside a word only where it alone is too wide. */
export function wrapped(
  text: string,
  { width, style, measure }: { width: number; style: Style & { leading: number }; measure: Measure },
): Flowing[] {
  const fits = (line: string): boolean => measure(line.trimEnd(), style) <= width
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = []
    let line = ''
    for (const part of piecesOf(paragraph)) {
      if (fits(line + part)) {
        line += part
        continue
      }
      if (line !== '') lines.push(line)
      line = part
      while (!fits(line)) {
        const head = longestHead(line, fits)
        lines.push(head)
        line = line.slice(head.length)
      }
    }
    return [...lines, line].map((one) => ({ ...style, text: one.trimEnd() }))
  })
}

function piecesOf(paragraph: string): string[] {
  const breaker = new LineBreaker(paragraph)
  const pieces: string[] = []
  let from = 0
  for (let at = breaker.nextBreak(); at; at = breaker.nextBreak()) {
    pieces.push(paragraph.slice(from, at.position))
    from = at.position
  }
  return pieces
}

const signs = new Intl.Segmenter('und', { granularity: 'grapheme' })

/** The head has at least one sign, so that there is an end to it. */
function longestHead(word: string, fits: (line: string) => boolean): string {
  let head = ''
  for (const { segment } of signs.segment(word)) {
    if (head !== '' && !fits(head + segment)) break
    head += segment
  }
  return head
}

function paged(
  flow: readonly Flowing[],
  from: { first: Line[]; top: number; paper: Paper; marks: readonly number[] },
): Page[] {
  const bottom = from.paper.height - MARGIN.bottom
  const pages: Page[] = [{ lines: from.first, marks: from.marks }]
  let y = from.top
  for (const { leading, ...line } of flow) {
    let page = pages.at(-1)
    if (y + leading > bottom) {
      if (line.text === '') continue
      pages.push((page = { lines: [], marks: [] }))
      y = MARGIN.top
    }
    y += leading
    if (line.text !== '') page?.lines.push({ ...line, x: MARGIN.left, y })
  }
  return pages
}

/** `2/3` below each page, with what to quote: sheets that fall apart find each other again. */
function numbered(
  pages: readonly Page[],
  { quote }: Letter,
  { paper, measure }: { paper: Paper; measure: Measure },
): Page[] {
  return pages.map((page, index) => {
    const text = `${quote}   ${index + 1}/${pages.length}`
    const x = paper.width - MARGIN.right - measure(text, SMALL)
    const y = paper.height - MARGIN.bottom / 2
    return { ...page, lines: [...page.lines, { size: SMALL.size, x, y, text }] }
  })
}
