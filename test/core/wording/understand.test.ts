import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { meaningOf } from '../../../src/core/wording/understand.ts'
import { shippedReplies } from '../../support/shipped-words.ts'
import { repliesOf } from '../../support/wording.ts'

const lists = shippedReplies()
const meaning = (text: string) => meaningOf(text, lists)

describe('a message that came in', () => {
  it.each([
    'STOP',
    ' stop. ',
    'Stop!!!',
    '"STOP"',
    'S T O P',
    's.t.o.p.',
    'ＳＴＯＰ',
    'STOP STOP STOP',
    'please stop',
    'Please STOP texting me now, thank you',
    'UNSUBSCRIBE',
    'unsub',
    'End',
    'QUIT',
    'Cancel',
    'REVOKE',
    'opt out',
    'OPT-OUT',
    'optout',
    "don't text me",
    'do not contact me again',
    'Remove me from your list please',
    'TD',
    'T',
    'ｔｄ',
    'N',
    '退订',
    '退订！',
    '请退订',
    '退订，谢谢',
    '回T',
    '回复TD',
    'TD退订',
    '别再发了',
    '请勿打扰',
    'BAJA',
    'baja por favor',
    'darme de baja',
    'SAIR',
    'Parar, por favor',
    'STOPP',
    'Bitte abmelden',
    'ARRET',
    'Arrêt',
    'ARRÊTEZ SVP',
    'СТОП',
    'стоп, пожалуйста',
    'ΣΤΟΠ',
    'στόπ',
    'UNREG',
    'berhenti',
    '配信停止',
    '수신거부',
    '수신 거부 부탁드립니다',
    'หยุดส่งข้อความ',
    'बंद करो',
    'stop\u200b',
    'stop 🛑',
    'aufhoren',
    'aufhoeren bitte',
    'kuendigen',
    'hoeren sie auf',
    'st op',
    'İPTAL',
    'IPTAL',
    'iptal, lütfen',
    'RET',
    'LÜTFEN BENİ ARAMAYIN',
    'aboneligimi iptal edin',
    'ANULUJ SUBSKRYPCJĘ',
    'Proszę nie dzwonić',
    'prosze nie pisac',
    'wyłącz',
    'wylacz',
    'WYŁĄCZ',
    'відмова',
    'ВІДПИСАТИСЯ',
    'не телефонуйте мені більше',
    'TC',
    'HỦY',
    'Từ chối',
    'tu choi',
    'đừng nhắn tin nữa',
    'dung nhan tin nua',
    'إيقاف',
    'ايقاف',
    'إلغاء الاشتراك',
    'الغاء الاشتراك من فضلك',
    'لا ترسلوا لي رسائل',
  ])('%s opts out', (text) => {
    expect(meaning(text)).toBe('optout')
  })

  it.each([
    'why do you not stop',
    'stop calling my mother',
    "don't stop",
    'please do not stop sending the invoices',
    'I will stop by your office on Monday to pay the whole of it',
    'I want to cancel my card, what do I owe?',
    'wrong number',
    'My attorney will answer you',
    'this is harassment',
    '不要再打电话给我妈妈',
    '我要投诉你们',
    'Reply STOP to opt out. What does that mean?',
    'ya no me molesten en el trabajo',
    '🛑',
    '???',
    'stp',
    'STPO',
    'sotp',
    'Wann hört das auf, ich will nicht mehr',
    'bu numarayı bir daha aramayın yoksa avukatımla konuşursunuz',
    'Proszę przestać dzwonić do mojej pracy',
    'перестаньте писати моїй матері',
    'HUY DNC',
    'xin đừng gọi vào giờ làm việc',
    'توقفوا عن الاتصال بأمي',
    'سأتصل بالمحامي',
  ])('%s is for a human to read', (text) => {
    expect(meaning(text)).toBe('unclear')
  })

  it.each(['START', 'unstop', 'Start please', 'alta', '订阅'])('%s asks to be texted again', (text) => {
    expect(meaning(text)).toBe('optin')
  })

  it.each([
    'I paid yesterday',
    "I can't pay before the end of the month",
    'ok',
    '已经还了',
    'tent',
    'I tend to pay late',
    'the weekend is fine',
    'noted',
    'Ya pagué, gracias',
    'dün ödedim',
    'Zapłacę w piątek',
    'zaplace do konca miesiaca',
    'Заплачу в п’ятницю',
    'tôi sẽ trả vào thứ sáu',
    'لقد دفعت أمس',
    'Ich zahle am Freitag',
    'je paie vendredi',
    '',
    '   ',
  ])('%s is nothing of the kind', (text) => {
    expect(meaning(text)).toBe('other')
  })

  test('everything is unclear without any list', () => {
    expect(meaningOf('hello', [])).toBe('unclear')
    expect(meaningOf('hello', [repliesOf({})])).toBe('other')
  })

  test('every word opts out, however it is written', () => {
    const words = lists.flatMap(({ optOut }) => optOut)
    const courtesies = lists.flatMap(({ language, courtesy }) => courtesy.map((word) => ({ language, word })))
    fc.assert(
      fc.property(
        fc.constantFrom(...lists).chain((list) => {
          return fc.record({
            word: fc.constantFrom(...list.optOut),
            before: fc.constantFrom('', ...list.courtesy),
            after: fc.constantFrom('', ...list.courtesy),
          })
        }),
        fc.constantFrom('lower', 'upper', 'wide', 'mixed'),
        fc.constantFrom('', '.', '!', '!!!', '。', '…', ' ', '\n', '\u200b', '”'),
        fc.constantFrom('', ' ', '"', '“', '  \t', '\ufeff', '- '),
        ({ word, before, after }, form, end, start) => {
          const text = `${start}${before} ${written(word, form)} ${after}${end}`
          expect(meaning(text), text).toBe('optout')
        },
      ),
      { seed: 7, numRuns: 3_000 },
    )
    expect(words.length).toBeGreaterThan(200)
    expect(courtesies.length).toBeGreaterThan(50)
  })

  test('no number, amount or day is ever taken for a word', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999 }), (number) => {
        expect(meaning(`${number}`)).toBe('other')
        expect(meaning(`I paid ${number} on 2026-03-01`)).toBe('other')
      }),
      { seed: 7, numRuns: 300 },
    )
  })
})

function written(word: string, form: string): string {
  switch (form) {
    case 'upper':
      return word.toUpperCase()
    case 'wide':
      return Array.from(word, wide).join('')
    case 'mixed':
      return Array.from(word, (letter, at) => (at % 2 === 0 ? letter.toUpperCase() : letter)).join('')
    default:
      return word
  }
}

/** The full-width form of an ASCII letter or digit. */
function wide(letter: string): string {
  return /[A-Za-z0-9]/.test(letter) ? String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0) : letter
}
