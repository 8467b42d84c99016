import { describe, expect, it } from 'vitest'
import { addressLines } from '../../../src/channels/letter/address.ts'
import { type Letter, layOut, type Measure, wrapped } from '../../../src/channels/letter/layout.ts'
import { PAPER, usualAt, WINDOW, WINDOWS } from '../../../src/channels/letter/paper.ts'

/** Every sign is half as wide as it is high. */
const measure: Measure = (text, { size }) => (Array.from(text).length * size) / 2
const style = { size: 10, leading: 12 }
const lines = (text: string, width: number): string[] =>
  wrapped(text, { width, style, measure }).map((line) => line.text)

const LETTER: Letter = {
  sender: { name: 'Acme', lines: ['1 Long Street', '10115 Berlin'] },
  name: 'Lin Doe',
  address: '9 Other St, Albany NY 12207',
  day: '10 March 2026',
  subject: 'Your account A1',
  text: 'Dear Lin Doe,\n\nplease pay.',
  quote: 'A1B2',
}

describe('lines of a letter', () => {
  it('a line ends where Unicode lets it, and the blank there is not printed', () => {
    expect(lines('please pay it now', 50)).toEqual(['please pay', 'it now'])
    expect(lines('one\n\ntwo', 50)).toEqual(['one', '', 'two'])
  })

  it('a word that alone is too wide goes on in the next line, and loses nothing', () => {
    const word = 'Donaudampfschifffahrtsgesellschaft'
    expect(lines(`a ${word} b`, 50)).toEqual(['a', 'Donaudampf', 'schifffahr', 'tsgesellsc', 'haft b'])
  })

  it('Chinese breaks between signs, and no line begins with its stop', () => {
    expect(lines('一二三四五六七八九十。', 50)).toEqual(['一二三四五六七八九', '十。'])
  })

  it('a sign of several code points stays whole', () => {
    expect(lines('éééééééééééé'.normalize('NFD'), 50).join('')).toBe('éééééééééééé'.normalize('NFD'))
    for (const line of lines('e\u0301'.repeat(12), 35)) expect(line.length % 2).toBe(0)
  })
})

describe('the address in the window', () => {
  const fit = { lines: 4, fits: (line: string) => line.length <= 20 }

  it('lines of its own stay; one line is parted at its commas', () => {
    expect(addressLines('Lin', '9 Other St\nAlbany NY', fit)).toEqual(['Lin', '9 Other St', 'Albany NY'])
    expect(addressLines('Lin', '9 Other St, Albany NY', fit)).toEqual(['Lin', '9 Other St', 'Albany NY'])
  })

  it('short lines stand together where there are too many, and the last ones stand alone', () => {
    expect(addressLines('Lin', 'A 1, B 2, C 3, D 4, E 5', fit)).toEqual([
      'Lin',
      'A 1, B 2, C 3',
      'D 4',
      'E 5',
    ])
  })

  it('a name that is too wide goes on in the next line, and has no lines of its own', () => {
    expect(addressLines('Lin Maria Fernandez de la Torre', '9 Other St', fit)).toEqual([
      'Lin Maria Fernandez',
      'de la Torre',
      '9 Other St',
    ])
    expect(addressLines('Lin\nMaria', '9 Other St', fit)).toEqual(['Lin Maria', '9 Other St'])
  })

  it('what does not fit is no address', () => {
    expect(addressLines('Lin', 'x'.repeat(21), fit)).toBeNull()
    expect(addressLines('Lin', Array.from({ length: 9 }, () => 'a'.repeat(18)).join('\n'), fit)).toBeNull()
    expect(addressLines('Lin', '', fit)).toBeNull()
  })
})

describe('pages', () => {
  it.each(WINDOWS)('the address of %s lies in its window, and the text below it', (name) => {
    const window = WINDOW[name]
    const laid = layOut(LETTER, { paper: PAPER.a4, window, measure })
    const [page] = laid.ok ? laid.pages : []
    const { x, y, leading } = window.address
    const address = page?.lines.filter((line) => line.x === x && line.y > y && line.y < window.dateY) ?? []
    expect(address.map(({ text }) => text)).toEqual(['Lin Doe', '9 Other St', 'Albany NY 12207'])
    expect(address.every((line) => line.y <= y + window.address.lines * leading)).toBe(true)
    const subject = page?.lines.find(({ text }) => text === LETTER.subject)
    expect(subject?.y).toBeGreaterThan(window.subjectY)
  })

  it('one page has no number; of more, each says which it is', () => {
    const numbers = (text: string): string[] => {
      const laid = layOut({ ...LETTER, text }, { paper: PAPER.letter, window: WINDOW['us-10'], measure })
      return laid.ok
        ? laid.pages.flatMap(({ lines: all }) =>
            all.flatMap(({ text: one }) => /\d\/\d$/.exec(one)?.[0] ?? []),
          )
        : []
    }
    expect(numbers('short')).toEqual([])
    expect(numbers('line\n'.repeat(60))).toEqual(['1/2', '2/2'])
  })

  it('no line stands below the margin, and none is lost', () => {
    const text = Array.from({ length: 150 }, (_, index) => `line ${index}`).join('\n')
    const laid = layOut({ ...LETTER, text }, { paper: PAPER.a4, window: WINDOW['din-5008'], measure })
    const all = laid.ok ? laid.pages.flatMap((page) => page.lines) : []
    expect(all.filter((line) => line.text.startsWith('line '))).toHaveLength(150)
    expect(Math.max(...all.filter((line) => line.text.startsWith('line ')).map(({ y }) => y))).toBeLessThan(
      772,
    )
  })

  it('a letter that has no end is none', () => {
    const laid = layOut(
      { ...LETTER, text: 'x\n'.repeat(900) },
      { paper: PAPER.a4, window: WINDOW['din-5008'], measure },
    )
    expect(laid).toEqual({ ok: false, why: 'too_many_pages' })
  })

  it('the sheet is that of where it goes', () => {
    expect(usualAt(['US-NY'])).toEqual({ paper: 'letter', window: 'us-10' })
    expect(usualAt(['CN'])).toEqual({ paper: 'a4', window: 'din-5008' })
    expect(usualAt(['US', 'DE']).paper).toBe('a4')
    expect(usualAt([]).paper).toBe('a4')
  })
})
