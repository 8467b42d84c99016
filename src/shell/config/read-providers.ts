import { contactsIn } from '../../core/config/contacts-in.ts'
import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { nearest } from '../../core/base/nearest.ts'
import type { Problem } from '../../core/base/problem.ts'
import { type ProviderHead, providerHead, ProviderHeadSchema } from '../../core/model/provider.ts'
import { unresolvedRole } from '../../core/model/asked-by-store.ts'
import type { ScheduleParts } from '../../core/config/placed.ts'
import { traitsOf } from '../../providers/class.ts'
import { adapterKind, ADAPTERS, classOfFile } from '../../providers/registry.ts'
import { contentHash } from './content-hash.ts'
import { literalSecrets } from './literal-secrets.ts'
import type { Read } from './read-folder.ts'
import { readYaml, type YamlFile, yamlNames } from './yaml-file.ts'

/** `providers/*.yaml`, each as its kind has it. The folder may be absent. */
export function readProviders(folder: string): Read<ProviderHead> {
  const names = existsSync(folder) ? (yamlNames(folder) ?? []) : []
  const read = names.map((name) => readProvider(folder, name))
  return {
    files: read,
    placed: read.flatMap(({ file, value, problems }) =>
      value && problems.length === 0 ? [{ file, value: { ...value, hash: contentHash(value) } }] : [],
    ),
  }
}

/** How far the promise of each provider that a route names goes that a message is accepted once. */
export function providerNotes({ providers = [], routes }: ScheduleParts): Problem[] {
  if (!routes) return []
  const named = new Set(
    routes.value.routes.flatMap((route) => route.providers.map(({ provider }) => provider)),
  )
  return providers.flatMap(({ file, value }): Problem[] => {
    const name = named.has(value.provider) ? classOfFile(value) : null
    if (name === null) return []
    const asked = traitsOf(name).byItself ? '' : ` (role ${unresolvedRole(routes.value)})`
    const message = `${value.provider} is of class ${name}: what stays unknown is settled by ${traitsOf(name).settledBy}${asked}`
    return [{ code: 'provider_class', file, path: 'provider', message }]
  })
}

/** What a provider cannot settle by itself is decided by somebody: who, is said by whoever gives it messages. */
export function checkDeciders({ strategies, providers = [], routes }: ScheduleParts): Problem[] {
  if (!routes || routes.value.unresolved) return []
  const used = new Set(strategies.flatMap(({ value }) => contactsIn(value).map(({ channel }) => channel)))
  return routes.value.routes.flatMap((route, index) => {
    if (!used.has(route.channel)) return []
    return route.providers.flatMap(({ provider }, at): Problem[] => {
      const file = providers.find(({ value }) => value.provider === provider)
      const name = file ? classOfFile(file.value) : null
      if (name === null || traitsOf(name).byItself) return []
      return [
        {
          code: 'missing_role',
          file: routes.file,
          path: `routes[${index}].providers[${at}].provider`,
          message: `${provider} is of class ${name}: what stays unknown there is for a human, and nobody is named`,
          suggestion: `add unresolved: { role: ${unresolvedRole(undefined)} }, or the role that decides it with you`,
        },
      ]
    })
  })
}

function readProvider(folder: string, name: string): YamlFile<ProviderHead> {
  const head = readYaml(folder, name, ProviderHeadSchema)
  if (!head.value) return head
  const kind = adapterKind(head.value.kind)
  if (!kind) return { ...head, value: null, problems: [unknownKind(head, head.value.kind)] }
  const whole = readYaml(folder, name, kind.schema)
  if (whole.value === null) return { ...whole, value: null, problems: kindLeftOut(head) ?? whole.problems }
  const found = [
    ...kind.check(whole.value),
    ...literalSecrets(kind.schema, whole.value),
    ...misnamed(head.value.provider, name),
  ]
  const problems = found.map((problem): Problem => {
    const line = whole.lineOf(problem.path ?? '')
    return { ...problem, file: whole.file, ...(line !== undefined && { line }) }
  })
  return {
    ...whole,
    value: ProviderHeadSchema.parse(whole.value),
    problems: [...whole.problems, ...problems],
  }
}

/** The one thing to say of a file that is of another kind and does not say so: all else that is wrong with it follows. */
function kindLeftOut({ file, value, lineOf }: YamlFile<ProviderHead>): Problem[] | null {
  if (value === null || lineOf('kind') !== undefined) return null
  const { kind: _usual, ...said } = value
  const named = Object.entries(said)
    .flatMap(([key, word]) => (typeof word === 'string' ? [{ key, word }] : []))
    .find(({ key, word }) => !(key in providerHead) && adapterKind(word) !== null)
  const meant =
    named?.word ??
    ADAPTERS.find((name) => adapterKind(name)?.schema.safeParse({ ...said, kind: name }).success)
  if (meant === undefined) return null
  const line = lineOf(named?.key ?? 'provider')
  const message = named ? `a kind of provider is said by kind, not by ${named.key}` : 'the file says no kind'
  return [
    {
      code: 'no_provider_kind',
      file,
      ...(line !== undefined && { line }),
      path: named?.key ?? 'kind',
      message,
      suggestion: `kind: ${meant}`,
    },
  ]
}

function unknownKind({ file, lineOf }: YamlFile<unknown>, kind: string): Problem {
  const meant = nearest(kind, ADAPTERS)
  const line = lineOf('kind')
  return {
    code: 'unknown_provider_kind',
    file,
    ...(line !== undefined && { line }),
    path: 'kind',
    message: `there is no kind of provider ${kind}`,
    suggestion: meant ? `did you mean ${meant}?` : `one of ${ADAPTERS.join(', ')}`,
  }
}

function misnamed(provider: string, name: string): Problem[] {
  if (basename(name).replace(/\.ya?ml$/, '') === provider) return []
  const message = `the file is called ${name}, and the provider ${provider}`
  return [{ code: 'file_name', path: 'provider', message, suggestion: `call the file ${provider}.yaml` }]
}
