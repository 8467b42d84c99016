import type { Calendar } from '../compliance/time/calendar.ts'
import type { Pack } from '../compliance/pack/pack.ts'
import type { Replies } from '../wording/replies.ts'
import type { Wording } from '../wording/wording.ts'
import type { Creditors } from '../model/creditors.ts'
import type { Residences } from '../model/residences.ts'
import type { DialerFile } from '../model/dialer.ts'
import type { ProviderFile } from '../model/provider.ts'
import type { Routes } from '../model/routes.ts'
import type { Strategy } from '../model/strategy.ts'
import type { Template } from '../model/template.ts'
import type { Ticks } from '../model/ticks.ts'

/** The whole of `schedules/`, parsed and checked; every part carries its own content hash. */
export interface Schedules {
  strategies: Strategy[]
  packs: Pack[]
  calendars: Calendar[]
  templates: Template[]
  wording: Wording[]
  replies: Replies[]
  ticks: Ticks
  /** Absent = nothing is stated of any creditor. */
  creditors?: Creditors
  /** Absent = no place is accepted without a pack. */
  residences?: Residences
  /** Absent = none but the gateway of the settings. */
  providers?: ProviderFile[]
  /** Absent = the gateway of the settings carries every message. */
  routes?: Routes
  /** Absent = agents make every call. */
  dialers?: DialerFile[]
}
