import type { NoWord } from '../../core/deliver/provider-answer.ts'

/** What a vendor's error codes say of a message: that it was not taken. A code in no table proves nothing. */
export type CodeTable = Readonly<Record<string, NoWord>>

/** The word for a code; codes whose parts are set off by dots fall under the words of their first parts. */
export function wordFor(table: CodeTable, code: string | null): NoWord | null {
  for (let name = code ?? ''; name !== ''; name = name.slice(0, Math.max(0, name.lastIndexOf('.')))) {
    if (Object.hasOwn(table, name)) return table[name] ?? null
  }
  return null
}
