import type { Template } from './template.ts'

const FALLBACK = 'en'

/** The text in the person's locale, its language, English, or null. */
export function pickTemplate(templates: readonly Template[], name: string, locale: string): Template | null {
  const own = templates.filter((one) => one.template === name)
  const language = locale.split('-')[0]
  return (
    own.find((one) => one.locale === locale) ??
    own.find((one) => one.locale === language) ??
    own.find((one) => one.locale.split('-')[0] === language) ??
    own.find((one) => one.locale === FALLBACK) ??
    null
  )
}
