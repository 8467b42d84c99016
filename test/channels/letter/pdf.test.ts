import { describe, expect, it, vi } from 'vitest'
import type { Letter } from '../../../src/channels/letter/layout.ts'
import { type PrintOn, print } from '../../../src/channels/letter/pdf.ts'

const LETTER: Letter = {
  sender: { name: 'Demo Finance', lines: ['Beispielstraße 12', '10115 Berlin'] },
  name: 'Änne Łukaszewicz',
  address: 'Große Straße 5, 24103 Kiel',
  day: '10. März 2026',
  subject: 'Ihr Konto A1',
  text: 'Sehr geehrte Frau Łukaszewicz,\n\n1.234,56 € sind offen. 尊敬的张喆先生：您的贷款已逾期。',
  quote: 'A1B2',
}
const ON: PrintOn = { paper: 'a4', window: 'din-5008', locale: 'de', at: Date.UTC(2026, 2, 10) }

describe('a letter as a PDF', () => {
  it('the same letter has the same bytes, whatever was printed before', async () => {
    const first = await print(LETTER, ON)
    await print({ ...LETTER, text: 'другой' }, ON)
    const again = await print(LETTER, ON)
    expect(first.ok && first.pages).toBe(1)
    expect(first.ok && again.ok && first.sha256 === again.sha256 && first.pdf.equals(again.pdf)).toBe(true)
  })

  it('whoever makes it again has the same bytes, although nothing is in his memory yet or another letter was first', async () => {
    const first = await print(LETTER, ON)
    for (const before of [null, { ...LETTER, subject: '尊敬的', text: 'другой Ελλάδα' }]) {
      vi.resetModules()
      const fresh = await import('../../../src/channels/letter/pdf.ts')
      if (before) await fresh.print(before, { ...ON, locale: 'zh-CN' })
      vi.useFakeTimers({ now: Date.UTC(2031, 5, 5), toFake: ['Date'] })
      const again = await fresh.print(LETTER, ON)
      vi.useRealTimers()
      expect(first.ok && again.ok && again.pdf.equals(first.pdf)).toBe(true)
    }
  })

  it('its fonts are in it, of each the signs that it has', async () => {
    const printed = await print(LETTER, ON)
    const text = printed.ok ? printed.pdf.toString('latin1') : ''
    expect(text.startsWith('%PDF-')).toBe(true)
    expect(text).toMatch(/\+NotoSans-Regular/)
    expect(text).toMatch(/\+NotoSansSC/)
    expect(printed.ok && printed.pdf.length).toBeLessThan(60_000)
  })

  it('a letter in Hindi has its signs', async () => {
    const text = 'प्रिय आशा जी,\n\nआपके लोन पर INR 2937.00 की राशि बकाया है। भारतीय रिज़र्व बैंक।'
    const printed = await print({ ...LETTER, subject: 'लोन TW01', text }, { ...ON, locale: 'hi-IN' })
    expect(printed.ok && printed.pages).toBe(1)
  })

  it.each([
    ['a name', { name: 'שלום' }],
    ['an address', { address: 'شارع 5, 24103 Kiel' }],
    ['a text', { text: 'a \u{20BB7} b' }],
  ])('%s with a sign that no font has is no letter, and never an empty box', async (_what, change) => {
    expect(await print({ ...LETTER, ...change }, ON)).toEqual({ ok: false, why: 'missing_sign' })
  })

  it('signs that show nothing are no hindrance', async () => {
    const printed = await print({ ...LETTER, text: '\uFEFFa\u00ADb\u200Bc\td\r\ne\u0007' }, ON)
    expect(printed.ok).toBe(true)
  })
})
