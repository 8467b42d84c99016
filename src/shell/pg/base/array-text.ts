/** An array parameter as Postgres reads it. The driver quotes and escapes every element, numbers too, which was a tenth of a page's time; here only texts that need it are quoted. Arrays of anything else than numbers, texts, truths, bytes and nulls are left to the driver. */
export function arrayText(values: readonly unknown[]): string | readonly unknown[] {
  const parts: string[] = []
  let last: Element = { value: null, text: 'NULL' }
  let before = last
  for (const value of values) {
    // Most columns of a page say one thing for whole stretches, or two in turn.
    if (value !== last.value) {
      const now = value === before.value ? before : { value, text: elementText(value) }
      before = last
      last = now
    }
    if (last.text === null) return values
    parts.push(last.text)
  }
  return `{${parts.join(',')}}`
}

interface Element {
  value: unknown
  /** Null = it is left to the driver. */
  text: string | null
}

const PLAIN = /^[\w.:+/-]+$/
/** JSON escapes these by other words than Postgres reads. */
const CONTROL_OR_HALF = /[\p{Cc}\p{Cs}]/u

function elementText(value: unknown): string | null {
  if (value === null || value === undefined) return 'NULL'
  switch (typeof value) {
    case 'number':
    case 'boolean':
      return String(value)
    case 'string':
      return PLAIN.test(value) && !isNullWord(value) ? value : quoted(value)
    default:
      return Buffer.isBuffer(value) ? `\\\\x${value.toString('hex')}` : null
  }
}

/** Quotes and backslashes get a backslash each; what is JSON already has dozens of them. */
function quoted(value: string): string {
  return CONTROL_OR_HALF.test(value) ? `"${value.replaceAll(/["\\]/g, '\\$&')}"` : JSON.stringify(value)
}

function isNullWord(value: string): boolean {
  return value.length === 4 && value.toLowerCase() === 'null'
}
