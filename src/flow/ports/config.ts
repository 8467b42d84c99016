import type { ContentHash } from '../../core/base/id.ts'
import type { Schedules } from '../../core/config/schedules.ts'
import type { Strategy } from '../../core/model/strategy.ts'
import type { Dossier } from '../../core/model/dossier.ts'

export interface ActiveConfig {
  /** The id of the row in `config_version`. */
  id: number
  hash: ContentHash
  schedules: Schedules
}

/** The active schedules, asked for once per page (a new version is felt by the next one), and any strategy version that a case is pinned to. Both cached by hash. */
export interface ConfigPort {
  active(): Promise<ActiveConfig>
  strategyByHash(hash: ContentHash): Promise<Strategy>
}

/** Every version that the cases of these persons are pinned to. */
export async function strategiesOf(
  config: ConfigPort,
  dossiers: Iterable<Dossier>,
): Promise<Map<ContentHash, Strategy>> {
  const hashes = new Set([...dossiers].flatMap(({ cases }) => cases.map((one) => one.strategyHash)))
  const found = await Promise.all([...hashes].map((hash) => config.strategyByHash(hash)))
  return new Map(found.map((one) => [one.hash, one]))
}
