import type { Problem } from '../../core/base/problem.ts'
import { messageKind } from '../../core/channel/channel.ts'
import type { ProviderHead } from '../../core/model/provider.ts'

/** A vendor of texts knows numbers, and no other addresses. */
export function carriesToPhones({ channels }: Pick<ProviderHead, 'channels'>): Problem[] {
  return channels.flatMap((channel, index): Problem[] =>
    messageKind(channel).points.includes('phone')
      ? []
      : [
          {
            code: 'wrong_provider',
            path: `channels[${index}]`,
            message: `it sends to phones, and ${channel} goes elsewhere`,
          },
        ],
  )
}
