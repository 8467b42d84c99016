import type { Problem } from '../../base/problem.ts'
import { nearest } from '../../base/nearest.ts'
import { type Placed, saidTwice, type ScheduleParts } from '../placed.ts'
import { isMessage, isOnPaper, messageKind } from '../../channel/channel.ts'
import { keyFileOf } from '../../compliance/known/key.ts'
import { PLACEHOLDERS, type Template } from '../../model/template.ts'

/** Texts: what they fill in, what they say they carry, and where they stand. */
export function checkTemplates({ templates, packs }: Pick<ScheduleParts, 'templates' | 'packs'>): Problem[] {
  const tokens = new Set(
    packs.flatMap(({ rules }) =>
      rules.flatMap((rule) =>
        rule.kind === 'content' ? [...(rule.parameters.must ?? []), ...(rule.parameters.never ?? [])] : [],
      ),
    ),
  )
  const named = { code: 'duplicate_template', path: 'template' }
  const twice = saidTwice(templates, ({ template, locale }) => `${template} in ${locale}`, named)
  return [
    ...twice,
    ...templates.flatMap((placed) => [
      ...checkPlace(placed),
      ...checkSubject(placed),
      ...(['subject', 'text'] as const).flatMap((path) => checkPlaceholders(placed, path)),
      ...checkTokens(placed, [...tokens]),
      ...checkProofs(placed, packs),
    ]),
    ...checkSpeaker(templates),
  ]
}

/** `templates/<locale>/<template>.yaml`. */
function checkPlace({ file, value }: Placed<Template>): Problem[] {
  const [name, folder] = file.split(/[\\/]/).reverse()
  const problems: Problem[] = []
  if (name?.replace(/\.ya?ml$/, '') !== value.template) {
    const suggestion = `rename the file to ${value.template}.yaml`
    problems.push({
      code: 'file_name',
      file,
      path: 'template',
      message: `it holds ${value.template}`,
      suggestion,
    })
  }
  if (folder !== value.locale) {
    const message = `it is in ${value.locale}, but stands in the folder ${folder ?? ''}`
    problems.push({ code: 'file_locale', file, path: 'locale', message })
  }
  return problems
}

export function placeholdersIn(text: string): string[] {
  return [...text.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? '')
}

function checkSubject({ file, value: { channel, subject } }: Placed<Template>): Problem[] {
  const isTitled = isMessage(channel) && messageKind(channel).titled === true
  if (isTitled === (subject !== undefined)) return []
  const message = isTitled
    ? `a message by ${channel} needs a subject`
    : `a text for ${channel} has no subject`
  const code = isTitled ? 'missing_subject' : 'wrong_subject'
  return [{ code, file, path: 'subject', message, ...(!isTitled && { suggestion: 'leave subject out' }) }]
}

function checkPlaceholders({ file, value }: Placed<Template>, path: 'subject' | 'text'): Problem[] {
  const said = value[path] ?? ''
  const known: readonly string[] = PLACEHOLDERS
  const unknown = placeholdersIn(said).filter((name) => !known.includes(name))
  const stray = /[{}]/.test(said.replaceAll(/\{[^{}]*\}/g, ''))
  return [
    ...unknown.map((name): Problem => {
      const meant = nearest(name, known)
      const suggestion = meant ? `did you mean {${meant}}?` : `known: ${known.join(', ')}`
      const message = `{${name}} is no placeholder`
      return { code: 'unknown_placeholder', file, path, message, suggestion }
    }),
    ...(stray ? [{ code: 'stray_brace', file, path, message: 'a brace without its other half' }] : []),
  ]
}

/** A text is the same contact in every language: one that is spoken by a robot in one only would slip through the law in the others. */
function checkSpeaker(templates: readonly Placed<Template>[]): Problem[] {
  return templates.flatMap(({ file, value }): Problem[] => {
    const other = templates.find(
      (one) => one.value.template === value.template && one.value.automation !== value.automation,
    )
    if (!other || value.automation !== undefined) return []
    const said = other.value.automation ?? 'human'
    const message = `in ${other.value.locale} it is spoken by ${said}, here by nobody in particular`
    return [
      { code: 'template_automation', file, path: 'automation', message, suggestion: `automation: ${said}` },
    ]
  })
}

/** A letter proves what packs name and others would record; nothing else that is sent proves anything by itself. */
function checkProofs({ file, value }: Placed<Template>, packs: ScheduleParts['packs']): Problem[] {
  const declared = packs.flatMap(({ keys }) => Object.entries(keys ?? {}))
  const known = declared.flatMap(([name, key]) => (keyFileOf(key).class === 'asserted' ? [name] : []))
  return (value.proves ?? []).flatMap((key, index): Problem[] => {
    const path = `proves[${index}]`
    if (!isOnPaper(value.channel)) {
      const message = `a text for ${value.channel} is no proof of ${key}`
      return [{ code: 'wrong_proof', file, path, message, suggestion: 'leave proves out' }]
    }
    if (known.includes(key)) return []
    const meant = nearest(key, known)
    const suggestion = meant ? `did you mean ${meant}?` : 'no pack of compliance/ has it recorded'
    return [{ code: 'wrong_proof', file, path, message: `no rule asks for ${key}`, suggestion }]
  })
}

/** A part that no pack asks for is a misspelling: nothing would ever be judged on it. */
function checkTokens({ file, value }: Placed<Template>, tokens: readonly string[]): Problem[] {
  return value.carries.flatMap((token, index): Problem[] => {
    if (tokens.includes(token)) return []
    const meant = nearest(token, tokens)
    const suggestion = meant ? `did you mean ${meant}?` : 'no pack of compliance/ asks for it'
    return [
      {
        code: 'unknown_token',
        file,
        path: `carries[${index}]`,
        message: `no rule knows ${token}`,
        suggestion,
      },
    ]
  })
}
