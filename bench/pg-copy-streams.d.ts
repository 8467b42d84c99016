declare module 'pg-copy-streams' {
  import type { Writable } from 'node:stream'
  import type { Submittable } from 'pg'

  /** Rows that are written to it go into the table of the statement. */
  export function from(text: string): Writable & Submittable & { rowCount: number }
}
