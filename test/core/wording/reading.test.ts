import { describe, expect, it } from 'vitest'
import { finderOf } from '../../../src/core/wording/finder.ts'
import { normalOf } from '../../../src/core/wording/normal.ts'
import { readingOf } from '../../../src/core/wording/reading.ts'
import { shippedWording } from '../../support/shipped-words.ts'
import { suspect, wordingOf } from '../../support/wording.ts'
import { templateOf } from '../decide/law.ts'

describe('words in a text', () => {
  const words = (list: string[], text: string) => {
    const normal = normalOf(text)
    return finderOf(list)
      .spans(normal)
      .map(([from, to]) => normal.slice(from, to))
  }

  it.each([
    [['court'], 'The COURT, your court.', ['court', 'court']],
    [['court'], 'courtesy, Courtney, forecourt', []],
    [['arrest*'], 'arrested; arrests', ['arrested', 'arrests']],
    [['legal action'], 'Legal-action or legal  action', ['legal-action', 'legal action']],
    [['legal action'], 'legal. Action', []],
    [['final', 'final notice'], 'final notice', ['final notice']],
    [['police'], 'ｐｏｌｉｃｅ po\u200blice POLICE\u0301', ['police', 'police', 'police']],
    [['报警'], '我们将报警处理', ['报警']],
    [['黄金', '鿿龥'], '龥黄金鿿龥', ['黄金', '鿿龥']],
    [['回td'], '请回TD退订，回TDX', ['回td']],
    [['जेल', 'गिरफ्तार*'], 'आपको गिरफ्तारी के बाद जेल। जेलर नहीं', ['गिरफ्तारी', 'जेल']],
    [['ज़ब्त*'], 'गाड़ी ज़ब्ती', ['ज़ब्ती'].map(normalOf)],
    [["you'll regret"], 'You’ll regret it', ["you'll regret"]],
    [['jail'], '', []],
  ])('%j in %j', (list, text, found) => {
    expect(words(list, text)).toEqual(found)
  })
})

describe('the reading of a template', () => {
  const lists = [
    wordingOf({
      suspects: [
        suspect('court_threat', ['court']),
        suspect('fake_authority', ['police']),
        suspect('arrest_threat', ['you will be arrested'], { lawful: 'never' }),
        suspect('debt_disclosed', ['past due'], { placeholders: ['amount'] }),
      ],
    }),
    wordingOf({ locale: 'zh-CN', suspects: [suspect('fake_authority', ['公安'])] }),
  ]
  const text = '{creditor}: {amount} is past due, {name}. We may go to court.'
  const template = templateOf({ text, carries: ['caller_identity'] })
  const reason = 'a suit is really being prepared'
  const acknowledging = templateOf({ text, acknowledges: [{ token: 'court_threat', reason }] })
  const brought = (filled: string, values: string[] = [], of = template) =>
    readingOf(of, lists)
      ?.broughtBy(filled, values)
      .map(({ token, lawful }) => `${token} ${lawful}`)

  it('a reading is what the template claims and what its words suggest, but for what it acknowledges', () => {
    expect(readingOf(template, lists)?.tokens).toEqual(['caller_identity', 'court_threat', 'debt_disclosed'])
    expect(readingOf(acknowledging, lists)?.tokens).toEqual(['debt_disclosed'])
  })

  it('a reading tells what values bring, not what the text says itself', () => {
    expect(brought('acme: 5.00 is past due, Ann. We may go to court.')).toEqual([])
    expect(brought('City Police: 5.00 is past due, Ann. We may go to court.')).toEqual([
      'fake_authority in_context',
    ])
  })

  it('words are read over the edge of a value, in braces, in full width, and in another language', () => {
    expect(brought('You will be arrested, 5.00')).toEqual(['arrest_threat never'])
    expect(brought('acme: {police}, 5.00')).toEqual(['fake_authority in_context'])
    expect(brought('ＰＯＬＩＣＥ: 5.00')).toEqual(['fake_authority in_context'])
    expect(brought('北京公安: 5.00', ['北京公安'])).toEqual(['fake_authority in_context'])
  })

  it('an acknowledgement holds for values too, and never for what is lawful nowhere', () => {
    expect(brought('Court & Sons: 5.00', [], acknowledging)).toEqual([])
    const bold = templateOf({ text: 'Hello {name}', acknowledges: [{ token: 'arrest_threat', reason }] })
    expect(brought('Hello You will be arrested', [], bold)).toEqual(['arrest_threat never'])
  })

  it('a reading is made from the lists of its locale, else of its language, else not at all', () => {
    const of = (locale: string) => readingOf(templateOf({ text: '公安 police', locale }), lists)?.tokens
    expect(of('zh-TW')).toEqual(['fake_authority'])
    expect(of('de')).toBeUndefined()
  })
})

describe('the lists that are shipped', () => {
  const lists = shippedWording()
  const read = (text: string, locale: string) => readingOf(templateOf({ text, locale }), lists)?.tokens ?? []

  it.each([
    ['en', 'Pay today or you will be arrested', 'arrest_threat'],
    ['en', 'We will inform your employer', 'privacy_leak'],
    ['en', 'This is the Sheriff’s office', 'fake_authority'],
    ['en', 'Last warning before legal action', 'threat_not_intended'],
    ['en', 'Your name goes on the blacklist', 'fake_blacklist'],
    ['en', 'you deadbeat', 'insult'],
    ['zh-CN', '再不还款就上门抓人', 'arrest_threat'],
    ['zh-CN', '我们将通知单位', 'privacy_leak'],
    ['zh-CN', '将被立案，法院传票', 'simulated_court_paper'],
    ['zh-CN', '列入黑名单', 'fake_blacklist'],
    ['zh-CN', '申请强制执行', 'threat_not_intended'],
  ])('%s: %s', (locale, text, token) => {
    expect(read(text, locale)).toContain(token)
  })

  it('the shipped lists suspect nothing in a plain reminder', () => {
    expect(read('{creditor}: thank you for your call. Please ring {callback} when you can.', 'en')).toEqual(
      [],
    )
    expect(read('【{creditor}】感谢您的来电，请在方便时致电{callback}。', 'zh-CN')).toEqual([])
  })
})

describe('the Hindi list', () => {
  it.each([
    ['पैसे दो नहीं तो आपको जेल भेज देंगे', 'arrest_threat'],
    ['paise do warna jail bhej denge', 'arrest_threat'],
    ['हम आपके रिश्तेदारों को बता देंगे', 'privacy_leak'],
    ['आपकी गाड़ी उठा ली जाएगी', 'unlawful_seizure_threat'],
    ['यह अंतिम चेतावनी है', 'threat_not_intended'],
  ])('%s suggests %s', (text, token) => {
    expect(readingOf(templateOf({ locale: 'hi-IN', text }), shippedWording())?.tokens).toContain(token)
  })
})
