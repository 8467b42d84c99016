import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  isBinaryExpression,
  isCaseClause,
  isPropertyAccessExpression,
  isPropertyAssignment,
  type Expression,
  type Node,
  type SourceFile,
} from 'typescript/unstable/ast'
import { API, type Checker, type Type } from 'typescript/unstable/sync'

export interface TypedSource {
  /** The path from the project's root. */
  path: string
  file: SourceFile
}

export interface Typed {
  sources: TypedSource[]
  /** The texts that may stand where this literal stands, as far as its surroundings say; none = any. */
  textsAround: (node: Expression) => string[]
  /** What the literal is compared with, or the property that it is given to, as it is written. */
  nameBeside: (node: Expression) => string | null
  /** Whether it is compared with something, and not given to it. */
  isCompared: (node: Expression) => boolean
  /** Whether it tells apart a value that has several arms. */
  isArm: (node: Expression) => boolean
  close: () => void
}

/** The project as the compiler sees it, for checks that ask what type a place has. */
export function typedProject(root: string, folders: readonly string[]): Typed {
  const api = new API({ cwd: root })
  const config = join(root, 'tsconfig.json')
  const project = api.updateSnapshot({ openProjects: [config] }).getProject(config)
  if (!project) throw new Error(`${config} is no project`)
  const { program, checker } = project
  const sources = program.getSourceFileNames().flatMap((name): TypedSource[] => {
    const path = name.startsWith(root) ? name.slice(root.length).replace(/^\//, '') : ''
    const file = folders.some((folder) => path.startsWith(`${folder}/`)) && program.getSourceFile(name)
    return file ? [{ path, file }] : []
  })
  return {
    sources,
    textsAround: (node) => textsAround(checker, node),
    nameBeside: (node) => (otherSide(node) ?? propertyOf(node))?.getText() ?? null,
    isCompared: (node) => otherSide(node) !== null,
    isArm: (node) => isArm(checker, otherSide(node)),
    close: () => api.close(),
  }
}

/** The text is typed as if it were the only file of a project. */
export function typedText<T>(text: string, work: (typed: Typed) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'arrears-typed-'))
  try {
    mkdirSync(join(folder, 'src'))
    writeFileSync(join(folder, 'src', 'only.ts'), text)
    writeFileSync(join(folder, 'tsconfig.json'), '{"compilerOptions":{"strict":true},"include":["src"]}')
    const typed = typedProject(folder, ['src'])
    try {
      return work(typed)
    } finally {
      typed.close()
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function textsAround(checker: Checker, node: Expression): string[] {
  const other = otherSide(node)
  return textsIn(other ? checker.getTypeAtLocation(other) : checker.getContextualType(node))
}

function isArm(checker: Checker, other: Node | null): boolean {
  if (!other || !isPropertyAccessExpression(other)) return false
  return checker.getTypeAtLocation(other.expression)?.isUnionType() === true
}

function propertyOf({ parent }: Expression): Node | null {
  return isPropertyAssignment(parent) ? parent.name : null
}

function otherSide(node: Expression): Node | null {
  const { parent } = node
  if (isCaseClause(parent)) return switchedOn(parent)
  if (!isBinaryExpression(parent) || !isComparison(parent.operatorToken.getText())) return null
  return parent.left === node ? parent.right : parent.left
}

function isComparison(operator: string): boolean {
  return /^[!=]==?$/.test(operator)
}

/** A case stands in a block, and that in its `switch`. */
function switchedOn(clause: Node): Node {
  const { expression } = clause.parent.parent as Node & { expression?: Node }
  if (!expression) throw new Error('a case without a switch')
  return expression
}

function textsIn(type: Type | undefined): string[] {
  if (!type) return []
  if (type.isUnionType()) return type.getTypes().flatMap(textsIn)
  return type.isStringLiteralType() ? [type.value] : []
}
