import { createHash } from 'node:crypto'
import PdfDocument from 'pdfkit'
import { languageOf } from '../../core/wording/language.ts'
import { type Face, facesFor, type Weight } from './fonts.ts'
import { type LaidOut, type Letter, layOut, type Page, type Style } from './layout.ts'
import { PAPER, type PaperName, WINDOW, type WindowName } from './paper.ts'

export interface Printed {
  pdf: Buffer
  pages: number
  /** The digest of the PDF, in hex. */
  sha256: string
}

/** Why a letter has no pages; the words of it are told to nobody. */
export type Unprintable = 'missing_sign' | Extract<LaidOut, { ok: false }>['why']

export interface PrintOn {
  paper: PaperName
  window: WindowName
  locale: string
  /** The instant that the document names as that of its making: it is a part of its bytes. */
  at: number
}

/** The pages of a letter as a PDF with its fonts in it: the same letter has the same bytes. A sign that no font has is no letter, and never an empty box. */
export async function print(
  letter: Letter,
  { paper, window, locale, at }: PrintOn,
): Promise<({ ok: true } & Printed) | { ok: false; why: Unprintable }> {
  const clean = cleanLetter(letter)
  const split = splitter(languageOf(locale))
  const laid = layOutSafely(clean, { paper, window, split })
  if (!laid.ok) return laid
  const pdf = await drawn(laid.pages, { paper, at, split })
  return { ok: true, pdf, pages: laid.pages.length, sha256: createHash('sha256').update(pdf).digest('hex') }
}

function cleanLetter({ sender, name, address, ...rest }: Letter): Letter {
  const { day, subject, text, quote } = rest
  return {
    sender: { name: clean(sender.name), lines: sender.lines.map(clean) },
    name: name === null ? null : clean(name),
    address: clean(address),
    day: clean(day),
    subject: clean(subject),
    text: clean(text),
    quote,
  }
}

/** Signs that show nothing are left out: fonts have none for them. */
function clean(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll('\r\n', '\n')
    .replaceAll('\t', ' ')
    .replaceAll(/[\u00AD\u200B\u2060\uFEFF]|(?!\n)\p{Cc}/gu, '')
}

interface Run {
  face: Face
  text: string
}
type Split = (text: string, weight: Weight) => Run[]

class MissingSign extends Error {}

const signs = new Intl.Segmenter('und', { granularity: 'grapheme' })

/** Parts of a text by the face that has their signs: a part goes on while its face has them. */
function splitter(language: string): Split {
  return (text, weight) => {
    const faces = facesFor(language, weight)
    const runs: Run[] = []
    for (const { segment } of signs.segment(text)) {
      const last = runs.at(-1)
      if (last && segment.trim() === '') last.text += segment
      else {
        const face = faceWith(segment, faces)
        if (last?.face === face) last.text += segment
        else runs.push({ face, text: segment })
      }
    }
    return runs
  }
}

function faceWith(sign: string, faces: readonly (() => Face)[]): Face {
  const points = Array.from(sign, (one) => one.codePointAt(0) ?? 0)
  for (const open of faces) {
    const face = open()
    if (points.every((one) => isJoiner(one) || face.font.hasGlyphForCodePoint(one))) return face
  }
  throw new MissingSign()
}

/** Joiners and variants say how others are drawn. */
function isJoiner(point: number): boolean {
  return point === 0x200c || point === 0x200d || (point >= 0xfe00 && point <= 0xfe0f)
}

function weightOf({ bold }: Style): Weight {
  return bold ? 'bold' : 'regular'
}

function widthOf({ face, text }: Run, size: number): number {
  return (face.font.layout(text).advanceWidth / face.font.unitsPerEm) * size
}

function layOutSafely(
  letter: Letter,
  { paper, window, split }: { paper: PaperName; window: WindowName; split: Split },
): LaidOut | { ok: false; why: 'missing_sign' } {
  const measure = (text: string, style: Style): number =>
    split(text, weightOf(style)).reduce((sum, run) => sum + widthOf(run, style.size), 0)
  try {
    return layOut(letter, { paper: PAPER[paper], window: WINDOW[window], measure })
  } catch (error) {
    if (error instanceof MissingSign) return { ok: false, why: 'missing_sign' }
    throw error
  }
}

const MARK = 12

function drawn(
  pages: readonly Page[],
  { paper, at, split }: { paper: PaperName; at: number; split: Split },
): Promise<Buffer> {
  const { width, height } = PAPER[paper]
  const info = { CreationDate: new Date(at), Producer: 'Arrears', Creator: 'Arrears' }
  // No font is loaded that no page names.
  const options = { size: [width, height], margin: 0, autoFirstPage: false, info, font: null }
  const document = new PdfDocument(options as unknown as PDFKit.PDFDocumentOptions)
  const chunks: Buffer[] = []
  document.on('data', (chunk: Buffer) => chunks.push(chunk))
  const whole = new Promise<Buffer>((resolve, reject) => {
    document.on('end', () => resolve(Buffer.concat(chunks)))
    document.on('error', reject)
  })
  for (const page of pages) {
    document.addPage()
    for (const mark of page.marks) document.moveTo(0, mark).lineTo(MARK, mark).lineWidth(0.4).stroke()
    for (const line of page.lines) {
      let { x } = line
      for (const run of split(line.text, weightOf(line))) {
        document
          .font(run.face.font as unknown as PDFKit.Mixins.PDFFontSource, run.face.name)
          .fontSize(line.size)
        document.text(run.text, x, line.y, { lineBreak: false, baseline: 'alphabetic' })
        x += widthOf(run, line.size)
      }
    }
  }
  document.end()
  return whole
}
