import type { Problem } from '../../base/problem.ts'
import { isContactChannel } from '../../channel/channel.ts'
import type { Strategy } from '../../model/strategy.ts'
import type { Template } from '../../model/template.ts'
import { languageOf } from '../../wording/language.ts'
import { contactsIn } from '../contacts-in.ts'
import type { Placed, ScheduleParts } from '../placed.ts'

/**
 * Whoever has no text of their own language gets the English one. That will not do where these files write in that
 * language, or have words for it and nobody whom the strategy takes reads another; nor where there is no English text.
 */
export function checkLanguages(parts: ScheduleParts): Problem[] {
  const used = languagesOf(parts.strategies.flatMap((placed) => textsOf(placed, parts)))
  const worded = new Map(parts.wording.map(({ value: { locale } }) => [languageOf(locale), locale]))
  return parts.strategies.flatMap((placed) => {
    const steps = textsOf(placed, parts)
    const any = languagesOf(steps)
    const read = new Set(placed.value.applies.region?.map(languageIn))
    return steps.flatMap(({ path, name, texts }): Problem[] => {
      const written = languagesOf([{ texts }])
      const isDue = (language: string): boolean =>
        used.has(language) || (worded.has(language) && read.size === 1) || !written.has(USUAL)
      // A language in which others of its texts are is a locale that this one lacks: told as that.
      return unread(placed.value, new Set([...written, ...any]))
        .filter(({ language }) => isDue(language))
        .map(({ language, regions }) => ({
          code: 'template_region',
          file: placed.file,
          path,
          message: `${name} has no text in ${language}, which is read in ${regions.join(', ')}`,
          suggestion: `write templates/${worded.get(language) ?? language}/${name}.yaml`,
        }))
    })
  })
}

/** A strategy speaks every locale in which it has any of its texts: the answer says which of them one of its texts lacks. */
export function missingLocales(
  strategy: Strategy,
  texts: readonly Placed<Template>[],
  templates: readonly Placed<Template>[],
): string[] {
  const names = new Set(contactsIn(strategy).map(({ template, script }) => template ?? script))
  const spoken = templates.filter(({ value }) => names.has(value.template)).map(({ value }) => value.locale)
  return [...new Set(spoken)].filter((locale) => !texts.some(({ value }) => value.locale === locale))
}

/** Places whose people read English for want of a text in their own language. */
export function languageNotes(parts: ScheduleParts): Problem[] {
  return parts.strategies.flatMap((placed): Problem[] => {
    const written = languagesOf(textsOf(placed, parts))
    const away = unread(placed.value, written)
    if (away.length === 0 || !written.has(USUAL)) return []
    const places = away.map(({ language, regions }) => `${language} in ${regions.join(', ')}`)
    const message = `what goes to people who read ${places.join('; ')} goes in English`
    return [{ code: 'region_language', file: placed.file, path: 'applies.region', message }]
  })
}

/** Whoever has no text in their own language gets this one. */
const USUAL = 'en'

interface StepTexts {
  path: string
  name: string
  texts: Template[]
}

/** The texts of each contact, by its place in the file; a name that leads nowhere is told elsewhere. */
function textsOf({ value }: Placed<Strategy>, { templates }: ScheduleParts): StepTexts[] {
  return contactsIn(value).flatMap(({ channel, template, script, path }): StepTexts[] => {
    const name = template ?? script
    if (!isContactChannel(channel) || name === undefined) return []
    const texts = templates
      .map((placed) => placed.value)
      .filter((one) => one.template === name && one.channel === channel)
    const key = template === undefined ? 'script' : 'template'
    return texts.length === 0 ? [] : [{ path: `${path}.${key}`, name, texts }]
  })
}

function languagesOf(steps: readonly Pick<StepTexts, 'texts'>[]): Set<string> {
  return new Set(steps.flatMap(({ texts }) => texts.map(({ locale }) => languageOf(locale))))
}

/** Languages of the strategy's places in which nothing is written, each with its places. */
function unread(
  { applies }: Strategy,
  written: ReadonlySet<string>,
): { language: string; regions: string[] }[] {
  const found = new Map<string, string[]>()
  for (const region of applies.region ?? []) {
    const language = languageIn(region)
    if (language === null || written.has(language)) continue
    found.set(language, [...(found.get(language) ?? []), region])
  }
  return [...found].map(([language, regions]) => ({ language, regions }))
}

/** It says which language most people read there, by the likely subtags of the Unicode consortium; null = it knows no such place. */
function languageIn(region: string): string | null {
  const country = region.slice(0, 2)
  if (!/^[A-Z]{2}$/.test(country)) return null
  const { language, script } = new Intl.Locale(`und-${country}`).maximize()
  return script === undefined ? null : languageOf(language)
}
