import type { Figure } from './harness.ts'

/** A figure is loaded when it is asked for: each brings the engine's parts that it measures. */
export const FIGURES = {
  B1: async () => (await import('./b1-pipeline.ts')).B1,
  B1B: async () => (await import('./b1b-batch.ts')).B1B,
  B2: async () => (await import('./b2-decisions.ts')).B2,
  B3: async () => (await import('./b3-sends.ts')).B3,
  B4: async () => (await import('./b4-callbacks.ts')).B4,
  B5: async () => (await import('./b5-permit.ts')).B5,
  B6: async () => (await import('./b6-doors.ts')).B6,
  B11: async () => (await import('./b11-large-file.ts')).B11,
  B13: async () => (await import('./b13-unchanged-file.ts')).B13,
  B13C: async () => (await import('./b13c-changed-file.ts')).B13C,
  B14: async () => (await import('./b14-first-day.ts')).B14,
} satisfies Record<string, () => Promise<Figure>>

export type FigureId = keyof typeof FIGURES

export function isFigure(id: string): id is FigureId {
  return Object.hasOwn(FIGURES, id)
}
