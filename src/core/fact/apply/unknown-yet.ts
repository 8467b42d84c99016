import type { Draft } from '../draft.ts'
import { refused } from '../draft.ts'
import type { HoldWord } from '../hold-words.ts'
import type { Telling } from '../telling.ts'

/** What a word may name before it is told. */
type Noun = Exclude<HoldWord['kind'], 'cease'> | 'promise' | 'payment' | 'obligation'

/** A word that names something unknown may be early: it counts when that comes, and its sender is told. */
export function tellUnknown(
  draft: Draft,
  prepared: Telling,
  { noun, path = noun, meanwhile }: { noun: Noun; path?: string; meanwhile?: string },
): void {
  const then = meanwhile === undefined ? 'the word counts once it comes' : `${meanwhile} until it comes`
  const message = `no ${noun} of that name is known yet: ${then}`
  draft.changes.warnings.push(refused(prepared, `unknown_${noun}`, message, path))
}
