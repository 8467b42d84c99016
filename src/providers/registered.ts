import { z } from 'zod'
import type { MadeOf, Parcel } from '../channels/channel.ts'
import { fillIn } from '../channels/render.ts'
import { nearest } from '../core/base/nearest.ts'
import type { Problem } from '../core/base/problem.ts'
import type { Unmade } from './adapter.ts'
import { PLACEHOLDERS } from '../core/model/template.ts'

/** A vendor that takes no free text knows each of our texts by a code of its own, and gets the values alone. */
export interface Registered {
  template: string
  /** Absent = whatever the locale. */
  locale?: string | undefined
  code: string
  /** Texts in which our values stand, each for one variable of the vendor's. */
  params: Readonly<Record<string, string>> | readonly string[]
}

/** How a file says it: `params` is a list or has names, as the vendor wants it. */
export function registeredSchema<Params extends z.ZodType>(params: Params) {
  return listOfRegistered(registeredText(params))
}

/** One of them; a vendor may want more of each. */
export function registeredText<Params extends z.ZodType>(params: Params) {
  return z.strictObject({
    template: z.string().regex(/^[a-z][a-z0-9-]*$/, 'the name of a template'),
    locale: z.string().min(2).optional().describe('absent = whatever the locale'),
    code: z.string().min(1).max(100).describe('the name under which the vendor has approved it'),
    params,
  })
}

export function listOfRegistered<One extends z.ZodType>(one: One) {
  return z
    .array(one)
    .min(1)
    .describe('our templates as the vendor knows them: a message of any other is refused')
}

/** The one of the text's own locale, else one for every locale; null = nobody guesses. */
export function registeredFor<One extends Registered>(
  list: readonly One[],
  { template, locale }: Pick<MadeOf, 'template' | 'locale'>,
): One | null {
  const named = list.filter((one) => one.template === template)
  return named.find((one) => one.locale === locale) ?? named.find((one) => one.locale === undefined) ?? null
}

/** The values of a message; null = one of them is empty, and the vendor would refuse it or send a hole. */
function filledIn(params: readonly string[], { values }: MadeOf): string[] | null {
  const filled = params.map((text) => fillIn(text, values))
  return filled.every((one) => one.ok) ? filled.map((one) => one.text) : null
}

/** The code of a message's text at the vendor with its values, as the file has them; a message that cannot be told so is refused. */
export function toldWith<Params extends Registered['params']>(
  list: readonly (Registered & { params: Params })[],
  { madeOf }: Pick<Parcel, 'madeOf'>,
): { code: string; params: Params } | Unmade {
  const known = madeOf ? registeredFor(list, madeOf) : null
  if (!known || !madeOf) return { refused: 'unmapped_template' }
  const values = filledIn(Object.values(known.params), madeOf)
  if (!values) return { refused: 'empty_placeholder' }
  const names = Object.keys(known.params)
  const params = Array.isArray(known.params)
    ? values
    : Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']))
  return { code: known.code, params: params as unknown as Params }
}

export function checkRegistered(list: readonly Registered[]): Problem[] {
  const known: readonly string[] = PLACEHOLDERS
  const names = list.map(({ template, locale = '' }) => `${template} ${locale}`)
  return list.flatMap(({ template, params }, index): Problem[] => {
    const path = `templates[${index}]`
    const unknown = placeholdersOf(params).filter((name) => !known.includes(name))
    const problems = unknown.map((name): Problem => {
      const meant = nearest(name, known)
      const suggestion = meant ? `did you mean {${meant}}?` : `known: ${known.join(', ')}`
      const message = `{${name}} is no placeholder of a template`
      return { code: 'unknown_placeholder', path: `${path}.params`, message, suggestion }
    })
    if (names.indexOf(names[index] ?? '') < index) {
      problems.push({ code: 'duplicate_template', path, message: `${template} is there twice` })
    }
    return problems
  })
}

/** The placeholders of ours that the vendor is told. */
export function placeholdersOf(params: Registered['params']): string[] {
  return Object.values(params).flatMap((text: string) =>
    [...text.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name),
  )
}
