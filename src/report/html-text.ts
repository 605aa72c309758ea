import { visible } from './visible.js'

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;' }

/** Data as text of an element or an attribute. */
export function html(text: string): string {
  return visible(text).replace(/[&<>"']/g, character => entities[character]!)
}

/** A name from the tenant: whichever way its script runs, it stays where it stands. */
export function name(text: string): string {
  return `<bdi>${html(text)}</bdi>`
}

/** `a, b, c`, each a name. */
export function names(texts: readonly string[]): string {
  return texts.map(name).join(', ')
}

/** A table; `right` columns hold numbers. Cells are HTML. */
export function tableHead(titles: readonly string[], right: readonly number[]): string {
  const cells = titles.map((title, at) => `<th scope="col"${right.includes(at) ? ' class="n"' : ''}>${title}</th>`)
  return `<div class="scroll"><table><thead><tr>${cells.join('')}</tr></thead><tbody>\n`
}

export const tableEnd = '</tbody></table></div>\n'

export function row(cells: readonly string[], right: readonly number[]): string {
  return `<tr>${cells.map((cell, at) => `<td${right.includes(at) ? ' class="n"' : ''}>${cell}</td>`).join('')}</tr>\n`
}
