import type { Delimiter, Dialect } from '../shell/feed/read/dialect.ts'

type Sign = Exclude<Delimiter, '\t'> | 'auto' | 'tab'

/** How the table of a file is written, where it is not as a program writes it. */
export const DIALECT_ARGS = {
  delimiter: {
    type: 'enum' as const,
    options: ['auto', ',', ';', '|', 'tab'] as Sign[],
    default: 'auto',
    description: 'between cells; auto: what parts the header into columns that are known',
  },
  decimal: {
    type: 'enum' as const,
    options: ['.', ','] as Dialect['decimal'][],
    default: '.',
    description: 'before the cents; nothing stands between thousands',
  },
}

export interface DialectArgs {
  delimiter?: Sign | undefined
  decimal?: Dialect['decimal'] | undefined
}

export function dialectFrom({ delimiter = 'auto', decimal = '.' }: DialectArgs): Dialect {
  return { delimiter: delimiter === 'tab' ? '\t' : delimiter, decimal }
}
