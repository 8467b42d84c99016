import { type Template, wholeText } from '../model/template.ts'
import { finderOf } from './finder.ts'
import { languageOf } from './language.ts'
import { normalOf } from './normal.ts'
import { readerOf, type SuspectReader, type Suspicion, suspicionsBy } from './reader.ts'
import type { Wording } from './wording.ts'

/** A template as the lists read it. */
export interface TemplateReading {
  /** What it claims to carry, and what its words suggest and it does not acknowledge: content rules are judged on them. */
  tokens: string[]
  /** What the filled-in text suggests beyond the template's own words: what the values brought. `values` are also read by the lists of every other locale. */
  broughtBy(filled: string, values: readonly string[]): Suspicion[]
}

const readings = new WeakMap<readonly Wording[], WeakMap<Template, TemplateReading | null>>()

/** Null = there are no lists for its language. One reading is made per template and lists. */
export function readingOf(template: Template, lists: readonly Wording[]): TemplateReading | null {
  let known = readings.get(lists)
  if (!known) readings.set(lists, (known = new WeakMap()))
  let reading = known.get(template)
  if (reading === undefined) known.set(template, (reading = read(template, lists)))
  return reading
}

/** A template without lists has only claims; such a text is not sent. */
export function tokensOf(template: Template, lists: readonly Wording[]): string[] {
  return readingOf(template, lists)?.tokens ?? template.carries
}

/** The lists of a text's own locale, else of its language. */
export function wordingFor(lists: readonly Wording[], locale: string): Wording | undefined {
  return (
    lists.find((one) => one.locale === locale) ??
    lists.find((one) => languageOf(one.locale) === languageOf(locale))
  )
}

function read(template: Template, lists: readonly Wording[]): TemplateReading | null {
  const own = wordingFor(lists, template.locale)
  if (!own) return null
  const { suspects } = readerOf(own)
  const others = lists.filter((one) => one !== own).flatMap((one) => readerOf(one).suspects)
  const admitted = new Set(template.acknowledges.map(({ token }) => token))
  const counts = ({ token, lawful }: Pick<SuspectReader, 'token' | 'lawful'>): boolean =>
    lawful === 'never' || !admitted.has(token)
  const whole = wholeText(template)
  const suggested = suspects.filter((one) => one.inTemplate(whole).length > 0)
  const fresh = netOf(suspects.filter((one) => counts(one) && !suggested.includes(one)))
  const foreign = netOf(others.filter(counts))
  const remembered = lastAnswers<Suspicion[]>()
  return {
    tokens: [...new Set([...template.carries, ...suggested.filter(counts).map(({ token }) => token)])],
    broughtBy: (filled, values) => [
      ...fresh(normalOf(filled)),
      ...values.flatMap((value) => remembered(value, () => foreign(normalOf(value)))),
    ],
  }
}

/** The net asks for all their words at once first: most texts have none. */
function netOf(suspects: readonly SuspectReader[]): (normal: string) => Suspicion[] {
  const words = finderOf(suspects.flatMap((one) => one.words))
  const patterns = suspects.flatMap((one) => one.patterns).map((pattern) => new RegExp(pattern, 'u'))
  return (normal) =>
    words.any(normal) || patterns.some((pattern) => pattern.test(normal))
      ? suspicionsBy(suspects, (one) => one.inNormal(normal))
      : []
}

/** Many messages of a page name one creditor, and nobody's name twice. */
const MOST_ANSWERS = 256

function lastAnswers<Answer>(): (value: string, answer: () => Answer) => Answer {
  const known = new Map<string, Answer>()
  return (value, answer) => {
    let one = known.get(value)
    if (one === undefined) {
      if (known.size >= MOST_ANSWERS) known.clear()
      known.set(value, (one = answer()))
    }
    return one
  }
}
