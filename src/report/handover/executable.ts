/**
 * What may stand in a line that a machine obeys, checked once more where it is written: GUIDs, numbers, countries, and
 * words of a closed list. Anything else is a bug of ours, and nothing is written.
 */

/** The id, if it is one: lower-case, 8-4-4-4-12. */
export function guid(id: string): string {
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(id)) throw new Error('a line that a machine obeys may only hold GUIDs')
  return id
}

export function whole(number: number): string {
  if (!Number.isSafeInteger(number) || number < 0) throw new Error('a line that a machine obeys may only hold whole numbers')
  return String(number)
}

/** Two capital letters. */
export function country(location: string): string {
  if (!/^[A-Z]{2}$/.test(location)) throw new Error('a line that a machine obeys may only hold assigned countries')
  return location
}

const states = ['Active', 'ActiveWithError', 'Error', 'Disabled'] as const
const errors = ['CountViolation', 'MutuallyExclusiveViolation', 'DependencyViolation', 'ProhibitedInUsageLocationViolation', 'UniquenessViolation'] as const

/** Graph's word for a state. */
export function state(word: string): string {
  const known = states.find(one => one === word)
  if (known === undefined) throw new Error('a line that a machine obeys may only hold states that Graph has')
  return known
}

/** Graph's code, if it is one that is published; another is not compared. */
export function error(code: string | null): string {
  return errors.find(one => one === code) ?? ''
}
