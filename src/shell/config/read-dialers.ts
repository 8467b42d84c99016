import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import type { Problem } from '../../core/base/problem.ts'
import { type Dialer, DialerSchema } from '../../core/model/dialer.ts'
import { checkText } from '../../providers/http/placeholders.ts'
import { contentHash } from './content-hash.ts'
import { literalSecrets } from './literal-secrets.ts'
import type { Read } from './read-folder.ts'
import { readYaml, type YamlFile, yamlNames } from './yaml-file.ts'

/** `dialers/*.yaml`. The folder may be absent. */
export function readDialers(folder: string): Read<Dialer> {
  const names = existsSync(folder) ? (yamlNames(folder) ?? []) : []
  const read = names.map((name) => readDialer(folder, name))
  return {
    files: read,
    placed: read.flatMap(({ file, value, problems }) =>
      value && problems.length === 0 ? [{ file, value: { ...value, hash: contentHash(value) } }] : [],
    ),
  }
}

function readDialer(folder: string, name: string): YamlFile<Dialer> {
  const whole = readYaml(folder, name, DialerSchema)
  if (whole.value === null) return whole
  const found = [
    ...checkDialer(whole.value),
    ...literalSecrets(DialerSchema, whole.value),
    ...misnamed(whole.value.dialer, name),
  ]
  const problems = found.map((problem): Problem => {
    const line = whole.lineOf(problem.path ?? '')
    return { ...problem, file: whole.file, ...(line !== undefined && { line }) }
  })
  return { ...whole, problems: [...whole.problems, ...problems] }
}

function checkDialer({ out, tells, list }: Dialer): Problem[] {
  const texts: [string, string | undefined][] = [
    ['out.directory', out.directory],
    ['out.http.url', out.http?.url],
    ['out.http.secret', out.http?.secret],
    ['tells.secret', tells.secret],
  ]
  const short: Problem = {
    code: 'short_list',
    path: 'list.least',
    message: `a call stands for ${list.stands} minutes, and ${list.least} must be left of it`,
    suggestion: 'a least that is below what a call stands for',
  }
  return [
    ...texts.flatMap(([path, text]) => (text === undefined ? [] : checkText(text, 'setting', path))),
    ...(list.least < list.stands ? [] : [short]),
  ]
}

function misnamed(dialer: string, name: string): Problem[] {
  if (basename(name).replace(/\.ya?ml$/, '') === dialer) return []
  const message = `the file is called ${name}, and the dialer ${dialer}`
  return [{ code: 'file_name', path: 'dialer', message, suggestion: `call the file ${dialer}.yaml` }]
}
