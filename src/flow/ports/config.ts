import type { ContentHash } from '../../core/base/id.ts'
import type { Schedules } from '../../core/config/schedules.ts'
import type { Strategy } from '../../core/model/strategy.ts'
import type { SendingDossier } from '../../core/model/dossier.ts'

export interface ActiveConfig {
  /** The id of the row in `config_version`. */
  id: number
  hash: ContentHash
  schedules: Schedules
}

/** The active schedules, asked for once per page (a new version is felt by the next one), and any strategy version that a case is pinned to. Both cached by hash. */
export interface ConfigPort {
  active(): Promise<ActiveConfig>
  /** Those that were active when that was last asked, without asking: whoever uses them sees under its locks whether they still are. Null = nobody has asked yet; absent = nothing is remembered. */
  remembered?(): ActiveConfig | null
  strategyByHash(hash: ContentHash): Promise<Strategy>
}

/** Every version that the cases of these persons are pinned to. */
export async function strategiesOf(
  config: ConfigPort,
  dossiers: Iterable<SendingDossier>,
): Promise<Map<ContentHash, Strategy>> {
  const hashes = new Set([...dossiers].flatMap(({ cases }) => cases.map((one) => one.strategyHash)))
  const found = await Promise.all([...hashes].map((hash) => config.strategyByHash(hash)))
  return new Map(found.map((one) => [one.hash, one]))
}
