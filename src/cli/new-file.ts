import { open } from 'node:fs/promises'
import { createWriteStream } from 'node:fs'
import type { Writable } from 'node:stream'
import { ProblemError } from '../core/base/problem.ts'

/** A file that was not there before, and that nobody else can read. */
export async function newFile(file: string): Promise<Writable> {
  try {
    const handle = await open(file, 'wx', 0o600)
    return createWriteStream(file, { fd: handle })
  } catch (error) {
    const there = (error as { code?: string }).code === 'EEXIST'
    throw new ProblemError([
      {
        code: 'cannot_write',
        file,
        message: there ? 'this file is there already' : 'this file cannot be written',
        suggestion: 'name another one with --out',
      },
    ])
  }
}
