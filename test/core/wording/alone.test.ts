import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { meaningOf } from '../../../src/core/wording/understand.ts'
import { shippedReplies } from '../../support/shipped-words.ts'
import { repliesOf } from '../../support/wording.ts'

const lists = shippedReplies()
const meaning = (text: string) => meaningOf(text, lists)

describe('a word that is also a name, a farewell or an everyday word', () => {
  it.each([
    'Halt!',
    'Halt, halt!',
    'Ende',
    'ende bitte.',
    'KONIEC',
    'K O N I E C',
    'Dość!',
    'dosc',
    'HUY',
    '"Huy".',
    'huỷ',
    'Dừng',
    'DỪNG LẠI!',
    'Đừng liên hệ',
    'Không nhắn tin',
    'mesaj atma',
    'Yazmayın lütfen',
    'Yeter!',
    'nie chcę więcej wiadomości',
    'Досить!',
    'ГОДІ',
    'قف',
    'كفى!',
    'توقف',
    'توقف من فضلك',
    'Відпишіть мене, будь ласка',
    'Para',
    'Τέλος',
    'STOP HUY',
    'Stop. Thanks, Huy',
    'T退订',
    'T谢谢',
  ])('%s opts out', (text) => {
    expect(meaning(text)).toBe('optout')
  })

  it.each([
    'Koniec?',
    'Halt 🙏',
    'tc 😊',
    'Hallo, halt bitte sofort',
    'Ende, sofort',
    'yeter, teşekkürler',
    'dung',
    'khong nhan tin',
    'rahatsız etmeyin dedim size',
    'Proszę przestańcie pisać do mamy',
    'توقف عن الاتصال بأمي',
    'прошу не турбувати мою маму',
    'đừng làm phiền gia đình tôi',
  ])('%s is for a human to read', (text) => {
    expect(meaning(text)).toBe('unclear')
  })

  it.each([
    'Відпишіть, будь ласка',
    'Відпишіть мені',
    'Відпишу пізніше',
    'Я відпишусь вам завтра',
    'Cảm ơn, Huy',
    'Anh Huy đã trả rồi',
    'Đúng',
    'Đúng, cảm ơn',
    'Cảm ơn, Dung',
    'ok thanks tc',
    'Thanks, T',
    'ok tt merci',
    'Tc lütfen',
    'Oui stp',
    'Rappelez moi stp',
    'Zapłacę na koniec miesiąca',
    'Ich zahle am Ende des Monats',
    'ich zahle halt morgen',
    'Pago para el viernes',
    'Θα πληρώσω στο τέλος του μήνα',
    'توقفت عن العمل',
    'توقف راتبي',
    'Rahatsızım, yarın öderim',
    'Rahatsız ettiğim için özür dilerim',
    'Abonelik numaram 12345',
    'Не турбуйтесь, я заплачу',
    'Tôi không nhận được tin của ngân hàng',
    'Tôi dùng gói 100 nghìn',
    'Tôi dùng lại số cũ',
    'Xin lỗi đã làm phiền',
    'Sai số tiền rồi',
    'Dostałem wypis ze szpitala',
    'Przestałem pracować',
    'У мене досить грошей',
    'Yeter ki biraz zaman verin',
    'To nie dość pieniędzy',
  ])('%s is nothing of the kind', (text) => {
    expect(meaning(text)).toBe('other')
  })

  test('a word that counts only alone opts out alone and nowhere else', () => {
    const alone = lists.flatMap((list) => list.alone)
    const harmless = ['pay', 'zahle', 'zapłacę', 'tôi trả', 'плачу', 'öderim', 'سأدفع', 'pago']
    fc.assert(
      fc.property(
        fc.constantFrom(...alone),
        fc.constantFrom('lower', 'upper'),
        fc.constantFrom('', '.', '!', '!!!', '。', '…', ' ', '\n', '\u200b', '”'),
        fc.constantFrom('', ' ', '"', '“', '  \t', '\ufeff', '- '),
        fc.constantFrom(...harmless),
        (word, form, end, start, other) => {
          const text = `${start}${form === 'upper' ? word.toUpperCase() : word}${end}`
          expect(meaning(text), text).toBe('optout')
          expect(meaning(`${other} ${text}`), text).toBe('other')
          expect(meaning(`${text} ${other}`), text).toBe('other')
        },
      ),
      { seed: 7, numRuns: 3_000 },
    )
    expect(alone.length).toBeGreaterThan(50)
  })

  test('a list of a version before has no words that count alone', () => {
    const old = repliesOf({ optOut: ['halt'] })
    expect([old.alone, old.aloneNear]).toEqual([[], []])
    expect(meaningOf('we halt tomorrow', [old])).toBe('unclear')
    const young = repliesOf({ optOut: ['stop'], alone: ['halt'], aloneNear: ['hold'] })
    expect(meaningOf('we halt and hold tomorrow', [young])).toBe('other')
    expect(meaningOf('Hold!', [young])).toBe('unclear')
  })
})
