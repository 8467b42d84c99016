import { read } from './source.ts'

/** A row of the table under `## Recipes` in ARCHITECTURE.md: paths with the new thing's name in angle brackets. */
export interface Recipe {
  what: string
  make: string[]
  edit: string[]
}

export function recipes(): Recipe[] {
  const chapter =
    read('ARCHITECTURE.md')
      .split('\n## ')
      .find((part) => part.startsWith('Recipes')) ?? ''
  return chapter
    .split('\n')
    .filter((line) => line.startsWith('| a '))
    .map((line) => {
      const [, what = '', make = '', edit = ''] = line.split('|')
      return { what: what.trim(), make: pathsIn(make), edit: pathsIn(edit) }
    })
}

export function recipe(what: string): Recipe {
  const found = recipes().find((one) => one.what === what)
  if (!found) throw new Error(`ARCHITECTURE.md has no recipe for ${what}`)
  return found
}

/** The recipe's paths for one thing of that kind. */
export function pathsFor(paths: readonly string[], name: string): string[] {
  return paths.map((path) => path.replaceAll(/<\w+>/g, name))
}

function pathsIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '')
}
