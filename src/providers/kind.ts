import type { z } from 'zod'
import type { Forbids } from '../core/model/forbidden-use.ts'
import type { Problem } from '../core/base/problem.ts'
import type { AnyAdapter } from './adapter.ts'
import type { Capabilities } from './class.ts'
import type { Registered } from './registered.ts'

/** Whoever sends and asks knows other secrets than whoever hears what a provider tells. */
export type AdapterUse = 'carry' | 'hear'

/** What stands behind the `kind` of a file under `schedules/providers/`. */
export interface AdapterKind<File> {
  schema: z.ZodType<File>
  check(file: File): Problem[]
  /** Names of the values of the environment that it needs to carry messages, or to be heard. */
  envNames(file: File, use: AdapterUse): string[]
  capabilities(file: File): Capabilities
  /** Our own book answers where nobody knows what became of a message: whoever asks needs nothing of the provider. */
  askedHere?: true
  /** `env` has them by `env.<name>`. */
  open(file: File, env: Readonly<Record<string, string>>): AnyAdapter
  /** What the published terms of the vendor forbid: `check` refuses it where no contract of the lender's allows it. */
  forbids?: readonly Forbids[]
  /** The texts that the vendor knows; absent, or null = it takes any text. */
  registered?(file: File): readonly Registered[] | null
}
