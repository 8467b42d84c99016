import type { Problem } from '../../base/problem.ts'
import { readerOf, type Suspicion, suspicionsBy, type WordingReader } from '../../wording/reader.ts'
import { wordingFor } from '../../wording/reading.ts'
import { type Placed, repeated, type ScheduleParts } from '../placed.ts'
import { type Template, wholeText } from '../../model/template.ts'
import { type ContentRule, ruleNames, type TextUse, textUses } from './text-use.ts'

/** What texts say, as far as words show it: nothing that a law forbids, everything that they claim, everything that the law over their strategies demands. */
export function checkWording(parts: ScheduleParts): Problem[] {
  const lists = parts.wording.map(({ value }) => value)
  return [
    ...checkLists(parts),
    ...checkLocales(parts),
    ...textUses(parts).flatMap((use) => {
      const own = wordingFor(lists, use.template.value.locale)
      return own ? checkText(use, readerOf(own), own.locale) : []
    }),
  ]
}

/** What the words of a template suggest. */
export function suspicionsIn(template: Template, reader: WordingReader): Suspicion[] {
  const text = wholeText(template)
  return suspicionsBy(reader.suspects, (suspect) => suspect.inTemplate(text))
}

export function quoted(words: readonly string[]): string {
  return words.map((word) => (word.startsWith('{') ? word : `"${word}"`)).join(', ')
}

function checkText(use: TextUse, reader: WordingReader, locale: string): Problem[] {
  const suspicions = suspicionsIn(use.template.value, reader)
  return [
    ...checkSuspicions(use, suspicions),
    ...checkClaims(use, reader, locale),
    ...checkDemands(use),
    ...checkAcknowledged(use.template, suspicions),
  ]
}

function checkSuspicions({ template, rules }: TextUse, suspicions: readonly Suspicion[]): Problem[] {
  const { file, value } = template
  const path = 'text'
  const forbidding = (token: string): ContentRule[] =>
    rules.filter(({ rule, sure, refuses }) => sure && refuses && rule.parameters.never?.includes(token))
  const claimed = value.carries.flatMap((token, index): Problem[] => {
    const names = ruleNames(forbidding(token))
    const message = `carries ${token}, which is forbidden: ${names}`
    return names === '' ? [] : [{ code: 'forbidden_content', file, path: `carries[${index}]`, message }]
  })
  return [
    ...claimed,
    ...suspicions.flatMap(({ token, lawful, words }): Problem[] => {
      const suggest = `${quoted(words)} ${words.length === 1 ? 'suggests' : 'suggest'} ${token}`
      if (lawful === 'never') {
        const message = `${suggest}, which is lawful nowhere`
        return [{ code: 'forbidden_content', file, path, message, suggestion: 'say it otherwise' }]
      }
      const names = ruleNames(forbidding(token))
      if (names === '' || value.acknowledges.some((one) => one.token === token)) return []
      const message = `${suggest}, which is forbidden: ${names}`
      const suggestion = `say it otherwise, or why it is lawful here: acknowledges: [{ token: ${token}, reason: ... }]`
      return [{ code: 'forbidden_content', file, path, message, suggestion }]
    }),
  ]
}

function checkClaims({ template }: TextUse, reader: WordingReader, locale: string): Problem[] {
  const { file, value } = template
  return value.carries.flatMap((token, index): Problem[] => {
    const shown = reader.shows(token, value.text)
    if (shown) return []
    const path = `carries[${index}]`
    const message =
      shown === null
        ? `claims ${token}, and wording/${locale}.yaml does not say what that looks like`
        : `claims ${token}, but no word of the text shows it`
    const suggestion =
      shown === null ? `add a sign of ${token} to wording/${locale}.yaml` : 'say it, or do not claim it'
    return [{ code: 'unshown_content', file, path, message, suggestion }]
  })
}

function checkDemands({ template, rules }: TextUse): Problem[] {
  const { file, value } = template
  const demanding = new Map<string, ContentRule[]>()
  for (const one of rules.filter(({ sure, refuses }) => sure && refuses)) {
    for (const token of one.rule.parameters.must ?? []) {
      demanding.set(token, [...(demanding.get(token) ?? []), one])
    }
  }
  return [...demanding].flatMap(([token, by]): Problem[] => {
    if (value.carries.includes(token)) return []
    const when = by.some(({ rule }) => rule.parameters.when === 'each') ? '' : WHEN[whenOf(by)]
    const strategies = [...new Set(by.map(({ strategy }) => strategy.strategy))].join(', ')
    const message = `strategy ${strategies}: ${ruleNames(by)} demands ${token}${when}: it would be refused`
    const suggestion = `say it, and add ${token} to carries`
    return [{ code: 'missing_content', file, path: 'carries', message, suggestion }]
  })
}

const WHEN = {
  first: ' of the first communication, and any text may be the first that arrives',
  later: ' of all but the first communication',
}

function whenOf(rules: readonly ContentRule[]): 'first' | 'later' {
  return rules.some(({ rule }) => rule.parameters.when === 'later') ? 'later' : 'first'
}

function checkAcknowledged({ file, value }: Placed<Template>, suspicions: readonly Suspicion[]): Problem[] {
  return value.acknowledges.flatMap(({ token }, index): Problem[] => {
    const found = suspicions.filter((one) => one.token === token)
    const path = `acknowledges[${index}]`
    if (found.length === 0) {
      const message = `acknowledges ${token}, which no word of the text suggests`
      return [{ code: 'needless_acknowledgement', file, path, message, suggestion: 'take it out' }]
    }
    return []
  })
}

/** Texts in a language that no list knows are told once for each locale. */
function checkLocales({ templates, wording }: ScheduleParts): Problem[] {
  const lists = wording.map(({ value }) => value)
  const first = new Map(templates.toReversed().map((one) => [one.value.locale, one]))
  return [...first].flatMap(([locale, { file }]): Problem[] => {
    if (wordingFor(lists, locale)) return []
    const message = `there is no wording/${locale}.yaml: nobody can say what texts in ${locale} show`
    return [{ code: 'no_wording', file, path: 'locale', message, suggestion: `write wording/${locale}.yaml` }]
  })
}

/** Two lists of one locale, and lists in a file of another name. */
function checkLists({ wording, replies }: ScheduleParts): Problem[] {
  const named = [
    ...wording.map(({ file, value }) => ({ file, name: value.locale, path: 'locale' })),
    ...replies.map(({ file, value }) => ({ file, name: value.language, path: 'language' })),
  ]
  const twice = [
    ...repeated(wording, ({ value }) => value.locale),
    ...repeated(replies, ({ value }) => value.language),
  ]
  const misplaced = named.filter(
    ({ file, name }) =>
      file
        .split(/[\\/]/)
        .at(-1)
        ?.replace(/\.ya?ml$/, '') !== name,
  )
  return [
    ...twice.map(({ item, name }): Problem => {
      return { code: 'duplicate_wording', file: item.file, message: `${name} is there twice` }
    }),
    ...misplaced.map(({ file, name, path }): Problem => {
      const suggestion = `rename the file to ${name}.yaml`
      return { code: 'file_name', file, path, message: `it holds ${name}`, suggestion }
    }),
  ]
}
