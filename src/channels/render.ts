import { PLACEHOLDERS, type Placeholder, type Template } from '../core/model/template.ts'
import type { MessageKind } from '../core/channel/kind.ts'
import type { Rendered, Values } from './channel.ts'

const PLACEHOLDER = /\{([^{}]*)\}/g

const known: ReadonlySet<string> = new Set(PLACEHOLDERS)

function isPlaceholder(name: string): name is Placeholder {
  return known.has(name)
}

/** A text in turns: words, the name of a placeholder, words, ... */
function partsOf(text: string): readonly string[] {
  let parts = split.get(text)
  if (!parts) {
    if (split.size >= MOST_TEXTS) split.clear()
    split.set(text, (parts = text.split(PLACEHOLDER)))
  }
  return parts
}
const split = new Map<string, readonly string[]>()
const MOST_TEXTS = 1000

/** Every placeholder is filled in, or the answer says which one is unknown or has no value: a text with a hole in it is not sent. */
export function fillIn(text: string, values: Values): Rendered {
  let filled = ''
  const parts = partsOf(text)
  for (let place = 0; place < parts.length; place++) {
    const part = parts[place] ?? ''
    if (place % 2 === 0) filled += part
    else if (!isPlaceholder(part)) return { ok: false, why: 'unknown_placeholder', detail: part }
    else if (values[part] === '') return { ok: false, why: 'empty_placeholder', detail: part }
    else filled += values[part]
  }
  return { ok: true, text: filled.trim(), segments: 1 }
}

/** A message as it goes out; one that would be billed as more messages than its template allows is not sent. */
export function render(
  kind: MessageKind,
  { subject, text, maxSegments }: Pick<Template, 'subject' | 'text' | 'maxSegments'>,
  values: Values,
): Rendered {
  const filled = fillIn(text, values)
  if (!filled.ok) return filled
  const count = kind.parts(filled.text)
  if (count > maxSegments) return { ok: false, why: 'too_long', detail: `${count} segments` }
  if (!kind.titled || subject === undefined) return { ...filled, segments: count }
  const title = fillIn(subject, values)
  return title.ok ? { ...filled, subject: oneLine(title.text), segments: count } : title
}

/** What a value brings of its own must not become a line of the head. */
function oneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim()
}
