import type { ContactId } from '../core/base/id.ts'
import { isContactChannel, isMessage, messageKind } from '../core/channel/channel.ts'
import type { Schedules } from '../core/config/schedules.ts'
import { type Template, wholeText } from '../core/model/template.ts'
import type { SendingDossier } from '../core/model/dossier.ts'
import type { ContactRow } from '../core/model/contact-row.ts'
import type { SendReason } from '../core/deliver/send-reason.ts'
import type { TextRead } from '../core/deliver/text-check.ts'
import { templateFor, valuesFor, type Voice } from '../core/wording/words.ts'
import { readingOf } from '../core/wording/reading.ts'
import { meaningOf } from '../core/wording/understand.ts'
import type { Parcel, Words } from './channel.ts'
import { fillIn, render } from './render.ts'

export interface WriteFrom {
  schedules: Pick<Schedules, 'templates' | 'wording' | 'replies'>
  voice: Voice
  /** The call decrypts, and is made for permitted contacts only. */
  reveal: (contact: ContactId) => { to: string | null; name: string | null }
}

export type Written =
  | {
      ok: true
      words: Words
      /** What of it goes to whoever carries it. */
      put: Pick<Parcel, 'to' | 'text' | 'subject' | 'madeOf'>
    }
  | { ok: false; why: SendReason }

/** The texts of a batch, each made once: read before it is sent, and sent as it was read. */
export interface Writer {
  write: (contact: ContactRow, dossier: SendingDossier) => Written
  read: (contact: ContactRow, dossier: SendingDossier) => TextRead
}

export function writerOf(given: WriteFrom): Writer {
  const made = new Map<ContactId, Made>()
  let optsOut: boolean | undefined
  const offersOptout = (): boolean =>
    (optsOut ??= meaningOf(given.voice.optout, given.schedules.replies) === 'optout')
  const from: MakeFrom = { ...given, offersOptout }
  const makeOnce = (contact: ContactRow, dossier: SendingDossier): Made => {
    let one = made.get(contact.id)
    if (!one) made.set(contact.id, (one = make(from, contact, dossier)))
    return one
  }
  return {
    write: (contact, dossier) => makeOnce(contact, dossier).written,
    read: (contact, dossier) => makeOnce(contact, dossier).read,
  }
}

interface MakeFrom extends WriteFrom {
  /** Whether the word for it is one that we understand as that: asked once for a batch. */
  offersOptout: () => boolean
}

interface Made {
  written: Written
  read: TextRead
}

function make(from: MakeFrom, contact: ContactRow, dossier: SendingDossier): Made {
  const template = templateFor(from.schedules.templates, contact, dossier.person.locale)
  if (!isContactChannel(contact.channel) || !template) return failed('no_template')
  const { to, name } = from.reveal(contact.id)
  if (to === null) return failed('no_valid_point')
  const values = valuesFor(contact, dossier, from.voice, name)
  const words = isMessage(contact.channel)
    ? render(messageKind(contact.channel), template, values)
    : fillIn(template.text, values)
  if (!words.ok) return failed('bad_template')
  const read = readText(from, template, wholeText(words), [values.name, values.creditor, values.account])
  const madeOf = { template: template.template, locale: template.locale, values }
  const { text, subject } = words
  return {
    written: { ok: true, words, put: { to, text, ...(subject !== undefined && { subject }), madeOf } },
    read,
  }
}

/** There is no text to read. */
function failed(why: SendReason): Made {
  return { written: { ok: false, why }, read: { found: [] } }
}

function readText(
  { schedules, offersOptout }: MakeFrom,
  template: Template,
  text: string,
  values: readonly string[],
): TextRead {
  const reading = readingOf(template, schedules.wording)
  if (!reading) return { refuse: 'no_wording' }
  const offers = template.text.includes('{optout}')
  if (offers && !offersOptout()) return { refuse: 'unknown_optout' }
  return { found: reading.broughtBy(text, values) }
}
