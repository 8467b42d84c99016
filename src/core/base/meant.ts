import type { z } from 'zod'
import { nearest } from './nearest.ts'

/** The answer names the word of a closed set that was meant, or the bound of a number that was passed: the schema that refused the given one knows them. Null = nothing is near. */
export function suggestionFor(issue: z.core.$ZodIssue, value: unknown): string | null {
  const bound = boundIn(issue)
  if (bound !== null || typeof value !== 'string') return bound
  const { words, given } = comparedIn(issue, value)
  const wrong = given.find((word) => !words.includes(word))
  const near = wrong === undefined ? null : nearest(wrong, words)
  return near === null ? null : `did you mean ${near}?`
}

function boundIn(issue: z.core.$ZodIssue): string | null {
  if (issue.code !== 'too_small' && issue.code !== 'too_big') return null
  if (issue.origin !== 'number' && issue.origin !== 'int') return null
  const { inclusive = true } = issue
  return issue.code === 'too_small'
    ? `${inclusive ? 'at least' : 'more than'} ${issue.minimum}`
    : `${inclusive ? 'at most' : 'less than'} ${issue.maximum}`
}

/** A schema of our own that takes several words names them as `words`; zod's own takes one. */
function comparedIn(issue: z.core.$ZodIssue, value: string): { words: string[]; given: string[] } {
  if (issue.code === 'invalid_value') return { words: textsIn(issue.values), given: [value] }
  const words = issue.code === 'custom' ? textsIn(issue.params?.['words']) : []
  return { words, given: value.split(',').map((word) => word.trim()) }
}

function textsIn(values: unknown): string[] {
  return Array.isArray(values) ? values.filter((one) => typeof one === 'string') : []
}
