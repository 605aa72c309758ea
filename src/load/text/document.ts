import type { Loaded } from '../../model/problem.js'
import { readJson } from './json.js'
import type { Document } from './tree.js'
import { readYaml } from './yaml.js'

export type { Document }

/** Reads YAML, or strict JSON where the file is called `.json`. Never throws; the value is missing where the text cannot be read. */
export function readDocument(file: string, text: string): Loaded<Document> {
  return isJson(file) ? readJson(file, text) : readYaml(file, text)
}

export function isJson(file: string): boolean {
  return file.toLowerCase().endsWith('.json')
}
