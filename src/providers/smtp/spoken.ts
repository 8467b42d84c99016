import type { Email } from 'postal-mime'
import { LONGEST_MESSAGE } from '../../core/base/list.ts'

/** It stands at the beginning: what is longer brings something else. */
const LOOKED_AT = { signs: LONGEST_MESSAGE, lines: 500 }

/** What somebody has written himself. Our own words come back below many an answer, and ask in them how to opt out: they are not his. */
export function answerIn({ subject = '', text = '', html, inReplyTo, references }: Email): string {
  const own = ownWords(text.trim() === '' && html !== undefined ? textOfHtml(html) : text)
  const isAnswer = inReplyTo !== undefined || references !== undefined || PREFIX.test(subject)
  const title = isAnswer ? '' : subject.trim()
  // Whoever answers with nothing but a subject has written that.
  const whole = own === '' ? title || subject.replace(PREFIX, '').trim() : `${title}\n${own}`.trim()
  return Array.from(whole).slice(0, LONGEST_MESSAGE).join('').slice(0, LONGEST_MESSAGE)
}

const PREFIX = /^\s*((re|aw|sv|antw|odp|vs|ynt|r|回复|答复|回覆|返信)\s*[:：]\s*)+/i
/** A line that begins what was written before, in the words of many programs: it ends with a colon, and the quoted lines follow. */
const QUOTED = /^\s*>/
const BEGINS_OLD =
  /^\s*(-{2,}\s*(original message|ursprüngliche nachricht|message d'origine|mensaje original|原始邮件|原始郵件)|_{10,}\s*$|(from|von|de|发件人|寄件者|差出人)\s*[:：].*@)/i
const SIGNED =
  /^(--\s?$|sent from my |get outlook for |von meinem .* gesendet|envoyé de mon |enviado desde mi |发自我的)/i

function ownWords(text: string): string {
  const lines = text.slice(0, LOOKED_AT.signs).replaceAll('\r\n', '\n').split('\n').slice(0, LOOKED_AT.lines)
  const end = lines.findIndex((line) => BEGINS_OLD.test(line) || SIGNED.test(line))
  const kept = end < 0 ? lines : lines.slice(0, end)
  return kept
    .filter((line, index) => !QUOTED.test(line) && !introduces(kept, index))
    .join('\n')
    .trim()
}

/** `On Monday Lender wrote:` may be broken into two lines, and a blank one may follow. */
function introduces(lines: readonly string[], index: number): boolean {
  const next = lines.slice(index + 1).findIndex((line) => line.trim() !== '')
  const follower = next < 0 ? '' : (lines[index + 1 + next] ?? '')
  const line = lines[index] ?? ''
  if (/[:：]\s*$/.test(line)) return QUOTED.test(follower)
  return (
    next === 0 &&
    /^\s*(on|am|le|el|em|il|op|den|在|于)\b.*[\d@<]/i.test(line) &&
    /[:：]\s*$/.test(follower) &&
    introduces(lines, index + 1)
  )
}

function textOfHtml(html: string): string {
  return html
    .slice(0, LOOKED_AT.signs)
    .replaceAll(/<(style|script|head|blockquote)\b[\s\S]*?<\/\1\s*>/gi, ' ')
    .replaceAll(/<br\b[^>]*>|<\/(p|div|tr|li|h\d)\s*>/gi, '\n')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll(/[ \t]+/g, ' ')
}
