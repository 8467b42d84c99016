import { createHash } from 'node:crypto'
import { ContentHash } from '../../core/base/id.ts'

/** The hash is of parsed content with its keys in order, so that neither layout nor comments matter. */
export function contentHash(content: unknown): ContentHash {
  return ContentHash.parse(
    createHash('sha256')
      .update(JSON.stringify(sorted(content)))
      .digest('hex'),
  )
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  )
}
