/** `1,000,000`: digits in threes, the same in every locale. */
export function digits(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** `1 user`, `312 users`. */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${digits(number)} ${number === 1 ? one : many}`
}

/** Names with commas; of many only the first few, and how many more there are. */
export function fewOf(names: readonly string[], few: number): string {
  if (names.length <= few + 1) return names.join(', ')
  return `${names.slice(0, few).join(', ')}, and ${digits(names.length - few)} more`
}

/** `12`, or `between 10 and 15`. */
export function range(numbers: { readonly min: number; readonly max: number }): string {
  return numbers.min === numbers.max ? digits(numbers.max) : `between ${digits(numbers.min)} and ${digits(numbers.max)}`
}
