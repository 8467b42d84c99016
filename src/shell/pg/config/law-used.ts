import type { ActiveConfig } from '../../../flow/ports/config.ts'
import { lawRecord } from '../../config/law-record.ts'

/** The part of a statement that keeps the law that is not kept yet; the two arrays are its parameters. They come in the order of their hashes, so that two pages never wait for each other. */
export function keepLaw(hashes: string, contents: string): string {
  return `insert into law_used (hash, content)
    select * from unnest(${hashes}::text[], ${contents}::jsonb[]) on conflict (hash) do nothing`
}

/** What each of the rows was judged under: its hash (null where that is not told), and the different ones with their content. */
export function lawsOf(
  config: ActiveConfig,
  packs: readonly (readonly string[] | undefined)[],
): { hashes: (string | null)[]; laws: { hash: string; content: string }[] } {
  const contents = new Map<string, string>()
  const hashes = packs.map((names) => {
    if (!names) return null
    const { hash, record } = lawRecord(config.schedules, names)
    if (!contents.has(hash)) contents.set(hash, JSON.stringify(record))
    return hash
  })
  const laws = [...contents].map(([hash, content]) => ({ hash, content }))
  return { hashes, laws: laws.sort((a, b) => (a.hash < b.hash ? -1 : 1)) }
}
