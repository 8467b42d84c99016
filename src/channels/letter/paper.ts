/** Measures of paper, in points: 72 to the inch. */

const MM = 72 / 25.4
const INCH = 72

export interface Paper {
  width: number
  height: number
}

/** Sheets on which a letter is printed. */
export const PAPER = {
  a4: { width: 210 * MM, height: 297 * MM },
  letter: { width: 8.5 * INCH, height: 11 * INCH },
} as const satisfies Record<string, Paper>
export type PaperName = keyof typeof PAPER
export const PAPERS = Object.keys(PAPER) as [PaperName, ...PaperName[]]

interface Place {
  x: number
  y: number
  width: number
}

/** What an envelope shows of the first page, and where the rest of it stands for that. */
export interface Window {
  /** The recipient: only here, and never a line more. */
  address: Place & { lines: number; leading: number; size: number }
  /** One small line above it that says from whom it comes; null = the envelope has none. */
  sender: (Place & { size: number }) | null
  /** The head of who writes. */
  head: Place
  /** The day, on the right. */
  dateY: number
  /** The first line of the subject. */
  subjectY: number
  /** The heights at which a folding machine folds. */
  folds: readonly number[]
}

/** Windows of the envelopes that a print house has. */
export const WINDOW = {
  /** DIN 5008, form B: window on the left of a DL or C5/6 envelope. */
  'din-5008': {
    address: { x: 25 * MM, y: 62.7 * MM, width: 80 * MM, lines: 6, leading: 12.8, size: 10.5 },
    sender: { x: 25 * MM, y: 60 * MM, width: 80 * MM, size: 7 },
    head: { x: 125 * MM, y: 22 * MM, width: 75 * MM },
    dateY: 93 * MM,
    subjectY: 105 * MM,
    folds: [105 * MM, 210 * MM],
  },
  /** A single window on the left of a #10 envelope, half an inch from its lower edge: it shows this part of a sheet wherever the sheet lies in it. */
  'us-10': {
    address: { x: 25 * MM, y: 2.52 * INCH, width: 3.9 * INCH, lines: 4, leading: 12, size: 10 },
    sender: null,
    head: { x: 25 * MM, y: 0.6 * INCH, width: 3.5 * INCH },
    dateY: 3.75 * INCH,
    subjectY: 4.1 * INCH,
    folds: [],
  },
} as const satisfies Record<string, Window>
export type WindowName = keyof typeof WINDOW
export const WINDOWS = Object.keys(WINDOW) as [WindowName, ...WindowName[]]

/** The edges of every page. */
export const MARGIN = { left: 25 * MM, right: 20 * MM, top: 25 * MM, bottom: 25 * MM }

/** Countries where sheets are Letter and windows those of a #10 envelope (CLDR, paper sizes). */
const LETTER_REGIONS = new Set(['US', 'CA', 'MX', 'PH', 'CL', 'CO', 'CR', 'GT', 'NI', 'PA', 'PR', 'SV', 'VE'])

/** The sheet and the window that are usual where the letter goes; a region that nobody knows has A4. */
export function usualAt(regions: readonly string[]): { paper: PaperName; window: WindowName } {
  const isLetter = regions.length > 0 && regions.every((one) => LETTER_REGIONS.has(one.slice(0, 2)))
  return isLetter ? { paper: 'letter', window: 'us-10' } : { paper: 'a4', window: 'din-5008' }
}
