import type { DialerFile } from '../../core/model/dialer.ts'
import type { DialerAnswer, DialerSaid } from '../../flow/dialer-word.ts'
import type { ConfigPort } from '../../flow/ports/config.ts'
import { envNameOf, fillIn, namesIn } from '../../providers/http/placeholders.ts'

/** The dialers that are heard, by name. */
export interface DialerDoor {
  /** Whether the active schedules have one of that name. */
  knows(dialer: string): Promise<boolean>
  /** What it signs with; null = no dialer of that name tells anything here. */
  secretOf(dialer: string): Promise<string | null>
  hear(dialer: string, said: DialerSaid): Promise<DialerAnswer>
}

export type Environment = Readonly<Record<string, string | undefined>>

/** The dialers of the active schedules. */
export async function dialersOf(config: ConfigPort): Promise<readonly DialerFile[]> {
  return (await config.active()).schedules.dialers ?? []
}

/** A text of the file with what the environment has; null = a value is not set there. */
export function settingOf(text: string, environment: Environment): string | null {
  const names = namesIn(text).flatMap((name) => envNameOf(name) ?? [])
  if (names.some((name) => !environment[name])) return null
  return fillIn(text, Object.fromEntries(names.map((name) => [`env.${name}`, environment[name] ?? ''])))
}

/** What a dialer signs with; null = there is none of that name, or it tells by file alone. */
export async function secretOfDialer(
  config: ConfigPort,
  name: string,
  environment: Environment,
): Promise<string | null> {
  const dialer = (await dialersOf(config)).find((one) => one.dialer === name)
  return dialer?.tells.secret === undefined ? null : settingOf(dialer.tells.secret, environment)
}
