import type { Problem } from '../../core/base/problem.ts'
import { envNameOf, namesIn } from '../../providers/http/placeholders.ts'
import { pathText } from './yaml-file.ts'

/** What a key of a file is called that holds a secret, whatever kind of file it is. */
const SECRET_KEY = /^(secret|password|passphrase|token|api[-_]?key|access[-_]?token|client[-_]?secret)$/i
/** Headers by which somebody shows who he is. */
const SECRET_HEADER = /^(authorization|proxy-authorization|cookie)$|(^|-)(token|secret|password|api-?key)$/i

/** A file is published, stored and shown: a secret stands in the environment, and the file has its name. The problem never repeats the value. */
export function literalSecrets(file: unknown): Problem[] {
  return secretsIn(file, []).map((path): Problem => {
    const message = 'a secret stands in the file, and a file is stored and shown'
    const suggestion =
      'write the name of a value of the environment, such as {env.PROVIDER_ACME_TOKEN}, and change the secret: it was written down'
    return { code: 'literal_secret', path: pathText(path), message, suggestion }
  })
}

function secretsIn(value: unknown, path: readonly (string | number)[]): (string | number)[][] {
  if (typeof value === 'string') return isSecretAt(path) && !isByName(value) ? [[...path]] : []
  if (value === null || typeof value !== 'object') return []
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? value.map((one, index) => [index, one])
    : Object.entries(value)
  return entries.flatMap(([key, one]) => secretsIn(one, [...path, key]))
}

function isSecretAt(path: readonly (string | number)[]): boolean {
  const [key = '', parent = '', above = ''] = path.toReversed().map(String)
  if (parent === 'headers') return SECRET_HEADER.test(key)
  // What a callback is known by, in a header or in its address.
  if (key === 'value' && above === 'check') return true
  return SECRET_KEY.test(key)
}

/** A place in an answer, such as /access_token, is none; nor is what is filled in for each message. */
function isByName(text: string): boolean {
  return text.startsWith('/') || namesIn(text).some((name) => envNameOf(name) !== null || name !== '')
}
