import type { WriteStream } from 'node:tty'

export interface ImportProgress {
  show(progress: { bytes: number; merged: number; rows: number }): void
  end(): void
}

/** One line that draws itself again; silent where nobody watches. `size` null = unknown. */
export function importProgress(stream: WriteStream, size: number | null): ImportProgress {
  if (!stream.isTTY) return { show: () => {}, end: () => {} }
  let drawn = ''
  return {
    show: ({ bytes, merged, rows }) => {
      const share = merged > 0 ? merged / Math.max(1, rows) : size === null ? null : bytes / Math.max(1, size)
      const what = merged > 0 ? `stored ${merged} of ${rows} lines` : `read ${rows} lines`
      const line = `${share === null ? '' : `${barOf(share)} `}${what}`
      if (line === drawn) return
      stream.write(`\r${line.padEnd(drawn.length)}`)
      drawn = line
    },
    end: () => {
      if (drawn !== '') stream.write('\n')
      drawn = ''
    },
  }
}

function barOf(share: number): string {
  const done = Math.round(Math.min(1, share) * 30)
  return '#'.repeat(done).padEnd(30, '.')
}
