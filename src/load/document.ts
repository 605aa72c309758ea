import type { Loaded, Place } from '../model/problem.js'
import { readJson } from './json.js'
import { readYaml } from './yaml.js'

/** A file's data together with the place of everything in it. */
export interface Document {
  /** As problems name it: relative to the project's folder, forward slashes. */
  readonly file: string
  readonly data: unknown
  /** Where the value (or its key) stands; of something absent, where its nearest parent stands. */
  place(path: readonly (string | number)[], at?: 'key' | 'value'): Place
  /** Whether a text was written between quotes. A bare `NO` is not Norway everywhere. */
  isQuoted(path: readonly (string | number)[]): boolean
}

/** Reads YAML, or strict JSON where the file is called `.json`. Never throws; the value is missing where the text cannot be read. */
export function readDocument(file: string, text: string): Loaded<Document> {
  return isJson(file) ? readJson(file, text) : readYaml(file, text)
}

export function isJson(file: string): boolean {
  return file.toLowerCase().endsWith('.json')
}
