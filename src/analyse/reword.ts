import type { TextEdit } from '../model/problem.js'
import { editBetween } from './text-edits.js'

/** The replacement of a word by another one, between quotes like those that it stands in; without any, between some where YAML asks for them. */
export function reworded(text: string, start: number, end: number, word: string): TextEdit {
  return editBetween(text, start, end, betweenQuotes(text[start] ?? '', word))
}

function betweenQuotes(quote: string, word: string): string {
  if (quote === '"') return JSON.stringify(word)
  return quote === "'" ? inQuotes(word) : scalar(word)
}

/** As YAML reads it back: between quotes where it could be taken for something else, be it between brackets. */
export function scalar(text: string): string {
  const isPlain = /^[A-Za-z0-9_](?:[\w .@()/+-]*[\w.@()/+-])?$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n|[\d.]+(?:e[+-]?\d+)?|0[xo][\da-f]+)$/i.test(text)
  return isPlain ? text : inQuotes(text)
}

function inQuotes(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
