/** White space of every kind, and the characters of no width that spreadsheets and web pages leave behind. */
const blanks = /[\s\u200b-\u200d\u2060]+/g

/** Text without blanks at its ends; runs of blanks, tabs and no-break spaces inside become one blank. */
export function tidy(text: string): string {
  return text.replace(blanks, ' ').trim()
}

/** What two spellings of one name have in common: case and the kind and number of blanks do not matter. */
export function fold(text: string): string {
  return tidy(text).toLowerCase()
}

/** A GUID as identity: no blanks, no braces, lower case. Other text comes back alike, so that it fails `isGuid`. */
export function tidyGuid(text: string): string {
  return text.replace(blanks, '').replace(/^\{(.*)\}$/, '$1').toLowerCase()
}

export function isGuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)
}

/** Order of code units: the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** What stands in some values, once each, sorted. */
export function sortedSet(values: Iterable<string>): string[] {
  return [...new Set(values)].sort(compareText)
}
