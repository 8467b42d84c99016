import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CONTACT_STATES } from '../../../src/core/model/contact-state.ts'
import { circumstancesOf } from '../../../src/core/compliance/known/from-dossier.ts'
import { billed, opened } from './facts.ts'
import type { RecordStage } from './stage.ts'

/** A call that an agent has claimed is `sending`: see test/shell/effects/claim-evidence.test.ts. */
const OPEN: readonly string[] = ['planned', 'queued', 'sending', 'unknown']
const AHEAD = '2026-03-20T10:00:00Z'

export function openContactsContract(name: string, open: () => Promise<RecordStage>): void {
  describe(`contacts that are still to come on ${name}`, () => {
    let stage: RecordStage
    beforeEach(async () => {
      stage = await open()
      await stage.record(opened('A1'), billed('A1', 'I1', '2026-02-01'))
      await stage.at('2026-03-03T12:00:00Z')
      await stage.detect()
    })
    afterEach(() => stage.close())

    test.each(CONTACT_STATES)('one that is %s counts ahead only while it is open', async (state) => {
      await stage.contact('A1', { channel: 'sms', state, from: AHEAD })
      const { history } = circumstancesOf(await stage.dossier('D1'))
      const ahead = { at: Date.parse(AHEAD), outcome: 'pending' }
      expect(history).toMatchObject(OPEN.includes(state) ? [ahead] : [])
    })
  })
}
