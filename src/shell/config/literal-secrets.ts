import type { z } from 'zod'
import type { Problem } from '../../core/base/problem.ts'
import { type Giving, givingIn, type Gives } from '../../core/model/open-text.ts'
import { envNameOf, namesIn } from '../../providers/http/placeholders.ts'
import { pathText } from './yaml-file.ts'

/** A file is published, stored and shown: a secret stands in the environment, and the file has its name. What may be one, the schema says. The problem never repeats the value. */
export function literalSecrets(schema: z.ZodType, file: unknown): Problem[] {
  const paths = givingIn(schema, file).flatMap((one) => GIVEN_AWAY[one.gives](one))
  return [...new Set(paths.map(pathText))].map((path): Problem => {
    const message = 'a secret stands in the file, or what may be one, and a file is stored and shown'
    const suggestion =
      'write the name of a value of the environment, such as {env.PROVIDER_ACME_TOKEN}, and change the secret: it was written down'
    return { code: 'literal_secret', path, message, suggestion }
  })
}

type Path = readonly (string | number)[]

const GIVEN_AWAY: Record<Gives, (one: Giving) => Path[]> = {
  secret: ({ path, value }) => (typeof value === 'string' && !isFromEnvironment(value) ? [path] : []),
  address: ({ path, value }) => (typeof value === 'string' && isOpenAddress(value) ? [path] : []),
  headers: ({ path, value }) =>
    Object.entries(value as Record<string, string>).flatMap(([name, text]) =>
      TELLS_NOTHING.has(name.toLowerCase()) || !isLiteral(text) ? [] : [[...path, name]],
    ),
  body: ({ path, value }) => secretsInBody(value, path),
}

function isFromEnvironment(text: string): boolean {
  return namesIn(text).some((name) => envNameOf(name) !== null)
}

/** A version, a date, a small number or the name of a form is no secret, wherever it stands. */
const PLAIN = /^(v?\d{1,4}([.-]\d{1,4})*|true|false|json|xml)$/i

/** Nothing is filled in, so that all of it stands in the file. */
function isLiteral(text: string): boolean {
  return text !== '' && !PLAIN.test(text) && !namesIn(text).some((name) => name !== '')
}

/** Headers that say nothing of whoever sends them (RFC 9110); any other may be one by which somebody shows who he is. */
const TELLS_NOTHING: ReadonlySet<string> = new Set([
  'accept',
  'accept-charset',
  'accept-encoding',
  'accept-language',
  'cache-control',
  'content-language',
  'content-type',
  'expect',
  'user-agent',
])

/** Somebody is named before the host, or a parameter has its value. */
function isOpenAddress(address: string): boolean {
  const [before = '', query] = (address.split('#')[0] ?? '').split(/\?(.*)/s)
  const [host = ''] = before.replace(/^[a-z][a-z\d+.-]*:\/\//i, '').split('/')
  const user = host.slice(0, Math.max(0, host.lastIndexOf('@')))
  const password = user.split(':').at(-1) ?? ''
  if (isLiteral(password)) return true
  return (query ?? '').split(/[&;]/).some((part) => isLiteral(part.slice(part.indexOf('=') + 1)))
}

/** Fields that the provider names are known by their names alone. */
const SECRET_NAME = /^(secret|password|passphrase|token|api[-_]?key|access[-_]?token|client[-_]?secret)$/i
const ELEMENT = /<(?:[\w-]+:)?([\w-]+)[^<>]*>([^<]+)</g

function secretsInBody(value: unknown, path: Path): Path[] {
  if (typeof value === 'string') {
    if (SECRET_NAME.test(String(path.at(-1)))) return isLiteral(value) ? [path] : []
    const elements = [...value.matchAll(ELEMENT)]
    return elements.some(([, name = '', text = '']) => SECRET_NAME.test(name) && isLiteral(text.trim()))
      ? [path]
      : []
  }
  if (value === null || typeof value !== 'object') return []
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? value.map((one, index) => [index, one])
    : Object.entries(value)
  return entries.flatMap(([key, one]) => secretsInBody(one, [...path, key]))
}
