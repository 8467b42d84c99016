import { PLACEHOLDERS, type Placeholder, type Template } from '../core/model/template.ts'
import type { MessageKind } from '../core/channel/kind.ts'
import type { Rendered, Values } from './channel.ts'

const PLACEHOLDER = /\{([^{}]*)\}/g

const known: ReadonlySet<string> = new Set(PLACEHOLDERS)

function isPlaceholder(name: string): name is Placeholder {
  return known.has(name)
}

/** Every placeholder is filled in, or the answer says which one is unknown or has no value: a text with a hole in it is not sent. */
export function fillIn(text: string, values: Values): Rendered {
  let hole: Rendered | null = null
  const filled = text.replace(PLACEHOLDER, (whole, name: string) => {
    if (isPlaceholder(name) && values[name] !== '') return values[name]
    hole ??= {
      ok: false,
      why: isPlaceholder(name) ? 'empty_placeholder' : 'unknown_placeholder',
      detail: name,
    }
    return whole
  })
  return hole ?? { ok: true, text: filled.trim(), segments: 1 }
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
