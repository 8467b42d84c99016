import type { ContactId } from '../../core/base/id.ts'
import type { ContactRef, Loaded, RedeemTx } from './deliver.ts'

/** The last check of what stands with us, ready to be handed over. */
export interface HandOverTx extends Omit<RedeemTx, 'loadQueued'> {
  /** Those of the contacts that are still being sent. */
  loadKept(refs: readonly ContactRef[]): Promise<Loaded[]>
  /** What goes with the batch, and what was asked about and does not: it stands there no more. */
  saveChecked(
    batch: number,
    checked: { goes: readonly ContactId[]; asked: readonly ContactRef[] },
  ): Promise<void>
}
