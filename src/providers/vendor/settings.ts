import type { Problem } from '../../core/base/problem.ts'
import { checkText, envNameOf, namesIn } from '../http/placeholders.ts'
import type { AdapterUse } from '../kind.ts'

/** A text of a file that may name values of the environment. */
export interface Setting {
  path: string
  text: string | undefined
  /** Who needs it. */
  uses: readonly AdapterUse[]
}

export function checkSettings(settings: readonly Setting[]): Problem[] {
  return settings.flatMap(({ text, path }) => (text === undefined ? [] : checkText(text, 'setting', path)))
}

export function envNamesIn(settings: readonly Setting[], use: AdapterUse): string[] {
  const own = settings.filter(({ uses }) => uses.includes(use))
  const names = own.flatMap(({ text = '' }) => namesIn(text).map(envNameOf))
  return [...new Set(names.filter((name) => name !== null))]
}
