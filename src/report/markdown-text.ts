import { visible } from './visible.js'

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '@': '&#64;' }

/**
 * Data as Markdown that shows it and nothing else: no element, link, mention or table cell comes of it. `<` and `&` are always
 * entities, whatever the reader's dialect makes of a backslash.
 */
export function md(text: string): string {
  return visible(text)
    .replace(/[\\`*_{}[\]#|~$^!]/g, '\\$&')
    .replace(/[&<>@]/g, character => entities[character]!)
    .replace(/:(?=\/\/)/g, '&#58;')
    .replace(/\bwww\./gi, match => `${match.slice(0, -1)}&#46;`)
    .replace(/^(\s*\d+)([.)])/, '$1\\$2')
    .replace(/^(\s*)([-+=])/, '$1\\$2')
    .replace(/^\s|\s$/g, '&#32;')
}
