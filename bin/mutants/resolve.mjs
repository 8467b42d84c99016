const STAND_IN = new URL('vitest.mjs', import.meta.url).href

/** The tests get the stand-in for vitest; everything else goes its way. */
export function resolve(specifier, context, next) {
  return specifier === 'vitest' ? { url: STAND_IN, shortCircuit: true } : next(specifier, context)
}
