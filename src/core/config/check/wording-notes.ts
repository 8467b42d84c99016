import type { Problem } from '../../base/problem.ts'
import { readerOf } from '../../wording/reader.ts'
import { readingOf, wordingFor } from '../../wording/reading.ts'
import { quoted, suspicionsIn } from './wording.ts'
import type { ScheduleParts } from '../placed.ts'
import { type ContentRule, ruleNames, type TextUse, textUses } from './text-use.ts'

/** What is not wrong and worth knowing: words that a template acknowledges, debtors whom a text leaves out, forbidden content that no list watches for. */
export function wordingNotes(parts: ScheduleParts): Problem[] {
  const uses = textUses(parts)
  return [
    ...uses.flatMap((use) => acknowledged(use, parts)),
    ...leftOut(uses, parts),
    ...parts.wording.flatMap((wording) => unwatched(wording, parts)),
  ]
}

function acknowledged({ template, rules }: TextUse, { wording }: ScheduleParts): Problem[] {
  const { file, value } = template
  const own = wordingFor(
    wording.map((one) => one.value),
    value.locale,
  )
  const suspicions = own ? suspicionsIn(value, readerOf(own)) : []
  return value.acknowledges.flatMap(({ token, reason }, index): Problem[] => {
    const words = suspicions.filter((one) => one.token === token).flatMap((one) => one.words)
    const against = ruleNames(rules.filter(({ rule }) => rule.parameters.never?.includes(token)))
    const message = `${quoted(words)}: not ${token}${against && ` (${against})`}: ${reason}`
    return words.length === 0
      ? []
      : [{ code: 'acknowledged_content', file, path: `acknowledges[${index}]`, message }]
  })
}

/** The notes by strategy, rule and part: accounts of some residences to which nothing is sent then, and what a law asks for without refusing. */
function leftOut(uses: readonly TextUse[], parts: ScheduleParts): Problem[] {
  const gaps = new Map<string, Gap>()
  for (const use of uses) {
    const suggested = unacknowledged(use, parts)
    for (const by of use.rules.filter(({ sure, refuses }) => !(sure && refuses))) {
      const { must = [], never = [] } = by.rule.parameters
      const { carries, template } = use.template.value
      const wrong = [
        ...must.filter((token) => !carries.includes(token)).map((token) => `demands ${token}`),
        ...never.filter((token) => suggested.has(token)).map((token) => `forbids ${token}`),
      ]
      for (const what of wrong) {
        const key = `${by.strategy.strategy} ${by.rule.rule} ${what}`
        const gap = gaps.get(key) ?? { by, what, texts: new Set<string>() }
        gaps.set(key, { ...gap, texts: gap.texts.add(template) })
      }
    }
  }
  return [...gaps.values()].map((gap): Problem => {
    const { strategy } = gap.by
    const file = parts.strategies.find(({ value }) => value === strategy)?.file ?? ''
    return { code: 'content_refused', file, path: 'packs', message: gapMessage(gap) }
  })
}

interface Gap {
  by: ContentRule
  what: string
  texts: Set<string>
}

function gapMessage({ by, what, texts }: Gap): string {
  const { rule, pack, refuses } = by
  const names = [...texts].join(', ')
  if (!refuses) return `${rule.rule} (${pack.pack}) ${what} (${rule.effect}): ${names}`
  const whom = pack.binds.residence?.join(', ') ?? 'some accounts'
  return `${rule.rule} (${pack.pack}) ${what}: ${names} will not go to ${whom}`
}

function unacknowledged({ template: { value } }: TextUse, { wording }: ScheduleParts): Set<string> {
  const lists = wording.map((one) => one.value)
  return new Set(readingOf(value, lists)?.tokens ?? value.carries)
}

function unwatched({ file, value }: ScheduleParts['wording'][number], { packs }: ScheduleParts): Problem[] {
  const watched = new Set([...value.suspects.map(({ token }) => token), ...value.unspoken])
  const forbidden = packs.flatMap(({ rules }) =>
    rules.flatMap((rule) => (rule.kind === 'content' ? (rule.parameters.never ?? []) : [])),
  )
  return [...new Set(forbidden)]
    .filter((token) => !watched.has(token))
    .sort()
    .map((token): Problem => {
      const message = `no word suggests ${token}, which a pack forbids`
      return { code: 'unwatched_content', file, message, suggestion: 'add words, or list it as unspoken' }
    })
}
