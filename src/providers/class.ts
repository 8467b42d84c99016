/** What a provider can do about a message of which nobody knows what became. */
export interface Capabilities {
  /** It takes one message for one reference, whatever is sent again. */
  repeatIsSafe: boolean
  /** How it can be asked about one; null = not at all. */
  asked: 'reference' | 'number_and_day' | null
  /** What it accepted may be missing where it is asked: only what is found is proven. */
  mayOmit?: true
  /** It tells by itself what became of a message. */
  tells: boolean
}

interface ClassTraits {
  /** What makes a provider one of these. */
  has: string
  /** How a message is settled of which nobody knows whether it was accepted. */
  settledBy: string
  /** Whether the engine may settle it without a human. */
  byItself: boolean
  is(one: Capabilities): boolean
}

/** The classes of providers, the strongest first: how far the promise goes that a message is accepted once. */
export const PROVIDER_CLASS = {
  A: {
    has: 'an idempotency key, and a question under our reference',
    settledBy: 'asking; where the list errs, a repeat is still one message',
    byItself: true,
    is: ({ repeatIsSafe, asked, mayOmit }) => repeatIsSafe && asked === 'reference' && !mayOmit,
  },
  B: {
    has: 'a question under our reference',
    settledBy: 'asking: found, or absent twice a quiet period apart and then sent again',
    byItself: true,
    is: ({ asked, mayOmit }) => asked === 'reference' && !mayOmit,
  },
  C: {
    has: 'a list by number and day that returns our reference',
    settledBy: 'asking for every day on which it may have been taken, by whoever may open the number',
    byItself: true,
    is: ({ asked, mayOmit }) => asked === 'number_and_day' && !mayOmit,
  },
  D: {
    has: 'none of these: at most a callback, or a list that may leave out what was accepted',
    settledBy: 'its callback; where none comes, a human, and never a repeat',
    byItself: false,
    is: () => true,
  },
} as const satisfies Record<string, ClassTraits>

export type ProviderClass = keyof typeof PROVIDER_CLASS
export const PROVIDER_CLASSES = Object.keys(PROVIDER_CLASS) as [ProviderClass, ...ProviderClass[]]

export function classOf(capabilities: Capabilities): ProviderClass {
  return PROVIDER_CLASSES.find((name) => traitsOf(name).is(capabilities)) ?? 'D'
}

export function traitsOf(name: ProviderClass): ClassTraits {
  return PROVIDER_CLASS[name]
}
