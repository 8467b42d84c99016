import { type DefaultTreeAdapterTypes as Tree, parse, type ParserError } from 'parse5'

export interface Tag {
  name: string
  attrs: Record<string, string>
  /** All text in it. */
  text: string
  /** Tags around it, outermost first. */
  inside: string[]
}

/** The tags of a page in their order, and what a browser would have to guess. */
export function tagsOf(html: string): { tags: Tag[]; errors: string[] } {
  const errors: string[] = []
  const document = parse(html, { onParseError: ({ code }: ParserError) => void errors.push(code) })
  const tags: Tag[] = []
  walk(document, [], tags)
  return { tags, errors }
}

function walk(node: Tree.ParentNode, inside: string[], tags: Tag[]): void {
  for (const child of node.childNodes) {
    if (!('tagName' in child)) continue
    const attrs = Object.fromEntries(child.attrs.map(({ name, value }) => [name, value]))
    tags.push({ name: child.tagName, attrs, text: textOf(child), inside })
    walk(child, [...inside, child.tagName], tags)
  }
}

function textOf(node: Tree.ParentNode): string {
  return node.childNodes
    .map((child) => ('value' in child ? child.value : 'childNodes' in child ? textOf(child) : ''))
    .join('')
    .trim()
}
