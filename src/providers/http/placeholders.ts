import type { Problem } from '../../core/base/problem.ts'
import { nearest } from '../../core/base/nearest.ts'

/** What may stand in braces, by where it stands. */
const EVERYWHERE = ['timestamp', 'timestamp.millis', 'timestamp.iso', 'nonce', 'channel'] as const
const OF_MESSAGE = ['reference', 'to', 'to.digits'] as const
export const PLACEHOLDERS = {
  send: [
    ...EVERYWHERE,
    ...OF_MESSAGE,
    'subject',
    'text',
    'html',
    'optout.link',
    'template.code',
    'template.params',
    'valid.until',
    'valid.seconds',
  ],
  ask: [...EVERYWHERE, ...OF_MESSAGE, 'id', 'day', 'day.digits', 'page', 'size'],
  sign: ['timestamp', 'timestamp.millis', 'timestamp.iso', 'nonce', 'method', 'path', 'body'],
  token: ['timestamp'],
  setting: [],
  callback: ['timestamp', 'body', 'url', 'id'],
} as const
export type Phase = keyof typeof PLACEHOLDERS
export type Values = Readonly<Record<string, string>>

/** Values of the environment have names of their own: no file can ask for a key of the engine's. */
const ENV_PREFIX = 'env.'
const ENV_NAME = /^PROVIDER_[A-Z0-9_]+$/
const PLACEHOLDER = /\{([^{}\s"]*)\}/g

/** The names in braces of a text. */
export function namesIn(text: string): string[] {
  return [...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name)
}

/** The name of the value of the environment that a placeholder asks for; null = it asks for none. */
export function envNameOf(placeholder: string): string | null {
  return placeholder.startsWith(ENV_PREFIX) ? placeholder.slice(ENV_PREFIX.length) : null
}

/** Names in braces that nobody could fill in, with what was probably meant. */
export function checkText(text: string, phase: Phase, path: string): Problem[] {
  return namesIn(text).flatMap((name) => {
    const env = envNameOf(name)
    if (env !== null) return ENV_NAME.test(env) ? [] : [badEnv(name, path)]
    const known: readonly string[] = PLACEHOLDERS[phase]
    if (known.includes(name)) return []
    const meant = nearest(name, known)
    const suggestion = meant
      ? `did you mean {${meant}}?`
      : `known here: ${[...known, 'env.PROVIDER_...'].join(', ')}`
    return [{ code: 'unknown_placeholder', path, message: `nobody knows {${name}}`, suggestion }]
  })
}

function badEnv(name: string, path: string): Problem {
  const message = `{${name}} is no value of the environment that a provider may have`
  const suggestion = 'its name begins with PROVIDER_, such as {env.PROVIDER_ACME_TOKEN}'
  return { code: 'unknown_placeholder', path, message, suggestion }
}

/** Every name is filled in; a text with a hole is not sent. The error names the hole and no value. */
export function fillIn(text: string, values: Values, encode: (value: string) => string = asItIs): string {
  return text.replace(PLACEHOLDER, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    if (value === undefined) throw new Error(`nothing is known for {${name}}`)
    return envNameOf(name) === null ? encode(value) : value
  })
}

function asItIs(value: string): string {
  return value
}
