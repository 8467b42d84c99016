import { isForgotten, isSilent, shown } from '../../core/deliver/silence.ts'
import type { Instant } from '../../core/base/time.ts'
import type { Parcel } from '../../channels/channel.ts'
import type { ProviderAnswer } from '../../core/deliver/provider-answer.ts'
import type { MachineClock } from '../../flow/ports/transactions.ts'
import type { Provider } from '../../flow/ports/deliver.ts'

/** A provider of a channel, as this process has seen it. */
interface Line {
  unanswered: number
  /** Machine time. */
  lastUnansweredAt: Instant
  inFlight: number
  /** How often it has said something. */
  heard: number
}

interface Watch {
  machine: MachineClock
  /** It is called when a provider falls silent. */
  tell?: (channel: string, provider: string) => void
}

/** A message to a provider that swallows them holds its place for as long as a request may take. Whoever has answered none of many in a row is told so with each of them, and asked by one message at a time: the others are not tried, since they would keep what other providers carry from being sent. The count of a worker that has nothing to send for minutes begins anew. */
export function leavingSilent<Carrier extends Pick<Provider, 'send'>>(
  carrier: Carrier,
  { machine, tell = () => {} }: Watch,
): Carrier {
  const lines = new Map<string, Line>()
  const lineOf = ({ channel, provider }: Parcel): Line => {
    const name = `${channel} ${provider}`
    let line = lines.get(name)
    if (!line)
      lines.set(name, (line = { unanswered: 0, lastUnansweredAt: machine.now(), inFlight: 0, heard: 0 }))
    else if (isForgotten(line.lastUnansweredAt, machine.now())) line.unanswered = 0
    return line
  }
  return {
    ...carrier,
    send: (parcel, timeoutMs) => {
      const line = lineOf(parcel)
      if (isSilent(line.unanswered) && line.inFlight > 0) return Promise.resolve(UNTRIED)
      line.inFlight++
      const { heard } = line
      return carrier.send(parcel, timeoutMs).then(
        (answer) => {
          line.inFlight--
          const before = line.unanswered
          hear(line, answer, heard, machine.now())
          if (!isSilent(line.unanswered)) return answer
          if (!isSilent(before)) tell(parcel.channel, parcel.provider)
          return silently(answer)
        },
        (error: unknown) => {
          line.inFlight--
          throw error
        },
      )
    },
  }
}

/** Answers come at once and time-outs at their end: a provider that was heard while a request waited (`heardBefore`: how often, when it began) is not silent. */
function hear(line: Line, answer: ProviderAnswer, heardBefore: number, now: Instant): void {
  const sign = shown(answer)
  if (sign === 'heard') {
    line.heard++
    line.unanswered = 0
  } else if (sign === 'silent' && line.heard === heardBefore) {
    line.unanswered++
    line.lastUnansweredAt = now
  }
}

const UNTRIED: ProviderAnswer = { kind: 'not_tried', code: 'provider_silent', silent: true }

function silently(answer: ProviderAnswer): ProviderAnswer {
  const { kind } = answer
  return kind === 'not_reached' || kind === 'ambiguous' ? { ...answer, silent: true } : answer
}
