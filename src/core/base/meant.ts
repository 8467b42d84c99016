import type { z } from 'zod'
import { nearest } from './nearest.ts'

/** What to write in place of a word that is none of a closed set: the schema that refused it knows the set. Null = nothing is near. */
export function suggestionFor(issue: z.core.$ZodIssue, value: unknown): string | null {
  if (typeof value !== 'string') return null
  const words = wordsOf(issue)
  const wrong = value
    .split(',')
    .map((word) => word.trim())
    .find((word) => !words.includes(word))
  const near = wrong === undefined ? null : nearest(wrong, words)
  return near === null ? null : `did you mean ${near}?`
}

function wordsOf(issue: z.core.$ZodIssue): string[] {
  const words: unknown = issue.code === 'custom' ? issue.params?.['words'] : undefined
  const values: unknown = issue.code === 'invalid_value' ? issue.values : words
  return Array.isArray(values) ? values.filter((one) => typeof one === 'string') : []
}
