import type { Problem } from '../base/problem.ts'
import { ofTexts } from '../base/of-texts.ts'
import { isStoredDay } from '../base/time.ts'
import { asName } from './text.ts'

/** A row whose fields are read as they are meant, with a warning for each that changed. */
export interface ReadFields {
  given: Record<string, unknown>
  warnings: Problem[]
  /** Single fields that changed, as they came. */
  was: Record<string, string> | null
}

/** `names`: the fields that hold a name, or a list of names. */
export function readFields(row: Readonly<Record<string, unknown>>, names: readonly string[]): ReadFields {
  const read: ReadFields = { given: { ...row }, warnings: [], was: null }
  for (const field of names) readName(read, field)
  readOldest(read)
  readLocale(read)
  return read
}

/** A name is trimmed, and written in one of the forms in which Unicode can write the same letters. */
function readName(read: ReadFields, field: string): void {
  const raw = read.given[field]
  if (Array.isArray(raw)) {
    const list = raw.map((each: unknown) => (typeof each === 'string' ? asName(each) : each))
    if (list.every((each, index) => each === raw[index])) return
    read.given[field] = list
  } else if (typeof raw === 'string') {
    const name = asName(raw)
    if (name === raw) return
    read.given[field] = name
    read.was = { ...read.was, [field]: raw }
  } else return
  read.warnings.push({
    code: 'id_changed',
    path: field,
    message: `${field} was read without blanks around it and in Unicode form NFC`,
    suggestion: 'send it in one form always',
  })
}

const FAR = /^[2-9]\d{3}-\d{2}-\d{2}$/

/** Feeds write "no date" as a date: one far ahead is none; where nothing is past due, so is any that no store keeps. */
function readOldest({ given, warnings }: ReadFields): void {
  const { type, pastDue, oldestDueOn } = given
  if (type !== 'account.snapshot' || typeof oldestDueOn !== 'string' || isStoredDay(oldestDueOn)) return
  const far = FAR.test(oldestDueOn) && oldestDueOn > '2199-12-31'
  if (!far && !(typeof pastDue === 'string' && Number(pastDue) === 0)) return
  given['oldestDueOn'] = null
  warnings.push({
    code: 'no_date',
    path: 'oldestDueOn',
    message: 'the oldest due date was read as none',
    suggestion: 'write null where nothing is past due',
  })
}

/** Texts are chosen by it: one that names no language is none, and what is known of the debtor's language stands. */
function readLocale(read: ReadFields): void {
  const { given, warnings } = read
  const { type, locale } = given
  if (type !== 'account.opened' || typeof locale !== 'string' || namesLanguage(locale)) return
  delete given['locale']
  read.was = { ...read.was, locale }
  warnings.push({
    code: 'unknown_locale',
    path: 'locale',
    message: 'the locale names no language: counted as not given',
    suggestion: 'a language, and where it matters a country, such as en or zh-CN',
  })
}

/** Whether the locale names a language, with a dash or, as some systems write it, an underscore. */
export const namesLanguage = ofTexts((locale) => {
  try {
    return Boolean(new Intl.Locale(locale.replaceAll('_', '-')).language)
  } catch {
    return false
  }
})
