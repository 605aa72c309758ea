import type { Found } from '../explain/found.js'

/**
 * What is missing, one need after the other, where there are several: whatever cures gives each of them, or needs none. Not of what
 * a change takes away: there it is enough to keep that, whatever else was missing before.
 */
export function needsOf(found: Found): readonly Found[] {
  const { evidence } = found.cause
  if (evidence.kind !== 'prerequisite' || evidence.direction === 'remove' || evidence.unmet.length < 2) return []
  return evidence.unmet.map((need) => ({ ...found, cause: { ...found.cause, evidence: { ...evidence, unmet: [need] } } }))
}
