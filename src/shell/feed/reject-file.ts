import { createWriteStream } from 'node:fs'
import type { WriteStream } from 'node:fs'
import { once } from 'node:events'
import type { Problem } from '../../core/base/problem.ts'

/** Bad lines, one JSON object each: line, column, code, what is wrong and what to do; never a value of the line. The file is made when the first line comes. */
export interface RejectFile {
  path: string
  write(problems: readonly Problem[]): Promise<void>
  close(): Promise<void>
}

export function rejectFile(path: string): RejectFile {
  let stream: WriteStream | null = null
  return {
    path,
    async write(problems) {
      if (problems.length === 0) return
      stream ??= createWriteStream(path)
      const text = problems.map(({ line, column, code, message, suggestion }) =>
        JSON.stringify({ line, column, code, message, suggestion }),
      )
      if (!stream.write(`${text.join('\n')}\n`)) await once(stream, 'drain')
    },
    async close() {
      if (!stream) return
      stream.end()
      await once(stream, 'finish')
    },
  }
}
