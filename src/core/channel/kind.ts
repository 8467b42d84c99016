import type { Line, PointKind } from '../base/list.ts'
import type { Disposition } from './disposition.ts'

/** All that the engine knows of a way to reach somebody. What it does follows from these properties, never from a channel's name. */
export type ChannelKind = MessageKind | TaskKind | OutsideKind

interface Reach {
  /** The name by which a pack means it together with others; null = only `all` means it. */
  readonly group: 'messages' | 'voice' | null
  /** What is said stays with the debtor in writing. Otherwise saying it takes time, which the step may state. */
  readonly written: boolean
  /** The debtor answers while somebody speaks to him. */
  readonly live: boolean
  /** The kinds of points at which it arrives. A word about a number that came this way is about the first of them. */
  readonly points: readonly [PointKind, ...PointKind[]]
  /** Lines on which it does not arrive. */
  readonly deafLines?: readonly Line[]
  /** Who asked not to be reached by that other channel is not reached by this one either. */
  readonly stopsWith?: string
  /** It counts as heard once it was sent: no receipt follows. */
  readonly heardWhenSent?: true
  /** The evidence that a message of the debtor by this channel is. */
  readonly inboundEvidence?: string
  /** The evidence that a try at the debtor's home is, whatever came of it. */
  readonly homeEvidence?: string
  /** What whoever makes the contact keeps of it, in the words of a `retain` rule. */
  readonly recordedAs?: 'recording' | 'visit_av'
  /** How long one takes, where nobody says, when it is asked about. Default 0. */
  readonly usualMinutes?: number
}

/** The engine makes these contacts, and a step of a strategy names them. */
interface Made extends Reach {
  /** `needs`: the key with which a step names its words; null = a step may do without. `never`: the keys that are out of place in such a step. */
  readonly text: { readonly needs: StepWords | null; readonly never: readonly StepWords[] }
  /** It may be the first contact of an episode. */
  readonly mayOpen: boolean
  /** The name that whoever writes a strategy is told: `a visit`. */
  readonly noun: string
}
export type StepWords = 'template' | 'script' | 'task'

/** A provider sends it: one worker on its own queue, a provider of its own in the settings. */
export interface MessageKind extends Made {
  readonly by: 'message'
  /** It is printed: whoever carries it takes it together with others, once a day. */
  readonly onPaper?: true
  /** A message has a subject beside its text. */
  readonly titled?: true
  /** How many messages a network would count and bill for the text. */
  parts(text: string): number
}

/** A person makes it, who claims it, acts and tells what came of it: an agent on the phone, somebody at the door. */
export interface TaskKind extends Made {
  readonly by: 'task'
  /** The table that holds its open tasks. */
  readonly table: 'call_task' | 'visit_ticket'
  /** The longest time from the claim until the dial or the arrival. */
  readonly actWithinMs: number
  /** What the claim calls that moment. */
  readonly actBefore: 'dialBefore' | 'arriveBefore'
  /** It is made on a line: a dialer may be handed a list of them. */
  readonly dialled?: true
  /** A try may not get through, and is made again on the same day. */
  readonly mayNotGetThrough: boolean
  readonly dispositions: readonly Disposition[]
  /** What comes of it when nobody is there. */
  readonly nobodyThere: Disposition
}

/** Others make these contacts; the engine hears of them, and laws count them. */
export interface OutsideKind extends Reach {
  readonly by: 'outside'
}
