import { PLACEHOLDERS, type Placeholder } from '../core/config/template.ts'
import type { Rendered, Values } from './channel.ts'

const PLACEHOLDER = /\{([^{}]*)\}/g

function isPlaceholder(name: string): name is Placeholder {
  return (PLACEHOLDERS as readonly string[]).includes(name)
}

export function placeholdersIn(text: string): string[] {
  return [...new Set([...text.matchAll(PLACEHOLDER)].map((match) => match[1] ?? ''))]
}

/** Fills in every placeholder, or says which one is unknown or has no value: a text with a hole in it is not sent. */
export function fillIn(text: string, values: Values): Rendered {
  for (const name of placeholdersIn(text)) {
    if (!isPlaceholder(name)) return { ok: false, why: 'unknown_placeholder', detail: name }
    if (values[name] === '') return { ok: false, why: 'empty_placeholder', detail: name }
  }
  const filled = text.replace(PLACEHOLDER, (whole, name: string) =>
    isPlaceholder(name) ? values[name] : whole,
  )
  return { ok: true, text: filled.trim(), segments: 1 }
}
